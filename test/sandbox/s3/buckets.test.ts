import { NotModelledError } from '../../../sandbox/aws-error';
import { allow, codeOf, constraint, HOME, messageOf, OTHER, REGION, s3Stage, user } from './s3-stage';

const NARROW = 's3:ListBucket';

describe('creating a bucket', () => {
  test.each([
    ['us-east-1', '', 'us-east-1'],
    ['us-east-1', constraint('eu-west-1'), 'eu-west-1'],
    ['us-east-1', constraint('EU'), 'eu-west-1'],
    ['eu-west-1', constraint('EU'), 'eu-west-1'],
    [REGION, constraint(REGION), REGION],
  ])('at the endpoint of %s works with the body %s', async (endpoint, body, region) => {
    const { s3, create } = s3Stage();
    const response = await create('example', { region: endpoint, body });
    expect([response.status, response.headers?.['location']]).toEqual([200, '/example']);
    expect(s3.inspect('example')).toEqual({ owner: HOME, region, tags: new Map() });
  });

  test.each([
    [REGION, '', 'IllegalLocationConstraintException', 'The unspecified location constraint is incompatible'],
    [REGION, constraint('eu-west-1'), 'IllegalLocationConstraintException', 'The eu-west-1 location constraint'],
    ['us-east-1', constraint('us-east-1'), 'InvalidLocationConstraint', 'The specified location-constraint'],
    ['us-east-1', constraint('nowhere'), 'InvalidLocationConstraint', 'The specified location-constraint'],
    ['us-east-1', '<CreateBucketConfiguration><Place/></CreateBucketConfiguration>', 'MalformedXML', 'The XML'],
  ])('refuses at the endpoint of %s the body %s', async (region, body, code, words) => {
    const { s3, create } = s3Stage();
    const response = await create('example', { region, body });
    expect([response.status, codeOf(response)]).toEqual([400, code]);
    expect(messageOf(response)).toContain(words);
    expect(s3.inspect('example')).toBeUndefined();
  });

  test.each(['ab', 'a..b', 'Upper', '-a-b', 'a_b', '10.0.0.1', 'xn--abc', 'abc-s3alias', 'a'.repeat(64)])(
    'refuses the name %s',
    async (name) => {
      const response = await s3Stage().create(name);
      expect([response.status, codeOf(response)]).toEqual([400, 'InvalidBucketName']);
    },
  );

  test('keeps the tags of the request, and asks for the permission to tag', async () => {
    const { s3, create, policies } = s3Stage();
    const body = constraint(REGION, '<Tags><Tag><Key>team</Key><Value>a</Value></Tag></Tags>');
    await create('example', { body });
    expect(s3.inspect('example')?.tags).toEqual(new Map([['team', 'a']]));
    const { arn } = user(HOME) as { arn: string };
    policies.set(arn, [allow('s3:CreateBucket', '*')]);
    const refused = await create('second', { body });
    expect([codeOf(refused), s3.inspect('second')]).toEqual(['AccessDenied', undefined]);
    expect(messageOf(refused)).toContain('s3:TagResource');
  });

  test('refuses a name that is taken, by whom it may be, but not its own again in us-east-1', async () => {
    const { create } = s3Stage();
    await create('example');
    await create('global', { region: 'us-east-1' });
    expect(codeOf(await create('example'))).toBe('BucketAlreadyOwnedByYou');
    expect((await create('global', { region: 'us-east-1' })).status).toBe(200);
    const taken = await create('global', { region: 'us-east-1', caller: user(OTHER) });
    expect([taken.status, codeOf(taken)]).toEqual([409, 'BucketAlreadyExists']);
  });

  test('refuses a public ACL, which the default object ownership rules out, and takes a private one', async () => {
    const { create } = s3Stage();
    expect(codeOf(await create('open', { headers: { 'x-amz-acl': 'public-read' } }))).toBe(
      'InvalidBucketAclWithObjectOwnership',
    );
    expect((await create('closed', { headers: { 'x-amz-acl': 'private' } })).status).toBe(200);
  });
});

