import { NotModelledError } from '../../../sandbox/aws-error';
import { allow, codeOf, HOME, NAMESPACE, s3Stage, user } from './s3-stage';

const encryption = (algorithm: string, further = '') =>
  `<ServerSideEncryptionConfiguration xmlns="${NAMESPACE}"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm>${further}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
const versioning = (content: string) => `<VersioningConfiguration>${content}</VersioningConfiguration>`;
const ownership = (value: string) =>
  `<OwnershipControls><Rule><ObjectOwnership>${value}</ObjectOwnership></Rule></OwnershipControls>`;

async function stageWithBucket() {
  const stage = s3Stage();
  await stage.create('example');
  const get = async (query: string) => (await stage.send('GET', '/example', { query })).text;
  return { ...stage, get };
}

test('a new bucket has no versions, is encrypted, private and its owner’s', async () => {
  const { get } = await stageWithBucket();
  expect(await get('versioning')).toMatch(/<VersioningConfiguration xmlns="[^"]+"\/>$/);
  expect(await get('encryption')).toContain('<SSEAlgorithm>AES256</SSEAlgorithm>');
  expect(await get('publicAccessBlock')).toContain('<BlockPublicPolicy>true</BlockPublicPolicy>');
  expect(await get('ownershipControls')).toContain('<ObjectOwnership>BucketOwnerEnforced</ObjectOwnership>');
});

test('versioning and encryption are kept, and are for the objects that come after', async () => {
  const { put, get, send } = await stageWithBucket();
  expect((await put('example', 'versioning', versioning('<Status>Suspended</Status>'))).status).toBe(200);
  expect(await get('versioning')).toContain('<Status>Suspended</Status>');
  await put('example', 'encryption', encryption('aws:kms', '<KMSMasterKeyID>key</KMSMasterKeyID>'));
  expect(await get('encryption')).toContain('<KMSMasterKeyID>key</KMSMasterKeyID>');
  const { headers } = await send('PUT', '/example/a', { body: 'a' });
  expect(headers).toMatchObject({
    'x-amz-version-id': 'null',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'key',
  });
});

test.each([
  ['versioning', versioning(''), 'IllegalVersioningConfigurationException'],
  ['versioning', versioning('<Status>On</Status>'), 'MalformedXML'],
  ['encryption', encryption('rot13'), 'MalformedXML'],
  ['encryption', encryption('AES256', '<KMSMasterKeyID>key</KMSMasterKeyID>'), 'InvalidArgument'],
  ['ownershipControls', '<OwnershipControls/>', 'MalformedXML'],
])('refuses ?%s with %s', async (subresource, body, code) => {
  const { put } = await stageWithBucket();
  expect(codeOf(await put('example', subresource, body))).toBe(code);
});

test.each([
  ['versioning', versioning('<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>')],
  ['encryption', encryption('aws:kms:dsse')],
  ['ownershipControls', ownership('ObjectWriter')],
  ['publicAccessBlock', '<PublicAccessBlockConfiguration/>'],
])('fails on what is not modelled of ?%s: %s', async (subresource, body) => {
  const { put } = await stageWithBucket();
  await expect(put('example', subresource, body)).rejects.toThrow(NotModelledError);
});

test.each([
  ['acl', 200, /<Owner><ID>([0-9a-f]{64})<\/ID><\/Owner>.*<Grantee .*<ID>\1<\/ID><\/Grantee><Permission>FULL_CONTROL</],
  ['logging', 200, /<BucketLoggingStatus xmlns="[^"]+"\/>$/],
  ['notification', 200, /<NotificationConfiguration xmlns="[^"]+"\/>$/],
  ['replication', 404, /<Code>ReplicationConfigurationNotFoundError<.*<BucketName>example</],
  ['website', 404, /<Code>NoSuchWebsiteConfiguration<.*<BucketName>example</],
])('?%s of a bucket on which nobody set it is answered as S3 does', async (query, status, text) => {
  const { send } = await stageWithBucket();
  const answered = await send('GET', '/example', { query });
  expect(answered.status).toBe(status);
  expect(answered.text.replaceAll('\n', '')).toMatch(text);
});

test.each([
  ['acl', 's3:GetBucketAcl'],
  ['logging', 's3:GetBucketLogging'],
  ['notification', 's3:GetBucketNotification'],
  ['replication', 's3:GetReplicationConfiguration'],
  ['website', 's3:GetBucketWebsite'],
])('refuses ?%s to whom %s is not allowed, and anything written there', async (query, action) => {
  const { send, put, policies } = await stageWithBucket();
  const caller = user(HOME);
  if (caller.kind === 'service') throw new Error('a user is no service');
  policies.set(caller.arn, [allow('s3:GetLifecycleConfiguration', '*')]);
  expect(codeOf(await send('GET', '/example', { query }))).toBe('AccessDenied');
  policies.set(caller.arn, [allow(action, 'arn:aws:s3:::example')]);
  expect(codeOf(await send('GET', '/example', { query }))).not.toBe('AccessDenied');
  policies.set(caller.arn, [allow('*', '*')]);
  await expect(put('example', query, '<Anything/>')).rejects.toThrow(NotModelledError);
});
