import { allow, codeOf, HOME, messageOf, OTHER, s3Stage, user } from './s3-stage';

const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;
const tagging = (...tags: string[]) => `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`;

async function stageWithBucket() {
  const stage = s3Stage();
  await stage.create('example');
  return stage;
}

describe('tags of a bucket', () => {
  test('are replaced as a whole, read and deleted', async () => {
    const { put, send, s3 } = await stageWithBucket();
    expect(codeOf(await send('GET', '/example', { query: 'tagging' }))).toBe('NoSuchTagSet');
    expect((await put('example', 'tagging', tagging(tag('a', '1'), tag('b', '')))).status).toBe(204);
    await put('example', 'tagging', tagging(tag('team:x', 'a &amp; b'.replace('&amp;', '+'))));
    expect(s3.inspect('example')?.tags).toEqual(new Map([['team:x', 'a + b']]));
    expect((await send('GET', '/example', { query: 'tagging' })).text).toContain(tag('team:x', 'a + b'));
    expect((await send('DELETE', '/example', { query: 'tagging' })).status).toBe(204);
    expect(codeOf(await send('GET', '/example', { query: 'tagging' }))).toBe('NoSuchTagSet');
  });

  test.each([
    ['the same key twice', 'InvalidTag', tagging(tag('a', '1'), tag('a', '2'))],
    ['a key of AWS', 'InvalidTag', tagging(tag('aws:x', '1'))],
    ['an empty key', 'InvalidTag', tagging(tag('', '1'))],
    ['a value of 257 characters', 'InvalidTag', tagging(tag('a', 'v'.repeat(257)))],
    ['a character that tags may not have', 'InvalidTag', tagging(tag('a', '!'))],
    ['51 tags', 'BadRequest', tagging(...Array.from({ length: 51 }, (_, n) => tag(`k${n}`, '')))],
    ['no tag set', 'MalformedXML', '<Tagging/>'],
    ['a tag without a value', 'MalformedXML', tagging('<Tag><Key>a</Key></Tag>')],
  ])('refuses %s', async (_, code, body) => {
    const { put, s3 } = await stageWithBucket();
    expect(codeOf(await put('example', 'tagging', body))).toBe(code);
    expect(s3.inspect('example')?.tags.size).toBe(0);
  });
});

describe('the policy of a bucket', () => {
  const policy = (statement: Record<string, unknown>) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Resource: 'arn:aws:s3:::example', ...statement }],
    });
  const toOther = { Principal: { AWS: `arn:aws:iam::${OTHER}:root` }, Action: 's3:GetLifecycleConfiguration' };

  test('lets another account in, which its own policies alone do not', async () => {
    const { put, send } = await stageWithBucket();
    const read = () => send('GET', '/example', { query: 'lifecycle', caller: user(OTHER) });
    expect(codeOf(await read())).toBe('AccessDenied');
    expect((await put('example', 'policy', policy(toOther))).status).toBe(204);
    expect(codeOf(await read())).toBe('NoSuchLifecycleConfiguration');
  });

  test('does not let another account in whose own policies say nothing', async () => {
    const { put, send, policies } = await stageWithBucket();
    await put('example', 'policy', policy(toOther));
    policies.set((user(OTHER) as { arn: string }).arn, [allow('s3:GetBucketTagging', '*')]);
    expect(codeOf(await send('GET', '/example', { query: 'lifecycle', caller: user(OTHER) }))).toBe('AccessDenied');
  });

  test('denies its own account until it is deleted', async () => {
    const { put, send } = await stageWithBucket();
    await put('example', 'policy', policy({ Effect: 'Deny', Principal: '*', Action: 's3:PutLifecycleConfiguration' }));
    const remove = () => send('DELETE', '/example', { query: 'lifecycle' });
    expect(messageOf(await remove())).toContain('with an explicit deny in a resource-based policy');
    expect((await send('DELETE', '/example', { query: 'policy' })).status).toBe(204);
    expect((await remove()).status).toBe(204);
  });

  test('comes back as it was put, to its own account only', async () => {
    const { put, send } = await stageWithBucket();
    expect(codeOf(await send('GET', '/example', { query: 'policy' }))).toBe('NoSuchBucketPolicy');
    const text = policy({ ...toOther, Action: 's3:GetBucketPolicy' });
    await put('example', 'policy', text);
    expect((await send('GET', '/example', { query: 'policy' })).text).toBe(text);
    expect(codeOf(await send('GET', '/example', { query: 'policy', caller: user(OTHER) }))).toBe('MethodNotAllowed');
  });

  test.each([
    ['text', 'hello', 'MalformedPolicy'],
    ['another bucket', policy({ ...toOther, Resource: 'arn:aws:s3:::other' }), 'MalformedPolicy'],
    ['another service', policy({ ...toOther, Action: 'sqs:SendMessage' }), 'MalformedPolicy'],
    ['no principal', policy({ Action: 's3:ListBucket' }), 'MalformedPolicy'],
    ['everyone', policy({ Action: 's3:ListBucket', Principal: '*' }), 'AccessDenied'],
  ])('refuses a policy with %s', async (_, text, code) => {
    const { put } = await stageWithBucket();
    expect(codeOf(await put('example', 'policy', text))).toBe(code);
  });

  test('may be for everyone in one organization', async () => {
    const { put, send } = await stageWithBucket();
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
    await put('example', 'policy', policy({ Action: 's3:ListBucket', Principal: '*', Condition }));
    expect((await send('HEAD', '/example', { caller: user(OTHER) })).status).toBe(200);
    expect((await send('HEAD', '/example', { caller: user(HOME) })).status).toBe(200);
  });
});
