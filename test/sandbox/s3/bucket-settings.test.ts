import { NotModelledError } from '../../../sandbox/aws-error';
import { codeOf, NAMESPACE, s3Stage } from './s3-stage';

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
