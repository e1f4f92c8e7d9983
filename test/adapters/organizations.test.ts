import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { account } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
const ACCOUNT = account('111122223333');
const OTHER = account('444455556666');
const PATH = 'o-abcdefghij/r-ab12/ou-ab12-far/ou-ab12-near';
let url = '';

beforeAll(async () => {
  url = await endpoint.start();
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

function profiles(pace: { pace?: boolean; sleep?: (milliseconds: number) => Promise<void> } = {}) {
  const clock = new ManualClock();
  const organizations = new OrganizationsClient({
    region: 'eu-central-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return { clock, profiles: new OrganizationsProfiles({ organizations, clock, seconds: 60, ...pace }) };
}

const json = (body: object): ScriptedAnswer => ({ status: 200, body: JSON.stringify(body) });
const described = (id: string, more: object): ScriptedAnswer => json({ Account: { Id: id, State: 'ACTIVE', ...more } });
const tags = (...pairs: readonly (readonly [string, string])[]): ScriptedAnswer =>
  json({ Tags: pairs.map(([Key, Value]) => ({ Key, Value })) });
const asked = (): readonly string[] =>
  endpoint.seen.map(({ headers, body }) => {
    const { AccountId, ResourceId, ChildId } = JSON.parse(body) as Record<string, string | undefined>;
    return `${String(headers['x-amz-target']).split('.').at(-1)} ${AccountId ?? ResourceId ?? ChildId}`;
  });

test('a profile has the OUs of the path, nearest first, and tags from every page', async () => {
  const { profiles: subject } = profiles();
  endpoint.answer(
    described(ACCOUNT, { Paths: [`${PATH}/${ACCOUNT}/`] }),
    json({ Tags: [], NextToken: 'more' }),
    tags(['team', 'blue']),
    tags(),
    tags(['partsweep:exclude', 'true']),
  );
  expect(await subject.profile(ACCOUNT)).toEqual({
    kind: 'known',
    profile: {
      state: 'ACTIVE',
      tags: new Map([['team', 'blue']]),
      organizationalUnits: [
        { id: 'ou-ab12-near', tags: new Map() },
        { id: 'ou-ab12-far', tags: new Map([['partsweep:exclude', 'true']]) },
      ],
    },
  });
});

test('requests at one time share one read, accounts of one OU its tags, and both are read again when old', async () => {
  const { profiles: subject, clock } = profiles();
  endpoint.answer(described(ACCOUNT, { Paths: [`${PATH}/${ACCOUNT}/`] }), tags(), tags(), tags());
  await Promise.all([subject.profile(ACCOUNT), subject.profile(ACCOUNT)]);
  expect(endpoint.seen).toHaveLength(4);
  endpoint.answer(described(OTHER, { Paths: [`${PATH}/${OTHER}/`] }), tags());
  await subject.profile(OTHER);
  expect(endpoint.seen).toHaveLength(6);
  clock.advance(59);
  await subject.profile(ACCOUNT);
  expect(endpoint.seen).toHaveLength(6);
  clock.advance(1);
  endpoint.answer(described(ACCOUNT, { Paths: [`${PATH}/${ACCOUNT}/`] }), tags(), tags(), tags());
  await subject.profile(ACCOUNT);
  expect(endpoint.seen).toHaveLength(10);
});

test('without a path the parents are asked for', async () => {
  const { profiles: subject } = profiles();
  const parent = (Id: string): ScriptedAnswer => json({ Parents: [{ Id }] });
  endpoint.answer(
    described(ACCOUNT, {}),
    tags(),
    parent('ou-ab12-near'),
    parent('ou-ab12-far'),
    parent('r-ab12'),
    tags(),
    tags(),
  );
  const read = await subject.profile(ACCOUNT);
  expect(read).toMatchObject({ profile: { organizationalUnits: [{ id: 'ou-ab12-near' }, { id: 'ou-ab12-far' }] } });
  expect(asked()).toEqual([
    `DescribeAccount ${ACCOUNT}`,
    `ListTagsForResource ${ACCOUNT}`,
    `ListParents ${ACCOUNT}`,
    'ListParents ou-ab12-near',
    'ListParents ou-ab12-far',
    'ListTagsForResource ou-ab12-near',
    'ListTagsForResource ou-ab12-far',
  ]);
});

test.each([
  ['an account without state', [json({ Account: { Id: ACCOUNT } })]],
  ['no account', [json({})]],
  ['an error', [{ status: 400, body: '{"__type":"TooManyRequestsException"}' }]],
  [
    'tags that cannot be read',
    [
      described(ACCOUNT, { Paths: [`${PATH}/${ACCOUNT}/`] }),
      { status: 400, body: '{"__type":"AccessDeniedException"}' },
    ],
  ],
])('fails as unknown for %s, and reads anew after that', async (_, answers) => {
  const { profiles: subject } = profiles();
  endpoint.answer(...answers);
  expect(await subject.profile(ACCOUNT)).toMatchObject({ kind: 'unknown' });
  endpoint.answer(described(ACCOUNT, { Paths: [`o-abcdefghij/r-ab12/${ACCOUNT}/`] }), tags());
  expect(await subject.profile(ACCOUNT)).toMatchObject({ kind: 'known', profile: { organizationalUnits: [] } });
});

test("an OU's tags are read again at their own age, however new the profile is that has them", async () => {
  const { profiles: subject, clock } = profiles();
  const near = { Paths: [`o-abcdefghij/r-ab12/ou-ab12-near/${ACCOUNT}/`] };
  endpoint.answer(described(OTHER, near), tags(), tags());
  await subject.profile(OTHER);
  clock.advance(40);
  endpoint.answer(described(ACCOUNT, near), tags());
  await subject.profile(ACCOUNT);
  clock.advance(40);
  endpoint.answer(tags(['partsweep:exclude', 'true']));
  expect(await subject.profile(ACCOUNT)).toMatchObject({
    profile: { organizationalUnits: [{ tags: new Map([['partsweep:exclude', 'true']]) }] },
  });
});

test('reads that are paced wait for one another, and each OU is read once', async () => {
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
  };
  const { profiles: subject } = profiles({ pace: true, sleep });
  endpoint.answer(described(ACCOUNT, { Paths: [`${PATH}/${ACCOUNT}/`] }), tags(), tags(), tags());
  await subject.profile(ACCOUNT);
  // DescribeAccount has a pace of its own
  expect(waits).toEqual([125, 250]);
  endpoint.answer(described(OTHER, { Paths: [`${PATH}/${OTHER}/`] }), tags());
  await subject.profile(OTHER);
  expect(waits).toEqual([125, 250, 62.5, 375]);
  expect(endpoint.seen).toHaveLength(6);
});
