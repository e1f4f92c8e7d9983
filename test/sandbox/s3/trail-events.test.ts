import type { Caller } from '../../../sandbox/identity/caller';
import { constraint, HOME, lifecycle, OTHER, type PublishedEvent, REGION, s3Stage, user } from './s3-stage';

const RULE =
  '<ID>a</ID><Filter><Prefix/></Filter><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>';

function last(published: readonly PublishedEvent[]): PublishedEvent {
  const event = published.at(-1);
  if (event === undefined) throw new Error('no event was published');
  return event;
}

test('CreateBucket becomes an event in the Region of the endpoint, with the constraint of the body', async () => {
  const { create, published } = s3Stage();
  await create('example', { region: 'us-east-1', body: constraint('eu-west-1') });
  expect(published).toHaveLength(1);
  const { account, region, event } = last(published);
  expect([account, region]).toEqual([HOME, 'us-east-1']);
  expect(event).toMatchObject({ source: 'aws.s3', 'detail-type': 'AWS API Call via CloudTrail', resources: [] });
  expect(event.detail).toEqual({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLEEX2',
      arn: `arn:aws:iam::${HOME}:user/dev`,
      accountId: HOME,
      accessKeyId: 'AKIAEXAMPLEEXAMPLEEX',
      userName: 'dev',
    },
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: '[example/1.0]',
    requestParameters: {
      CreateBucketConfiguration: {
        xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
        LocationConstraint: 'eu-west-1',
      },
      bucketName: 'example',
      Host: 's3.us-east-1.amazonaws.com',
    },
    responseElements: null,
    additionalEventData: expect.objectContaining({ SignatureVersion: 'SigV4', bytesTransferredOut: 0 }),
    requestID: 'request-1',
    eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: HOME,
    eventCategory: 'Management',
  });
});

