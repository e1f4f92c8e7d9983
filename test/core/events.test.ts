import fc from 'fast-check';
import { interpretEvent } from '../../core/events';

const record = (changes: Readonly<Record<string, unknown>> = {}) => ({
  eventVersion: '1.09',
  eventSource: 's3.amazonaws.com',
  eventName: 'CreateBucket',
  eventTime: '2026-03-04T05:06:07Z',
  awsRegion: 'eu-central-1',
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
    });
  });

  test('as a bare record means the same as in its envelope', () => {
    expect(interpretEvent(record())).toEqual(interpretEvent(envelope()));
  });

  test.each(['PutBucketLifecycle', 'DeleteBucketLifecycle', 'PutBucketTagging', 'DeleteBucketTagging'])(
    'of %s is to be reconciled and creates nothing',
    (eventName) => {
      const event = interpretEvent(envelope({}, record({ eventName })));
      expect(event).toMatchObject({ action: 'reconcile', createsBucket: false, eventName });
    },
  );

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
    expect(interpretEvent(envelope({}, detail))).toMatchObject({ action: 'reconcile', eventTime: null });
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
    ).toMatchObject({ action: 'sweep', account: null });
    expect(organization({ eventName: 'EnablePolicyType' })).toMatchObject({ action: 'ignore' });
  });

  test('of any shape never throws, and always has an action and a reason', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom<unknown>('', 'x', 0, [], {}, null, undefined, [['a']]));
    const mutated = fc
      .record({ path: fc.constantFrom(...paths(envelope())), value: odd })
      .map(({ path, value }) => replaced(envelope(), path, value));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), mutated), (event) => {
        const { action, reason } = interpretEvent(event);
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
