import { directoryBucketArn, lifecycleGrant } from '../../adapters/directory-buckets';
import { account, bucketName, region } from '../fakes/identifiers';

const PLACE = {
  account: account('111122223333'),
  region: region('us-east-1'),
  bucket: bucketName('a--use1-az4--x-s3'),
};
const ARN = directoryBucketArn('aws', PLACE);
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: 'lifecycle.s3.amazonaws.com' },
  Action: 's3express:CreateSession',
  Resource: ARN,
};
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3express:*', Resource: '*' };
const grant = (...Statement: readonly unknown[]): string =>
  lifecycleGrant(JSON.stringify({ Version: '2012-10-17', Statement }), ARN).kind;
const mode = (value: unknown) => ({ ...ALLOW, Condition: { StringEquals: { 's3express:SessionMode': value } } });

test('the ARN names partition, Region and account', () => {
  expect(ARN).toBe('arn:aws:s3express:us-east-1:111122223333:bucket/a--use1-az4--x-s3');
});

test.each([
  ['as AWS documents it', [mode('ReadWrite')]],
  ['without a condition', [ALLOW]],
  ['among others', [{ ...ALLOW, Action: 's3express:Other' }, ALLOW]],
  ['with lists', [{ ...ALLOW, Principal: { Service: ['x', 'lifecycle.s3.amazonaws.com'] }, Action: [ALLOW.Action] }]],
  ['with wildcards', [{ ...ALLOW, Action: 'S3Express:Create*', Resource: 'arn:aws:s3express:*:*:bucket/a--*' }]],
  ['for its own account', [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }]],
  ['with a mode among several', [mode(['ReadOnly', 'ReadWrite'])]],
  ['and a denial of something else', [ALLOW, { ...DENY, Action: 's3express:DeleteBucket' }]],
  ['and a denial of somebody else', [ALLOW, { ...DENY, Principal: { AWS: '444455556666' } }]],
  ['and a denial on a condition', [ALLOW, { ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]],
])('granted: %s', (_, statements) => {
  expect(grant(...statements)).toBe('granted');
});

test.each([
  ['nothing', []],
  ['another service', [{ ...ALLOW, Principal: { Service: 'logging.s3.amazonaws.com' } }]],
  ['an account', [{ ...ALLOW, Principal: { AWS: 'lifecycle.s3.amazonaws.com' } }]],
  ['another action', [{ ...ALLOW, Action: 's3express:GetBucketPolicy' }]],
  ['another bucket', [{ ...ALLOW, Resource: `${ARN}x` }]],
  ['all but an action', [{ ...ALLOW, Action: undefined, NotAction: 's3express:DeleteBucket' }]],
  ['reading alone', [mode('ReadOnly')]],
  ['a denial alone', [{ ...ALLOW, Effect: 'Deny' }]],
  ['a denial of everybody as well', [ALLOW, DENY]],
  ['a denial of every account as well', [ALLOW, { ...DENY, Principal: { AWS: ['*'] } }]],
  ['a denial of the service as well', [ALLOW, { ...ALLOW, Effect: 'Deny' }]],
])('missing: %s', (_, statements) => {
  expect(grant(...statements)).toBe('missing');
});

test('what is missing is a statement that grants it', () => {
  const missing = lifecycleGrant(null, ARN);
  if (missing.kind !== 'missing') throw new Error(missing.kind);
  expect(grant(JSON.parse(missing.statement))).toBe('granted');
});

test.each(['null', '[]', '7', '{}', '{"Statement":null}', '{"Statement":[7,null]}'])(
  'a policy that says nothing grants nothing: %s',
  (policy) => {
    expect(lifecycleGrant(policy, ARN).kind).toBe('missing');
  },
);

test('a statement may stand without a list', () => {
  expect(lifecycleGrant(JSON.stringify({ Statement: ALLOW }), ARN).kind).toBe('granted');
});

test.each(['', '{"Statement":', 'text'])('fails for what is not JSON: %j', (policy) => {
  expect(() => lifecycleGrant(policy, ARN)).toThrow(SyntaxError);
});