test.each([
  ['PUT', 'lifecycle', 'PutBucketLifecycle'],
  ['DELETE', 'lifecycle', 'DeleteBucketLifecycle'],
  ['PUT', 'tagging', 'PutBucketTagging'],
  ['DELETE', 'tagging', 'DeleteBucketTagging'],
  ['PUT', 'policy', 'PutBucketPolicy'],
  ['DELETE', 'policy', 'DeleteBucketPolicy'],
])('%s ?%s becomes %s, with the bucket as resource, whether it succeeds or not', async (method, query, eventName) => {
  const { create, send, published } = s3Stage();
  await create('example');
  await send(method, '/example', { query });
  const failed = method === 'PUT' ? { errorCode: 'InvalidRequest' } : {};
  const { detail } = last(published).event;
  expect(detail).toMatchObject({
    eventName,
    ...failed,
    requestParameters: { [query]: '', bucketName: 'example' },
    resources: [{ accountId: HOME, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::example' }],
  });
  expect('errorCode' in detail).toBe(method === 'PUT');
});

test('one lifecycle rule is an object and several are a list, with numbers as numbers', async () => {
  const { create, put, published } = s3Stage();
  await create('example');
  await put('example', 'lifecycle', lifecycle(RULE));
  const rule = {
    ID: 'a',
    Filter: { Prefix: '' },
    Status: 'Enabled',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  };
  expect(last(published).event.detail['requestParameters']).toMatchObject({
    LifecycleConfiguration: { Rule: rule },
  });
  await put('example', 'lifecycle', lifecycle(RULE, RULE.replace('>a<', '>b<')));
  expect(last(published).event.detail['requestParameters']).toMatchObject({
    LifecycleConfiguration: { Rule: [rule, { ...rule, ID: 'b' }] },
  });
});

test('the host is the one of AWS, as the bucket was addressed', async () => {
  const { create, send, published } = s3Stage();
  await create('example');
  expect(last(published).event.detail['requestParameters']).toMatchObject({ Host: `s3.${REGION}.amazonaws.com` });
  await send('DELETE', '/', { query: 'lifecycle', host: 'example.localhost:4566' });
  expect(last(published).event.detail['requestParameters']).toEqual({
    lifecycle: '',
    bucketName: 'example',
    Host: `example.s3.${REGION}.amazonaws.com`,
  });
});

test('DeleteBucket tells the owner of the bucket that is gone', async () => {
  const { create, send, published } = s3Stage();
  await create('example');
  await send('DELETE', '/example');
  expect(last(published).event.detail).toMatchObject({ eventName: 'DeleteBucket', resources: [{ accountId: HOME }] });
});

test('a refused call carries its code and S3 words', async () => {
  const { create, published } = s3Stage();
  await create('example');
  await create('example', { caller: user(OTHER) });
  expect(published).toHaveLength(2);
  expect(last(published)).toMatchObject({
    account: OTHER,
    event: {
      detail: {
        errorCode: 'BucketAlreadyExists',
        errorMessage: expect.stringContaining('The requested bucket name is not available'),
      },
    },
  });
});

test('a call from another account is told to both, to the owner without the name of the caller', async () => {
  const { create, send, published } = s3Stage();
  await create('example');
  await send('DELETE', '/example', { query: 'lifecycle', caller: user(OTHER) });
  const [forCaller, forOwner] = published.slice(-2);
  expect(forCaller).toMatchObject({ account: OTHER, event: { detail: { userIdentity: { type: 'IAMUser' } } } });
  expect(forOwner?.account).toBe(HOME);
  expect(forOwner?.event.detail['userIdentity']).toEqual({
    type: 'AWSAccount',
    principalId: 'AIDAEXAMPLEEXAMPLEEX2',
    accountId: OTHER,
  });
  expect(forOwner?.event.detail['sharedEventID']).toBe(forCaller?.event.detail['sharedEventID']);
});

test('a role session names its role, and root is Root', async () => {
  const { create, published } = s3Stage();
  const role: Caller = {
    kind: 'assumed-role',
    accountId: HOME,
    arn: `arn:aws:sts::${HOME}:assumed-role/Builder/session-1`,
    userId: 'AROAEXAMPLEEXAMPLEEX2:session-1',
    roleName: 'Builder',
    roleArn: `arn:aws:iam::${HOME}:role/teams/Builder`,
    sessionName: 'session-1',
    sessionPolicies: [],
    accessKeyId: 'ASIAEXAMPLEEXAMPLEEX',
    issuedAt: new Date('2031-01-01T10:00:00.500Z'),
    expiresAt: new Date('2031-01-01T11:00:00Z'),
  };
  await create('example', { caller: role });
  expect(last(published).event.detail['userIdentity']).toMatchObject({
    type: 'AssumedRole',
    principalId: role.userId,
    arn: role.arn,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEEXAMPLEEX2',
        arn: role.roleArn,
        accountId: HOME,
        userName: 'Builder',
      },
      attributes: { creationDate: '2031-01-01T10:00:00Z', mfaAuthenticated: 'false' },
    },
  });
  const root: Caller = {
    kind: 'root',
    accountId: HOME,
    arn: `arn:aws:iam::${HOME}:root`,
    userId: HOME,
    accessKeyId: 'AKIAEXAMPLEEXAMPLEEX',
  };
  await create('second', { caller: root });
  expect(last(published).event.detail['userIdentity']).toMatchObject({ type: 'Root', principalId: HOME });
});

test('reads become no event, and every call stands in the trace', async () => {
  const { create, send, published, trace } = s3Stage();
  await create('example');
  const before = published.length;
  await send('GET', '/', {});
  await send('HEAD', '/example');
  for (const query of ['lifecycle', 'tagging', 'policy', 'location']) await send('GET', '/example', { query });
  expect(published).toHaveLength(before);
  const calls = trace.entries().flatMap((entry) => (entry.kind === 'call' ? [[entry.action, entry.error?.code]] : []));
  expect(calls).toEqual([
    ['s3:CreateBucket', undefined],
    ['s3:ListBuckets', undefined],
    ['s3:HeadBucket', undefined],
    ['s3:GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
    ['s3:GetBucketTagging', 'NoSuchTagSet'],
    ['s3:GetBucketPolicy', 'NoSuchBucketPolicy'],
    ['s3:GetBucketLocation', undefined],
  ]);
  expect(trace.entries()[0]).toMatchObject({ account: HOME, region: REGION, resource: 'arn:aws:s3:::example' });
});