describe('what is not modelled', () => {
  test.each([
    ['GET', '/example', {}],
    ['PUT', '/example/key', { query: 'tagging' }],
    ['GET', '/example/key', { headers: { range: 'bytes=0-1' } }],
    ['PUT', '/example/key', { headers: { 'x-amz-storage-class': 'GLACIER' } }],
    ['GET', '/example', {}],
    ['GET', '/example', { query: 'list-type=2&delimiter=/' }],
    ['GET', '/example', { query: 'cors' }],
    ['GET', '/example', { query: 'lifecycle&extra=1' }],
    ['GET', '/', { query: 'novelty=1' }],
    ['DELETE', '/', {}],
    ['GET', '/example', { query: 'lifecycle', headers: { 'x-amz-novelty': '1' } }],
    ['PUT', '/example', { headers: { 'x-amz-bucket-object-lock-enabled': 'true' } }],
    ['PUT', '/example', { headers: { 'x-amz-object-ownership': 'ObjectWriter' } }],
    ['PUT', '/example--euc1-az1--x-s3', {}],
  ])('fails on %s %s %j', async (method, path, shot) => {
    await expect(s3Stage().send(method, path, shot)).rejects.toThrow(NotModelledError);
  });
});

describe('reaching a bucket', () => {
  test.each([
    ['127.0.0.1:4566', '/example'],
    ['127.0.0.1:4566', '/example/'],
    ['s3.eu-central-1.amazonaws.com', '/example'],
    ['example.localhost:4566', '/'],
    ['example.s3.localhost:4566', '/'],
    ['example.s3.eu-central-1.amazonaws.com', '/'],
  ])('works by host %s and path %s', async (host, path) => {
    const { create, send } = s3Stage();
    await create('example');
    const response = await send('HEAD', path, { host });
    expect([response.status, response.headers?.['x-amz-bucket-region']]).toEqual([200, REGION]);
  });

  test('answers 404 for a bucket that is nowhere, before any policy is asked', async () => {
    const { send, policies, trace } = s3Stage();
    policies.set((user(HOME) as { arn: string }).arn, []);
    const response = await send('GET', '/nowhere', { query: 'lifecycle' });
    expect([response.status, codeOf(response)]).toEqual([404, 'NoSuchBucket']);
    expect(response.text).toContain('<BucketName>nowhere</BucketName>');
    expect(trace.entries().some(({ kind }) => kind === 'denied')).toBe(false);
  });

  test('redirects to the Region where the bucket is', async () => {
    const { create, send } = s3Stage();
    await create('example');
    const response = await send('GET', '/example', { query: 'lifecycle', region: 'us-west-2' });
    expect([response.status, codeOf(response)]).toEqual([301, 'PermanentRedirect']);
    expect(response.headers?.['x-amz-bucket-region']).toBe(REGION);
    expect(response.text).toContain('<Endpoint>s3.eu-central-1.amazonaws.com</Endpoint>');
  });

  test('refuses a signature for another Region than the host name says, with the Region to use', async () => {
    const { create, send } = s3Stage();
    await create('example');
    const host = 's3.eu-central-1.amazonaws.com';
    const response = await send('HEAD', '/example', { host, region: 'us-west-2' });
    expect([response.status, codeOf(response)]).toEqual([400, 'AuthorizationHeaderMalformed']);
    expect(response.text).toContain(`<Region>${REGION}</Region>`);
    expect(messageOf(response)).toContain("the region 'us-west-2' is wrong; expecting 'eu-central-1'");
  });

  test('tells the location in the Region and in us-east-1, and nowhere else', async () => {
    const { create, send } = s3Stage();
    await create('example');
    await create('global', { region: 'us-east-1' });
    for (const region of [REGION, 'us-east-1']) {
      const response = await send('GET', '/example', { query: 'location', region });
      expect(response.text).toContain('>eu-central-1</LocationConstraint>');
    }
    expect((await send('GET', '/example', { query: 'location', region: 'us-west-2' })).status).toBe(301);
    const global = await send('GET', '/global', { query: 'location', region: 'us-east-1' });
    expect(global.text).toMatch(/<LocationConstraint xmlns="[^"]+"\/>$/);
  });

  test('refuses an expected owner who is not the owner', async () => {
    const { create, send } = s3Stage();
    await create('example');
    const expecting = (owner: string) =>
      send('HEAD', '/example', { headers: { 'x-amz-expected-bucket-owner': owner } });
    expect((await expecting(HOME)).status).toBe(200);
    expect(codeOf(await expecting(OTHER))).toBe('AccessDenied');
    expect(codeOf(await expecting('me'))).toBe('InvalidBucketOwnerAWSAccountID');
  });

  test('refuses everyone once the owner is suspended', async () => {
    const { create, send, states } = s3Stage();
    await create('example');
    states.set(HOME, 'SUSPENDED');
    expect(codeOf(await send('HEAD', '/example'))).toBe('AllAccessDisabled');
  });

  test.each([
    ['HEAD', '', 's3:ListBucket'],
    ['DELETE', '', 's3:DeleteBucket'],
    ['GET', 'location', 's3:GetBucketLocation'],
    ['GET', 'lifecycle', 's3:GetLifecycleConfiguration'],
    ['PUT', 'lifecycle', 's3:PutLifecycleConfiguration'],
    ['DELETE', 'lifecycle', 's3:PutLifecycleConfiguration'],
    ['GET', 'tagging', 's3:GetBucketTagging'],
    ['PUT', 'tagging', 's3:PutBucketTagging'],
    ['DELETE', 'tagging', 's3:PutBucketTagging'],
    ['GET', 'policy', 's3:GetBucketPolicy'],
    ['PUT', 'policy', 's3:PutBucketPolicy'],
    ['DELETE', 'policy', 's3:DeleteBucketPolicy'],
  ])('refuses %s ?%s without %s on the bucket', async (method, query, action) => {
    const { create, send, policies, trace } = s3Stage();
    await create('example');
    const { arn } = user(HOME) as { arn: string };
    const codeWith = async (allowed: string, resource: string) => {
      policies.set(arn, [allow(allowed, resource)]);
      return codeOf(await send(method, '/example', { query }));
    };
    expect(await codeWith('s3:ListAllMyBuckets', '*')).toMatch(method === 'HEAD' ? /AccessDenied|403/ : 'AccessDenied');
    expect(await codeWith(action, 'arn:aws:s3:::other')).toBe('AccessDenied');
    expect(trace.entries().filter(({ kind }) => kind === 'denied')).toMatchObject([{ action }, { action }]);
    expect(await codeWith(action, 'arn:aws:s3:::example')).not.toBe('AccessDenied');
  });

  test('is gone after it was deleted, with all that was in it', async () => {
    const { create, send, put, s3 } = s3Stage();
    await create('example');
    await put('example', 'tagging', '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>');
    expect((await send('DELETE', '/example')).status).toBe(204);
    await create('example');
    expect(s3.inspect('example')?.tags.size).toBe(0);
  });
});

