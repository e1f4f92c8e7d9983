import type { Found, Given } from '../../../cli/init/found';
import { type Asker, answers, withoutNested } from '../../../cli/init/questions';
import { settingsFrom } from '../../../cli/init/settings-from';

const TREE = [
  { id: 'r-abcd', name: 'Root', parent: null, depth: 0 },
  { id: 'ou-abcd-11111111', name: 'work\u202Eloads', parent: 'r-abcd', depth: 1 },
  { id: 'ou-abcd-22222222', name: 'production', parent: 'ou-abcd-11111111', depth: 2 },
];
const FOUND: Found = {
  account: '200000000002',
  region: 'eu-central-1',
  organization: { id: 'o-tour000001', managementAccountId: '200000000001' },
  tree: TREE,
  administrators: ['200000000002', '200000000003'],
  trustedAccess: true,
  notes: [],
};

/** Answers in turn; undefined: takes what is offered. Keeps what was asked. */
function person(said: Readonly<Record<string, string | readonly string[]>>): {
  asker: Asker;
  asked: Map<string, readonly string[]>;
} {
  const asked = new Map<string, readonly string[]>();
  const answer = (question: string): string | readonly string[] | undefined =>
    Object.entries(said).find(([words]) => question.includes(words))?.[1];
  const asker = {
    choose: async (question, choices, first) => {
      asked.set(
        question,
        choices.map(({ name }) => name),
      );
      return answer(question) ?? first ?? choices[0]?.value;
    },
    chooseSome: async (question, choices) => {
      asked.set(
        question,
        choices.map(({ name }) => name),
      );
      return answer(question) ?? choices.flatMap(({ checked, value }) => (checked ? [value] : []));
    },
    text: async (question, first, check) => {
      const text = (answer(question) as string | undefined) ?? first;
      asked.set(question, [first]);
      const right = check(text);
      if (right !== true) throw new Error(right);
      return text;
    },
  } as Asker;
  return { asker, asked };
}

async function settled(
  said: Parameters<typeof person>[0],
  found = FOUND,
  given: Given = {},
  existing: Record<string, unknown> | null = null,
) {
  const { asker, asked } = person(said);
  const start = settingsFrom({ existing, found, given });
  const answered = await answers({ start, found, given }, asker);
  return { settings: settingsFrom({ existing, found, given: answered }), asked };
}

test('who agrees to everything gets what was found', async () => {
  const { settings } = await settled({});
  expect(settings).toEqual({
    scope: 'organization',
    organizationId: 'o-tour000001',
    managementAccountId: '200000000001',
    hubAccountId: '200000000002',
    targets: ['r-abcd'],
    homeRegion: 'eu-central-1',
    regions: ['eu-central-1', 'us-east-1'],
    mode: 'audit',
    days: 7,
  });
});

test('roots and units are shown as a tree, without marks that turn text around', async () => {
  const { asked } = await settled({});
  expect(asked.get('Which accounts are to be covered? What is below goes with it')).toEqual([
    'Root  r-abcd',
    '  work\\u{202e}loads  ou-abcd-11111111',
    '    production  ou-abcd-22222222',
  ]);
});

test('what is below a chosen unit is not named again', () => {
  expect(withoutNested(['ou-abcd-22222222', 'ou-abcd-11111111'], TREE)).toEqual(['ou-abcd-11111111']);
  expect(withoutNested(['r-abcd', 'ou-abcd-22222222'], TREE)).toEqual(['r-abcd']);
});

test('says of each account what it is', async () => {
  const { asked } = await settled({});
  expect(asked.get('Account of the hub')).toEqual([
    '200000000002  (your credentials, delegated administrator of StackSets)',
    '200000000003  (delegated administrator of StackSets)',
  ]);
});

test('asks for IDs where there is no tree to choose from', async () => {
  const { settings } = await settled({ 'IDs of the root': 'r-abcd, ou-abcd-22222222' }, { ...FOUND, tree: null });
  expect(settings['targets']).toEqual(['r-abcd', 'ou-abcd-22222222']);
});

test('asks nothing that was given, and of an account alone nothing about an organization', async () => {
  const { asked, settings } = await settled(
    {},
    { ...FOUND, organization: 'none' },
    { hubAccountId: '200000000009', days: 3 },
  );
  expect([...asked.keys()]).toEqual([
    'Region of the hub',
    'Regions whose bucket events are forwarded, separated by commas',
    'Write rules, or only report what would be written?',
  ]);
  expect(settings).toMatchObject({ scope: 'account', hubAccountId: '200000000009', days: 3 });
});

test('begins with what is there, and keeps what it does not ask for', async () => {
  const existing = {
    scope: 'account',
    hubAccountId: '200000000002',
    homeRegion: 'eu-west-1',
    regions: ['eu-west-1'],
    days: 2,
    sweepHours: 6,
  };
  const { settings } = await settled({}, FOUND, {}, existing);
  expect(settings).toEqual({ ...existing, mode: 'apply' });
});

test.each([
  ['Region of the hub', 'Frankfurt', 'code of a Region'],
  ['Regions whose', 'us-east-1', 'the home Region, must be one'],
  ['Regions whose', 'eu-central-1, nowhere', 'nowhere is no code'],
  ['Days after', '0', 'whole number'],
])('refuses %s: %s', async (question, answer, words) => {
  await expect(settled({ [question]: answer })).rejects.toThrow(words);
});
