import fc from 'fast-check';
import { interpretEvent, isEnvelope } from '../../core/events';
import { reason } from '../../core/reasons';

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

  test('of S3 Express is about a directory bucket, whatever its name', () => {
    const detail = record({ eventSource: 's3express.amazonaws.com' });
    expect(interpretEvent(envelope({ source: 'aws.s3express' }, detail))).toMatchObject({ kind: 'directory' });
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

  test.each<[string, unknown, string]>([
    ['the source', envelope({ source: 'custom.s3' }), '"custom.s3"'],
    ['the detail type', envelope({ 'detail-type': 'Object Created' }), '"Object Created"'],
    ['the service', envelope({}, record({ eventSource: 'ec2.amazonaws.com' })), '"ec2.amazonaws.com"'],
    ['the call', envelope({}, record({ eventName: 'PutBucketPolicy' })), '"PutBucketPolicy"'],
    ['the error', envelope({}, record({ errorCode: 'NoSuchBucket' })), '"NoSuchBucket"'],
    ['the recipient', envelope({}, record({ recipientAccountId: '999988887777' })), '"999988887777"'],
    [
      'the owner',
      envelope({}, record({ resources: [null, { type: 'AWS::S3::Bucket', accountId: '999988887777' }] })),
      '"999988887777"',
    ],
    ['the account', envelope({ account: '12' }), '"12"'],
    ['the account of an organization', envelope({ source: 'aws.organizations', account: '12' }), '"12"'],
    ['the recipient of a bare record', record({ recipientAccountId: '12' }), '"12"'],
    ['the bucket', envelope({}, record({ requestParameters: { bucketName: 'a/../*' } })), '"a/../*"'],
    ['the Region', envelope({}, record({ awsRegion: 'the moon' })), '"the moon"'],
    ['that there is no detail', envelope({ detail: 'text' }), 'it has no detail'],
  ])('that is ignored names %s', (_, event, detail) => {
    const { reason: given } = interpretEvent(event);
    expect(given).toEqual(reason(given.code, detail));
  });

  test.each([
    ['that names no source', { eventName: 'CreateBucket', recipientAccountId: '111122223333' }],
    ['that names no call', { eventSource: 's3.amazonaws.com', recipientAccountId: '111122223333' }],
    ['whose source is no text', record({ eventSource: 7 })],
    ['whose call is no text', record({ eventName: 7 })],
  ])('as a bare record %s is none', (_, event) => {
    expect(interpretEvent(event).reason).toEqual(reason('not-an-event'));
  });

  test('that is ignored says what is known of its bucket, and nothing where nothing is', () => {
    expect(interpretEvent(envelope({}, record({ eventName: 'PutBucketPolicy' })))).toEqual({
      ...{ action: 'ignore', account: '111122223333', region: 'eu-central-1', bucket: 'orders-archive' },
      ...{ kind: 'general-purpose', deletedAt: null, reason: reason('other-event', '"PutBucketPolicy"') },
    });
    const nowhere = record({ requestParameters: null, awsRegion: 7, eventName: 'PutBucketPolicy' });
    expect(interpretEvent(nowhere)).toMatchObject({ region: null, bucket: null, kind: null });
    expect(interpretEvent(null)).toEqual({
      ...{ action: 'ignore', account: null, region: null, bucket: null, kind: null, deletedAt: null },
      reason: reason('not-an-event'),
    });
  });

  test('has the Region of its envelope where the record names none', () => {
    expect(interpretEvent(envelope({}, record({ awsRegion: undefined })))).toMatchObject({ region: 'eu-central-1' });
    expect(interpretEvent(record({ awsRegion: undefined }))).toMatchObject({ reason: { code: 'impossible-region' } });
  });

  test.each([
    [{ CreateBucketConfiguration: { LocationConstraint: null } }, 'eu-central-1'],
    [{ CreateBucketConfiguration: { locationConstraint: null } }, 'eu-central-1'],
    [{ CreateBucketConfiguration: { LocationConstraint: '' } }, 'eu-central-1'],
    [{ createBucketConfiguration: { LocationConstraint: 'ap-south-1' } }, 'ap-south-1'],
    [{ CreateBucketConfiguration: null, createBucketConfiguration: { locationConstraint: 'EU' } }, 'eu-west-1'],
  ])('takes %j for a location', (parameters, region) => {
    const requestParameters = { bucketName: 'orders', ...parameters };
    expect(interpretEvent(record({ requestParameters }))).toMatchObject({ region });
    expect(interpretEvent(record({ requestParameters, eventName: 'PutBucketTagging' }))).toMatchObject({
      region: 'eu-central-1',
    });
  });

  test.each([
    ['is its own', [{ type: 'AWS::S3::Bucket', accountId: '111122223333' }]],
    ['is not named', [{ type: 'AWS::S3::Bucket' }, { type: 'AWS::S3::Bucket', accountId: null }]],
    ['is that of something else', [{ type: 'AWS::S3::Object', accountId: '999988887777' }]],
    ['is not in a list', { type: 'AWS::S3::Bucket', accountId: '999988887777' }],
  ])('is to be reconciled where the owner of its bucket %s', (_, resources) => {
    expect(interpretEvent(record({ resources }))).toMatchObject({ action: 'reconcile' });
  });

  test('with an error that is null has not failed', () => {
    expect(interpretEvent(record({ errorCode: null }))).toMatchObject({ action: 'reconcile' });
  });

  test.each([
    [{ detail: 'x' }, true],
    [{ 'detail-type': 'x' }, true],
    [{ source: 'x' }, true],
    [record(), false],
    ['x', false],
  ])('%j: an envelope %s', (input, is) => {
    expect(isEnvelope(input)).toBe(is);
  });

  describe('of an organization', () => {
    const called = (eventName: unknown, more: object = {}) =>
      interpretEvent(
        envelope({ source: 'aws.organizations' }, { eventSource: 'organizations.amazonaws.com', eventName, ...more }),
      );
    const sweep = { action: 'sweep', region: null, bucket: null, kind: null };

    test('names what it is about and who', () => {
      expect(called('MoveAccount', { requestParameters: { accountId: '444455556666' } })).toEqual({
        ...{ ...sweep, account: '444455556666', unit: null },
        reason: reason('organization-event', '"MoveAccount"'),
      });
      expect(called('MoveAccount')).toMatchObject({ action: 'sweep', account: null, unit: null });
      for (const name of ['TagResource', 'UntagResource']) {
        expect(called(name, { requestParameters: { resourceId: 'ou-ab12-11111111' } })).toEqual({
          ...{ ...sweep, account: null, unit: 'ou-ab12-11111111' },
          reason: reason('organization-event', `"${name}"`),
        });
        expect(called(name, { requestParameters: { resourceId: '444455556666' } })).toMatchObject({
          ...sweep,
          account: '444455556666',
        });
        for (const resourceId of ['p-examplepolicy', 'x-ou-ab12-11111111', 7, undefined]) {
          expect(called(name, { requestParameters: { resourceId } })).toMatchObject({
            action: 'ignore',
            reason: reason('other-event', `"${name}"`),
          });
        }
      }
      const id = { requestParameters: { resourceId: '444455556666' } };
      expect(called('ListTagsForResource', id)).toMatchObject({ action: 'ignore', reason: { code: 'other-event' } });
    });

    test.each<[string, unknown, string]>([
      [
        'an account that could not be made',
        { createAccountStatus: { state: 'FAILED', accountId: '4' } },
        'failed-call',
      ],
      ['an account of which nothing is told', undefined, 'failed-call'],
      ['an account of which no status is told', {}, 'failed-call'],
    ])('is ignored for %s', (_, serviceEventDetails, code) => {
      expect(called('CreateAccountResult', { serviceEventDetails })).toMatchObject({
        action: 'ignore',
        reason: reason(code as never, '"CreateAccountResult"'),
      });
    });

    test('is ignored where it failed, where it is of another service, and where it has no name', () => {
      expect(called('MoveAccount', { errorCode: 'x' }).reason).toEqual(reason('failed-call', '"MoveAccount"'));
      expect(called('MoveAccount', { eventSource: 's3.amazonaws.com' }).reason).toEqual(
        reason('other-source', '"MoveAccount"'),
      );
      expect(called(7).reason).toEqual(reason('other-event', 'none'));
      expect(called('x'.repeat(81)).reason).toEqual(reason('other-event', `"${'x'.repeat(80)}"`));
    });

    test('is one as a bare record, too', () => {
      const bare = { eventSource: 'organizations.amazonaws.com', eventName: 'MoveAccount' };
      expect(interpretEvent({ ...bare, recipientAccountId: '111122223333' })).toMatchObject({ action: 'sweep' });
    });
  });

  test.each<[string, object, 'sweep' | 'ignore']>([
    ['TagResource', { tags: [{ key: 'team', value: 'x' }] }, 'ignore'],
    [
      'TagResource',
      {
        tags: [
          { key: 'team', value: 'x' },
          { key: 'partsweep:exclude', value: 'true' },
        ],
      },
      'sweep',
    ],
    ['TagResource', { tags: [{ key: 'partsweep:days', value: '3' }] }, 'sweep'],
    ['TagResource', { tags: [{ tagKey: 'team' }] }, 'sweep'],
    ['TagResource', { tags: [] }, 'sweep'],
    ['TagResource', { tags: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'sweep'],
    ['UntagResource', { tagKeys: ['team', 'cost'] }, 'ignore'],
    ['UntagResource', { tagKeys: ['team', 'partsweep:exclude'] }, 'sweep'],
    ['UntagResource', { tagKeys: [7] }, 'sweep'],
  ])(
    'of %s with %j of an account or an OU asks for a sweep only if it may be of a tag of ours: %s',
    (eventName, more, action) => {
      for (const resourceId of ['444455556666', 'ou-ab12-11111111']) {
        const detail = {
          eventSource: 'organizations.amazonaws.com',
          eventName,
          requestParameters: { resourceId, ...more },
        };
        expect(interpretEvent(envelope({ source: 'aws.organizations' }, detail))).toMatchObject({ action });
      }
    },
  );

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
      ['without details', envelope({ source: 'aws.cloudformation' }, {}), 'other-event'],
    ])('%s is ignored', (_, event, code) => {
      expect(interpretEvent(event, { stackSetNames })).toMatchObject({ action: 'ignore', reason: { code } });
    });

    test('that is ignored names what it is about, and its account', () => {
      const ignored = (event: unknown) => interpretEvent(event, { stackSetNames });
      const arn = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/other/5d1c0a80-aaaa-11ef-8bbb-0a1b2c3d4e5f';
      const account = '111122223333';
      expect(ignored(stack('other'))).toMatchObject({
        account,
        reason: reason('other-event', `"${arn.slice(0, 78)}…"`),
      });
      expect(ignored(stack(NAME, {}, 'X')).reason).toEqual(reason('other-event', '"X"'));
      expect(ignored(stack(NAME, { 'detail-type': 'X' })).reason).toEqual(reason('other-event', '"X"'));
      expect(ignored(stack(NAME, { account: '999988887777' }))).toMatchObject({
        account: '999988887777',
        reason: reason('other-recipient', '"111122223333"'),
      });
      expect(ignored(stack(NAME)).reason).toEqual(
        reason('stack-completed', `"${`${NAME}/5d1c0a80-aaaa-11ef-8bbb-0a1b2c3d4e5f`.slice(0, 78)}…"`),
      );
    });

    test.each([
      7,
      [`arn:aws:cloudformation:eu-central-1:111122223333:stack/${NAME}`],
      `arn:aws:cloudformation:eu-central-1:111122223333:stack/${NAME}\n`,
      `x${`arn:aws:cloudformation:eu-central-1:111122223333:stack/${NAME}`}`,
      `arn:aws:s3:eu-central-1:111122223333:stack/${NAME}`,
      `arn:aws:cloudformation:eu-central-1:11112222333:stack/${NAME}`,
      `arn:aws:cloudformation:eu-central-1:111122223333:stackset/${NAME}`,
    ])('whose ID is %j is ignored', (id) => {
      const status = { 'stack-id': id, 'status-details': { status: 'CREATE_COMPLETE' } };
      const event = envelope(
        { source: 'aws.cloudformation', 'detail-type': 'CloudFormation Stack Status Change' },
        status,
      );
      expect(interpretEvent(event, { stackSetNames })).toMatchObject({
        action: 'ignore',
        reason: { code: 'other-event' },
      });
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
