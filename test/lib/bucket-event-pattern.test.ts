import { forwarderStackSet, roleArn } from '../../core/contract/names';
import { interpretEvent } from '../../core/events';
import {
  bucketEventPattern,
  foreignBucketEventPattern,
  organizationEventPattern,
  stackCompletionPattern,
} from '../../lib/bucket-event-pattern';
import { EventPattern } from '../../sandbox/services/events/pattern/event-pattern';

const ACCOUNT = '111111111111';
const MEMBER_ROLE = roleArn('aws', ACCOUNT, '/', 'acme-member');
const matches = (pattern: unknown, event: object) => EventPattern.parse(pattern).matches(event);

const bucketEvent = (eventName: string, changes: Readonly<Record<string, unknown>> = {}, service = 's3') => ({
  source: `aws.${service}`,
  'detail-type': 'AWS API Call via CloudTrail',
  account: ACCOUNT,
  region: 'eu-central-1',
  detail: {
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventTime: '2026-03-04T05:06:07Z',
    awsRegion: 'eu-central-1',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ada` },
    requestParameters: { bucketName: service === 's3' ? 'orders' : 'hot--euc1-az1--x-s3' },
    ...changes,
  },
});

describe('bucket events', () => {
  test.each([
    ['CreateBucket', 's3'],
    ['DeleteBucket', 's3'],
    ['PutBucketLifecycle', 's3'],
    ['DeleteBucketLifecycle', 's3'],
    ['PutBucketTagging', 's3'],
    ['DeleteBucketTagging', 's3'],
    ['CreateBucket', 's3express'],
    ['DeleteBucket', 's3express'],
    ['PutBucketLifecycle', 's3express'],
    ['PutBucketLifecycleConfiguration', 's3express'],
    ['DeleteBucketLifecycleConfiguration', 's3express'],
  ])('%s of %s is forwarded, taken in, and understood', (eventName, service) => {
    const event = bucketEvent(eventName, {}, service);
    expect(matches(foreignBucketEventPattern(MEMBER_ROLE), event)).toBe(true);
    expect(matches(bucketEventPattern(), event)).toBe(true);
    const { action, reason } = interpretEvent(event);
    expect([action, reason.code]).toEqual(
      eventName === 'DeleteBucket' ? ['ignore', 'bucket-deleted'] : ['reconcile', 'bucket-event'],
    );
  });

  test.each([
    ['a failed call', bucketEvent('DeleteBucket', { errorCode: 'BucketNotEmpty' })],
    ['another call', bucketEvent('PutBucketPolicy')],
    ['another service', bucketEvent('CreateBucket', {}, 's3-outposts')],
  ])('%s stays where it is', (_, event) => {
    expect(matches(bucketEventPattern(), event)).toBe(false);
    expect(interpretEvent(event).action).toBe('ignore');
  });

  test('what the member role did is not forwarded, what another role did is', () => {
    const by = (arn: string) =>
      bucketEvent('PutBucketLifecycle', { userIdentity: { sessionContext: { sessionIssuer: { arn } } } });
    const pattern = foreignBucketEventPattern(MEMBER_ROLE);
    expect(matches(pattern, by(MEMBER_ROLE))).toBe(false);
    expect(matches(pattern, by(`${MEMBER_ROLE}-2`))).toBe(true);
  });

  test('the pattern stays under the length that EventBridge takes, with the longest path that the settings take', () => {
    const arn = roleArn('aws-us-gov', ACCOUNT, `/${'p'.repeat(254)}/`, `${'q'.repeat(32)}-member`);
    expect(JSON.stringify(foreignBucketEventPattern(arn)).length).toBeLessThanOrEqual(2_048);
  });

  test('fails when the pattern is longer than EventBridge takes', () => {
    expect(() => foreignBucketEventPattern(`arn:aws:iam::${ACCOUNT}:role/${'p'.repeat(1_800)}`)).toThrow(
      /at most 2048 are allowed: shorten the path/,
    );
  });
});

describe('stacks of a stack set', () => {
  const stackSetNames = [forwarderStackSet('acme', 'eu-central-1'), forwarderStackSet('acme', 'us-east-1')];
  const pattern = stackCompletionPattern(stackSetNames);
  const UUID = '1f0c8a52-7a52-4b7e-9d1c-0a4f6f1f2a3b';
  const stackEvent = (name: string, status = 'CREATE_COMPLETE') => ({
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Stack Status Change',
    account: ACCOUNT,
    region: 'eu-central-1',
    detail: {
      'stack-id': `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/${name}/${UUID}`,
      'status-details': { status, 'status-reason': '' },
    },
  });

  test.each(stackSetNames)('that of %s is forwarded and understood', (name) => {
    const event = stackEvent(`StackSet-${name}-${UUID}`);
    expect(matches(pattern, event)).toBe(true);
    expect(interpretEvent(event, { stackSetNames }).action).toBe('sweep');
  });

  test.each([
    ['that is not complete', stackEvent(`StackSet-acme-forwarder-us-east-1-${UUID}`, 'CREATE_IN_PROGRESS')],
    ['of another stack set', stackEvent(`StackSet-acme-roles-${UUID}`)],
    ['of a stack set with a longer name', stackEvent(`StackSet-big-acme-forwarder-us-east-1-${UUID}`)],
    ['of nobody in particular', stackEvent('acme-forwarder-us-east-1-x')],
  ])('one %s stays where it is', (_, event) => {
    expect(matches(pattern, event)).toBe(false);
    expect(interpretEvent(event, { stackSetNames }).action).toBe('ignore');
  });

  test('fails when more stack sets are named than a pattern takes', () => {
    expect(() => stackCompletionPattern(Array.from({ length: 40 }, (_, at) => `acme-forwarder-${at}`))).toThrow(
      /at most 2048 are allowed: name fewer stack sets/,
    );
  });
});

describe('events of the organization', () => {
  const organizationEvent = (detail: Readonly<Record<string, unknown>>, kind = 'AWS API Call via CloudTrail') => ({
    source: 'aws.organizations',
    'detail-type': kind,
    account: ACCOUNT,
    detail: { eventSource: 'organizations.amazonaws.com', ...detail },
  });
  const createAccountStatus = { state: 'SUCCEEDED', accountId: '444455556666' };

  test.each([
    [
      'an account that joined',
      organizationEvent(
        { eventName: 'CreateAccountResult', serviceEventDetails: { createAccountStatus } },
        'AWS Service Event via CloudTrail',
      ),
    ],
    ['a move', organizationEvent({ eventName: 'MoveAccount', requestParameters: { accountId: '444455556666' } })],
    ['a tag', organizationEvent({ eventName: 'TagResource', requestParameters: { resourceId: '444455556666' } })],
    ['a tag gone', organizationEvent({ eventName: 'UntagResource', requestParameters: { resourceId: 'ou-ab12-x' } })],
  ])('%s is forwarded and understood', (_, event) => {
    expect(matches(organizationEventPattern(), event)).toBe(true);
    expect(interpretEvent(event).action).toBe('sweep');
  });

  test.each([
    ['a call that failed', organizationEvent({ eventName: 'MoveAccount', errorCode: 'AccessDeniedException' })],
    ['another call', organizationEvent({ eventName: 'EnablePolicyType' })],
    ['a call of another service', { ...organizationEvent({ eventName: 'TagResource' }), source: 'aws.ram' }],
  ])('%s stays where it is', (_, event) => {
    expect(matches(organizationEventPattern(), event)).toBe(false);
    expect(interpretEvent(event).action).toBe('ignore');
  });
});
