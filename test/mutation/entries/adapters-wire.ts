// each by itself: what one does before its tests is not for the others
describe('adapters/aws-errors', () => {
  require('../../adapters/aws-errors.test');
});
describe('adapters/wire/s3-requests', () => {
  require('../../adapters/wire/s3-requests.test');
});
describe('adapters/wire/signing', () => {
  require('../../adapters/wire/signing.test');
});
describe('adapters/wire/aws-caller', () => {
  require('../../adapters/wire/aws-caller.test');
});
describe('adapters/s3', () => {
  require('../../adapters/s3.test');
});
