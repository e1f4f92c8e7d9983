import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { organizationTree } from '../../adapters/organization-tree';
import { Pace } from '../../adapters/pace';

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: { readonly ParentId?: string; readonly NextToken?: string };
}

/** An organization whose OUs come one a page, each listing with an empty page in front. */
function organization(units: Readonly<Record<string, readonly string[]>>): OrganizationsClient {
  const send = async (command: Command) => {
    const { input } = command;
    if (command.constructor.name === 'ListRootsCommand') return { Roots: [{ Id: 'r-abcd', Name: 'Root' }] };
    const below = units[input.ParentId ?? ''] ?? [];
    const page = Number(input.NextToken ?? 0);
    const unit = below[page - 1];
    return {
      OrganizationalUnits: unit === undefined ? [] : [{ Id: unit, Name: `name of ${unit}` }],
      ...(page < below.length ? { NextToken: String(page + 1) } : {}),
    };
  };
  return { send } as unknown as OrganizationsClient;
}

const UNITS = { 'r-abcd': ['ou-a', 'ou-b'], 'ou-a': ['ou-c'] };
const pace = new Pace(1_000, { now: () => 0 }, async () => {});

test('gives every level below its parent, across pages that are empty and not the last', async () => {
  expect(await organizationTree(organization(UNITS), { pace, most: 100 })).toEqual({
    levels: [
      { id: 'r-abcd', name: 'Root', parent: null, depth: 0 },
      { id: 'ou-a', name: 'name of ou-a', parent: 'r-abcd', depth: 1 },
      { id: 'ou-c', name: 'name of ou-c', parent: 'ou-a', depth: 2 },
      { id: 'ou-b', name: 'name of ou-b', parent: 'r-abcd', depth: 1 },
    ],
    whole: true,
  });
});

test('says where there are more than it reads', async () => {
  const { levels, whole } = await organizationTree(organization(UNITS), { pace, most: 2 });
  expect({ read: levels.map(({ id }) => id), whole }).toEqual({ read: ['r-abcd', 'ou-a'], whole: false });
});

test('fails as the SDK does', async () => {
  const send = async () => Promise.reject(new Error('denied'));
  const client = { send } as unknown as OrganizationsClient;
  await expect(organizationTree(client, { pace, most: 2 })).rejects.toThrow('denied');
});
