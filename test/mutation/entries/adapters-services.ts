// each by itself: what one does before its tests is not for the others
describe('adapters/batches', () => {
  require('../../adapters/batches.test');
});
describe('adapters/pace', () => {
  require('../../adapters/pace.test');
});
describe('adapters/growing-text', () => {
  require('../../adapters/growing-text.test');
});
describe('adapters/journal', () => {
  require('../../adapters/journal.test');
});
describe('adapters/policy-pattern', () => {
  require('../../adapters/policy-pattern.test');
});
describe('adapters/session-policy', () => {
  require('../../adapters/session-policy.test');
});
describe('adapters/profile-endpoints', () => {
  require('../../adapters/profile-endpoints.test');
});
describe('adapters/hub-function', () => {
  require('../../adapters/hub-function.test');
});
describe('adapters/directory-buckets', () => {
  require('../../adapters/directory-buckets.test');
});
describe('adapters/organization-tree', () => {
  require('../../adapters/organization-tree.test');
});
describe('adapters/aws-errors', () => {
  require('../../adapters/aws-errors.test');
});
describe('adapters/organizations', () => {
  require('../../adapters/organizations.test');
});
describe('adapters/roster', () => {
  require('../../adapters/roster.test');
});
describe('adapters/account-survey', () => {
  require('../../adapters/account-survey.test');
});
describe('adapters/sqs', () => {
  require('../../adapters/sqs.test');
});
describe('adapters/sts', () => {
  require('../../adapters/sts.test');
});
describe('adapters/s3', () => {
  require('../../adapters/s3.test');
});
describe('adapters/preconditions', () => {
  require('../../adapters/preconditions.test');
});
describe('adapters/whole-answers', () => {
  require('../../adapters/whole-answers.test');
});
describe('adapters/tagged-buckets', () => {
  require('../../adapters/tagged-buckets.test');
});
describe('adapters/fleet-status', () => {
  require('../../adapters/fleet-status.test');
});
describe('adapters/survey-access', () => {
  require('../../adapters/survey-access.test');
});
describe('adapters/outcome-events', () => {
  require('../../adapters/outcome-events.test');
});
describe('adapters/function-clients/function-clients', () => {
  require('../../adapters/function-clients/function-clients.test');
});
describe('adapters/retry-quotas', () => {
  require('../../adapters/retry-quotas.test');
});
describe('adapters/survey-over-the-wire', () => {
  require('../../adapters/survey-over-the-wire.test');
});
describe('adapters/queues-over-the-wire', () => {
  require('../../adapters/queues-over-the-wire.test');
});
describe('adapters/scan-access-over-the-wire', () => {
  require('../../adapters/scan-access-over-the-wire.test');
});
describe('adapters/uploads-over-the-wire', () => {
  require('../../adapters/uploads-over-the-wire.test');
});
describe('adapters/outcome-events-over-the-wire', () => {
  require('../../adapters/outcome-events-over-the-wire.test');
});
describe('adapters/accounts-over-the-wire', () => {
  require('../../adapters/accounts-over-the-wire.test');
});
describe('adapters/report-bucket-over-the-wire', () => {
  require('../../adapters/report-bucket-over-the-wire.test');
});
describe('adapters/bucket-store-over-the-wire', () => {
  require('../../adapters/bucket-store-over-the-wire.test');
});
describe('adapters/fleet-over-the-wire', () => {
  require('../../adapters/fleet-over-the-wire.test');
});
