import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { OrganizationsRoster } from '../../adapters/roster';
import { SingleAccountRoster } from '../../adapters/single-account';
import { account } from '../fakes/identifiers';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
const [ONE, TWO, THREE] = ['111122223333', '444455556666', '777788889999'];
let roster: OrganizationsRoster;

beforeAll(async () => {
  roster = new OrganizationsRoster(
    new OrganizationsClient({
      region: 'eu-central-1',
      endpoint: await endpoint.start(),
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    }),
  );
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const json = (body: object): ScriptedAnswer => ({ status: 200, body: JSON.stringify(body) });
const accounts = (ids: readonly (string | undefined)[], NextToken?: string): ScriptedAnswer =>
  json({ Accounts: ids.map((Id) => ({ Id, Name: 'name', State: 'ACTIVE' })), NextToken });
const units = (ids: readonly string[], NextToken?: string): ScriptedAnswer =>
  json({ OrganizationalUnits: ids.map((Id) => ({ Id })), NextToken });
const asked = (): readonly string[] =>
  endpoint.seen.map(({ headers, body }) => {
    const { ParentId = '', NextToken = '', MaxResults } = JSON.parse(body) as Record<string, string | undefined>;
    expect(MaxResults).toBe(20);
    const operation = String(headers['x-amz-target']).split('.').at(-1);
    return [operation, ParentId, NextToken].filter((part) => part !== '').join(' ');
  });

/** Accounts of every page, one text a page. */
async function pages(under: string | null): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let from: string | null = null; ; ) {
    const page = await roster.page(under, from);
    if (page.kind !== 'page') throw new Error(page.message);
    texts.push(page.accounts.map((each) => each.account).join(' '));
    if (page.next === null) return texts;
    from = page.next;
  }
}

test('a page may be empty and not the last', async () => {
  endpoint.answer(accounts([ONE], 'a'), accounts([], 'b'), accounts([TWO], ''));
  expect(await pages(null)).toEqual([ONE, '', TWO]);
  expect(asked()).toEqual(['ListAccounts', 'ListAccounts a', 'ListAccounts b']);
});

test('an OU is gone through with every OU below it, one call a page', async () => {
  endpoint.answer(
    accounts([ONE], 'a'),
    accounts([]),
    units(['ou-left'], 'b'),
    units(['ou-right']),
    accounts([TWO]),
    units([]),
    accounts([THREE]),
    units([]),
  );
  expect((await pages('ou-top')).filter((text) => text !== '')).toEqual([ONE, TWO, THREE]);
  expect(asked()).toEqual([
    'ListAccountsForParent ou-top',
    'ListAccountsForParent ou-top a',
    'ListOrganizationalUnitsForParent ou-top',
    'ListOrganizationalUnitsForParent ou-top b',
    'ListAccountsForParent ou-left',
    'ListOrganizationalUnitsForParent ou-left',
    'ListAccountsForParent ou-right',
    'ListOrganizationalUnitsForParent ou-right',
  ]);
});

test('State counts, and Status only where there is none', async () => {
  endpoint.answer(
    json({
      Accounts: [
        { Id: ONE, State: 'PENDING_CLOSURE', Status: 'ACTIVE' },
        { Id: TWO, Status: 'SUSPENDED', Name: 'two' },
      ],
    }),
  );
  expect(await roster.page(null, null)).toEqual({
    kind: 'page',
    accounts: [
      { account: ONE, name: null, state: 'PENDING_CLOSURE' },
      { account: TWO, name: 'two', state: 'SUSPENDED' },
    ],
    next: null,
  });
});

test.each([
  ['an error', { status: 400, body: '{"__type":"TooManyRequestsException"}' }, 'TooManyRequestsException'],
  ['an account without an ID', accounts([undefined]), 'without a possible ID'],
  ['an account without a state', json({ Accounts: [{ Id: ONE }] }), 'no state'],
])('fails as unavailable for %s, so that no account is dropped', async (_, answer, words) => {
  endpoint.answer(answer);
  expect(await roster.page(null, null)).toEqual({ kind: 'unavailable', message: expect.stringContaining(words) });
});

test('a single account is its own roster', async () => {
  const id = account('111122223333');
  expect(await new SingleAccountRoster(id).page()).toEqual({
    kind: 'page',
    accounts: [{ account: id, name: null, state: 'ACTIVE' }],
    next: null,
  });
});