describe('listing buckets', () => {
  async function stageWithThree() {
    const stage = s3Stage();
    for (const name of ['b-two', 'a-one', 'b-three']) await stage.create(name);
    await stage.create('b-far', { region: 'us-east-1' });
    await stage.create('b-foreign', { caller: user(OTHER) });
    const list = async (query = '') => {
      const response = await stage.send('GET', '/', { query });
      return { ...response, names: [...response.text.matchAll(/<Name>([^<]+)</g)].map(([, name]) => name) };
    };
    return { ...stage, list };
  }

  test('answers every bucket of the account in order, without the Region if nothing was asked', async () => {
    const { list } = await stageWithThree();
    const { names, text } = await list('x-id=ListBuckets');
    expect(names).toEqual(['a-one', 'b-far', 'b-three', 'b-two']);
    expect(text).not.toContain('BucketRegion');
    expect(text).toMatch(/<CreationDate>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z</);
  });

  test('answers page by page, with the Region', async () => {
    const { list } = await stageWithThree();
    const first = await list('max-buckets=2&prefix=b-');
    expect(first.names).toEqual(['b-far', 'b-three']);
    expect(first.text).toContain('<BucketRegion>us-east-1</BucketRegion>');
    const token = /<ContinuationToken>([^<]+)</.exec(first.text)?.[1] ?? '';
    const second = await list(`max-buckets=2&prefix=b-&continuation-token=${encodeURIComponent(token)}`);
    expect(second.names).toEqual(['b-two']);
    expect(second.text).not.toContain('ContinuationToken');
  });

  test('narrows to the Region of the endpoint, and refuses to narrow to another', async () => {
    const { list } = await stageWithThree();
    expect((await list(`bucket-region=${REGION}`)).names).toEqual(['a-one', 'b-three', 'b-two']);
    expect(codeOf(await list('bucket-region=us-east-1'))).toBe('InvalidArgument');
    expect(codeOf(await list('bucket-region=here'))).toBe('InvalidArgument');
  });

  test.each(['max-buckets=0', 'max-buckets=10001', 'max-buckets=many', 'continuation-token=nonsense'])(
    'refuses %s',
    async (query) => {
      const { list } = await stageWithThree();
      expect(codeOf(await list(query))).toBe('InvalidArgument');
    },
  );

  test('refuses a caller without s3:ListAllMyBuckets', async () => {
    const { list, policies } = await stageWithThree();
    policies.set((user(HOME) as { arn: string }).arn, [allow(NARROW, '*')]);
    expect(codeOf(await list())).toBe('AccessDenied');
  });
});
