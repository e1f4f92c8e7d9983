import fc from 'fast-check';
import { interpretEvent } from '../../core/events';

const record = (changes: Readonly<Record<string, unknown>> = {}) => ({
  eventVersion: '1.09',
  eventSource: 's3.amazonaws.com',
  eventName: 'CreateBucket',
  eventTime: '2026-03-04T05:06:07Z',
  awsRegion: 'eu-central-1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada' },
  userAgent: '[aws-cli/2.18.7]',
  sourceIPAddress: '203.0.113.9',
  requestParameters: { bucketName: 'orders-archive', Host: 's3.eu-central-1.amazonaws.com' },
  responseElements: null,
  recipientAccountId: '111122223333',
  ...changes,
});
const envelope = (changes: Readonly<Record<string, unknown>> = {}, detail: unknown = record()) => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': 'AWS API Call via CloudTrail',
  account: '111122223333',
  region: 'eu-central-1',
  resources: [],
  detail,
  ...changes,
});

describe('an event', () => {
  test('that creates a bucket is to be reconciled in the account of its envelope', () => {
    expect(interpretEvent(envelope())).toEqual({
      action: 'reconcile',
      account: '111122223333',
      region: 'eu-central-1',
      bucket: 'orders-archive',
      kind: 'general-purpose',
      reason: { code: 'bucket-event', text: expect.stringContaining('CreateBucket') },
      eventName: 'CreateBucket',
      eventTime: Date.parse('2026-03-04T05:06:07Z'),
      createsBucket: true,
      provesNew: false,
      tagsChanged: true,
      write: null,
      change: {
        eventName: 'CreateBucket',
        at: '2026-03-04T05:06:07.000Z',
        principal: 'arn:aws:iam::111122223333:user/ada',
        userAgent: 'aws-cli/2.18.7',
        tool: 'cli',
        service: null,
      },
    });
  });

  test('as a bare record means the same as in its envelope', () => {
    expect(interpretEvent(record())).toEqual(interpretEvent(envelope()));
  });

  test.each([
    'PutBucketLifecycle',
    'DeleteBucketLifecycle',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycleConfiguration',
  ])('of %s is to be reconciled, names who made it, and creates nothing', (eventName) => {
    const event = interpretEvent(envelope({}, record({ eventName })));
    expect(event).toMatchObject({ action: 'reconcile', eventName, change: { eventName, tool: 'cli' } });
    expect(event).toMatchObject({ createsBucket: false, provesNew: false, tagsChanged: false });
  });

  test.each(['PutBucketTagging', 'DeleteBucketTagging'])('of %s is to be reconciled for its tags', (eventName) => {
    const event = interpretEvent(envelope({}, record({ eventName })));
    expect(event).toMatchObject({ action: 'reconcile', eventName, change: null });
    expect(event).toMatchObject({ createsBucket: false, provesNew: false, tagsChanged: true });
  });

  test.each<[boolean, string, string, object]>([
    [true, 'in another Region than us-east-1', 'orders', { LocationConstraint: 'ap-south-1' }],
    [true, 'in the EU', 'orders', { LocationConstraint: 'EU' }],
    [false, 'in us-east-1', 'orders', { LocationConstraint: 'us-east-1' }],
    [false, 'without a location', 'orders', {}],
    [
      true,
      'of a directory bucket',
      'hot--euc1-az1--x-s3',
      { location: { type: 'AvailabilityZone', name: 'euc1-az1' } },
    ],
  ])('proves a new bucket: %s for CreateBucket %s', (provesNew, _, bucketName, CreateBucketConfiguration) => {
    const detail = record({ requestParameters: { bucketName, CreateBucketConfiguration } });
    expect(interpretEvent(detail)).toMatchObject({ createsBucket: true, provesNew });
  });

  test('proves nothing for a directory bucket in us-east-1, nor for a call on a bucket that is there', () => {
    const requestParameters = { bucketName: 'hot--use1-az4--x-s3' };
    expect(interpretEvent(record({ awsRegion: 'us-east-1', requestParameters }))).toMatchObject({ provesNew: false });
    const onOld = { bucketName: 'orders', CreateBucketConfiguration: { LocationConstraint: 'ap-south-1' } };
    expect(interpretEvent(record({ eventName: 'PutBucketTagging', requestParameters: onOld }))).toMatchObject({
      provesNew: false,
    });
  });

  test('of a deleted bucket tells which and when', () => {
    expect(interpretEvent(envelope({}, record({ eventName: 'DeleteBucket' })))).toEqual({
      action: 'ignore',
      account: '111122223333',
      region: 'eu-central-1',
      bucket: 'orders-archive',
      kind: 'general-purpose',
      reason: { code: 'bucket-deleted', text: expect.any(String) },
      deletedAt: Date.parse('2026-03-04T05:06:07Z'),
    });
  });

  test.each([
    ['without a time', { eventTime: undefined }],
    ['of another account', { resources: [{ type: 'AWS::S3::Bucket', accountId: '999988887777' }] }],
  ])('of a deleted bucket %s tells no time', (_, changes) => {
    expect(interpretEvent(record({ eventName: 'DeleteBucket', ...changes }))).toMatchObject({
      reason: { code: 'bucket-deleted' },
      deletedAt: null,
    });
  });

  test('of a bucket that could not be deleted deletes nothing', () => {
    const detail = record({ eventName: 'DeleteBucket', errorCode: 'BucketNotEmpty' });
    expect(interpretEvent(detail)).toMatchObject({ reason: { code: 'failed-call' }, deletedAt: null });
  });

  test('with a time as logs write it, without a zone, is of that time in UTC', () => {
    expect(interpretEvent(record({ eventTime: '2026-03-04 05:06:07.000000000' }))).toMatchObject({
      eventTime: Date.parse('2026-03-04T05:06:07Z'),
      change: { at: '2026-03-04T05:06:07.000Z' },
    });
  });

  test.each([
    [{ CreateBucketConfiguration: { LocationConstraint: 'ap-south-1' } }, 'ap-south-1'],
    [{ CreateBucketConfiguration: { locationConstraint: 'ap-south-1' } }, 'ap-south-1'],
    [{ CreateBucketConfiguration: { LocationConstraint: 'EU' } }, 'eu-west-1'],
    [{ CreateBucketConfiguration: { LocationConstraint: '' } }, 'us-east-1'],
    [{ CreateBucketConfiguration: 'ap-south-1' }, 'us-east-1'],
  ])('believes the location constraint %j over the Region called', (parameters, region) => {
    const detail = record({ awsRegion: 'us-east-1', requestParameters: { bucketName: 'orders', ...parameters } });
    expect(interpretEvent(envelope({ region: 'us-east-1' }, detail))).toMatchObject({ action: 'reconcile', region });
  });

  test.each([['s3express.amazonaws.com'], ['s3.amazonaws.com']])('of %s knows a directory bucket', (eventSource) => {
    const detail = record({ eventSource, requestParameters: { bucketName: 'hot--euc1-az1--x-s3' } });
    const source = eventSource === 's3.amazonaws.com' ? 'aws.s3' : 'aws.s3express';
    expect(interpretEvent(envelope({ source }, detail))).toMatchObject({ action: 'reconcile', kind: 'directory' });
  });

  test('without times or a recipient is still one', () => {
    const detail = record({ eventTime: 12, recipientAccountId: undefined });
    expect(interpretEvent(envelope({}, detail))).toMatchObject({ action: 'reconcile', eventTime: null, change: null });
  });

  test.each<[string, unknown, string]>([
    ['a source outside AWS', envelope({ source: 'custom.s3' }), 'other-source'],
    ['another event source', envelope({}, record({ eventSource: 'ec2.amazonaws.com' })), 'other-source'],
    [
      'an organization record under the source of S3',
      envelope({}, record({ eventSource: 'organizations.amazonaws.com' })),
      'other-source',
    ],
    ['another detail type', envelope({ 'detail-type': 'Object Created' }), 'other-event'],
    ['another call', envelope({}, record({ eventName: 'PutBucketPolicy' })), 'other-event'],
    ['a deleted bucket', envelope({}, record({ eventName: 'DeleteBucket' })), 'bucket-deleted'],
    ['a failed call', envelope({}, record({ errorCode: 'BucketAlreadyExists' })), 'failed-call'],
    ['another recipient', envelope({}, record({ recipientAccountId: '999988887777' })), 'other-recipient'],
    ['a recipient that is a number', envelope({}, record({ recipientAccountId: 111122223333 })), 'other-recipient'],
    [
      'a bucket of another account',
      envelope({}, record({ resources: [{ type: 'AWS::S3::Bucket', accountId: '999988887777' }] })),
      'bucket-of-another-account',
    ],
    ['an impossible account', envelope({ account: '12' }), 'impossible-account'],
    ['a bare record without account', record({ recipientAccountId: undefined }), 'impossible-account'],
    [
      'an impossible bucket',
      envelope({}, record({ requestParameters: { bucketName: 'a/../*' } })),
      'impossible-bucket-name',
    ],
    ['no bucket', envelope({}, record({ requestParameters: null })), 'impossible-bucket-name'],
    ['an impossible Region', envelope({}, record({ awsRegion: 'the moon' })), 'impossible-region'],
    [
      'an impossible location constraint',
      envelope(
        {},
        record({ requestParameters: { bucketName: 'orders', CreateBucketConfiguration: { LocationConstraint: 7 } } }),
      ),
      'impossible-region',
    ],
    ['no detail', envelope({ detail: 'text' }), 'not-an-event'],
    ['an object of anything', { hello: 'world' }, 'not-an-event'],
    ['a list', [], 'not-an-event'],
    ['nothing', null, 'not-an-event'],
  ])('is ignored for %s', (_, event, code) => {
    expect(interpretEvent(event)).toMatchObject({ action: 'ignore', reason: { code } });
  });

  test('of an organization asks for a sweep', () => {
    const organization = (detail: object) =>
      interpretEvent(
        envelope({ source: 'aws.organizations' }, { eventSource: 'organizations.amazonaws.com', ...detail }),
      );
    const joined = { createAccountStatus: { state: 'SUCCEEDED', accountId: '444455556666' } };
    expect(organization({ eventName: 'CreateAccountResult', serviceEventDetails: joined })).toMatchObject({
      action: 'sweep',
      account: '444455556666',
      bucket: null,
    });
    expect(organization({ eventName: 'MoveAccount', requestParameters: { accountId: '444455556666' } })).toMatchObject({
      action: 'sweep',
      account: '444455556666',
    });
    expect(
      organization({ eventName: 'TagResource', requestParameters: { resourceId: 'ou-ab12-11111111' } }),
    ).toMatchObject({ action: 'sweep', account: null, unit: 'ou-ab12-11111111' });
    expect(
      organization({ eventName: 'UntagResource', requestParameters: { resourceId: 'ou-of-nobody' } }),
    ).toMatchObject({ action: 'sweep', account: null, unit: null });
    expect(organization({ eventName: 'EnablePolicyType' })).toMatchObject({ action: 'ignore' });
  });

  describe('of a stack', () => {
    const stackSetNames = ['acme-forwarder-eu-central-1'];
    const NAME = 'StackSet-acme-forwarder-eu-central-1-1f0c8a52-7a52-4b7e-9d1c-0a4f6f1f2a3b';
    const stack = (name: string, changes: Readonly<Record<string, unknown>> = {}, status = 'CREATE_COMPLETE') =>
      envelope(
        { source: 'aws.cloudformation', 'detail-type': 'CloudFormation Stack Status Change', ...changes },
        {
          'stack-id': `arn:aws:cloudformation:eu-central-1:111122223333:stack/${name}/5d1c0a80-aaaa-11ef-8bbb-0a1b2c3d4e5f`,
          'status-details': { status, 'status-reason': '' },
          'client-request-token': '',
        },
      );

    test('that one of the stack sets has created asks for a survey of its account', () => {
      expect(interpretEvent(stack(NAME), { stackSetNames })).toEqual({
        action: 'sweep',
        account: '111122223333',
        unit: null,
        region: null,
        bucket: null,
        kind: null,
        reason: { code: 'stack-completed', text: expect.stringContaining('StackSet-acme-forwarder-eu-central-1-') },
      });
    });

    test.each<[string, unknown, string]>([
      ['that was updated', stack(NAME, {}, 'UPDATE_COMPLETE'), 'other-event'],
      ['of another stack set', stack(NAME.replace('forwarder', 'roles')), 'other-event'],
      ['of nobody in particular', stack('acme-forwarder-eu-central-1'), 'other-event'],
      ['of another account', stack(NAME, { account: '999988887777' }), 'other-recipient'],
      ['of no account', stack(NAME, { account: 'x' }), 'impossible-account'],
      ['whose drift was looked at', stack(NAME, { 'detail-type': 'CloudFormation Drift Detection' }), 'other-event'],
      ['from a source outside AWS', stack(NAME, { source: 'acme.cloudformation' }), 'other-source'],
    ])('%s is ignored', (_, event, code) => {
      expect(interpretEvent(event, { stackSetNames })).toMatchObject({ action: 'ignore', reason: { code } });
    });

    test('is ignored where no stack set is named', () => {
      expect(interpretEvent(stack(NAME))).toMatchObject({ action: 'ignore', reason: { code: 'other-event' } });
    });
  });

  test('of any shape never throws, and always has an action and a reason', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom<unknown>('', 'x', 0, [], {}, null, undefined, [['a']]));
    const source = fc.constantFrom('aws.s3', 'aws.s3express', 'aws.organizations', 'aws.cloudformation');
    const mutated = fc
      .record({ path: fc.constantFrom(...paths(envelope())), value: odd, source })
      .map(({ path, value, source }) => replaced(envelope({ source }), path, value));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), mutated), (event) => {
        const { action, reason } = interpretEvent(event, { stackSetNames: ['acme'] });
        return ['reconcile', 'sweep', 'ignore'].includes(action) && reason.text.length > 0;
      }),
      { numRuns: 500 },
    );
  });
});

function paths(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, below]) => paths(below, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}
