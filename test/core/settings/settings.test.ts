import { directoryBucketRegions } from '../../../core/settings/directory-bucket-regions';
import type { SettingsProblem } from '../../../core/settings/problem';
import { parseSettings } from '../../../core/settings/settings';
import { DIRECTORY_BUCKET_REGIONS } from '../../../core/sweep/survey';

const ACCOUNT = {
  scope: 'account',
  hubAccountId: '111111111111',
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1'],
};
const ORGANIZATION = {
  scope: 'organization',
  hubAccountId: '222222222222',
  managementAccountId: '111111111111',
  organizationId: 'o-exampleorgid',
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1', 'us-east-1'],
  targets: ['r-abcd', 'ou-abcd-12345678'],
};

function problems(value: unknown): readonly SettingsProblem[] {
  const parsed = parseSettings(value);
  return parsed.ok ? [] : parsed.problems;
}

test('fills in every default of an account', () => {
  expect(parseSettings(ACCOUNT)).toEqual({
    ok: true,
    settings: {
      ...ACCOUNT,
      qualifier: 'partsweep',
      path: '/',
      tags: {},
      mode: 'apply',
      days: 7,
      onLongerRule: 'add',
      onForeignConfiguration: 'merge',
      onManagedConfiguration: 'merge',
      contestedAfter: 3,
      contestedDays: 30,
      ruleOfExcludedBuckets: 'keep',
      allowBucketOptOut: true,
      repairLostUpdates: true,
      excludedBucketNames: [],
      settleSeconds: 300,
      retrySeconds: 30,
      maxTries: 10,
      profileSeconds: 900,
      pauseSeconds: 30,
      logRetentionDays: 90,
      maximumConcurrency: 10,
      surveyConcurrency: 20,
      writesPerHour: 10_000,
      writesPerSweep: 100_000,
      sweepHours: 24,
      sweepWindowMinutes: 60,
      alarmTopicEmails: [],
    },
  });
});

test('an organization deploys as a delegated administrator and leaves the management account alone by default', () => {
  expect(parseSettings(ORGANIZATION)).toMatchObject({
    ok: true,
    settings: { callAs: 'DELEGATED_ADMIN', deployToManagementAccount: false, modes: {} },
  });
});

const wrong: readonly [key: string, value: unknown][] = [
  ['scope', 'everything'],
  ['hubAccountId', 222222222222],
  ['hubAccountId', '22222222222'],
  ['managementAccountId', ''],
  ['organizationId', 'exampleorgid'],
  ['homeRegion', 'Frankfurt'],
  ['regions', []],
  ['regions', ['eu-central-1', 'eu-central-1']],
  ['regions', 'eu-central-1'],
  ['targets', []],
  ['targets', ['111111111111']],
  ['targets', ['r-abcd', 'r-abcd']],
  ['callAs', 'ADMIN'],
  ['deployToManagementAccount', 'yes'],
  ['qualifier', 'Part_Sweep'],
  ['qualifier', 'a'.repeat(33)],
  ['path', 'security'],
  ['path', '/*/'],
  ['permissionsBoundary', 'arn:aws:iam::111111111111:role/boundary'],
  ['tags', { 'aws:team': 'x' }],
  ['tags', { team: 7 }],
  ['mode', 'dry-run'],
  ['days', 0],
  ['days', 1.5],
  ['days', '7'],
  ['onLongerRule', 'replace'],
  ['onForeignConfiguration', 'add'],
  ['onManagedConfiguration', true],
  ['contestedAfter', 0],
  ['contestedAfter', 11],
  ['contestedDays', 366],
  ['ruleOfExcludedBuckets', 'delete'],
  ['allowBucketOptOut', 'no'],
  ['excludedBucketNames', ['a b']],
  ['excludedBucketNames', Array.from({ length: 200 }, (_, index) => `some-long-bucket-name-${index}`)],
  ['settleSeconds', 901],
  ['settleSeconds', -1],
  ['retrySeconds', 0],
  ['maxTries', 1],
  ['profileSeconds', 86_401],
  ['pauseSeconds', 61],
  ['logRetentionDays', 8],
  ['maximumConcurrency', 1],
  ['maximumConcurrency', 1_001],
  ['surveyConcurrency', 1],
  ['writesPerHour', 0],
  ['writesPerSweep', 1.5],
  ['sweepHours', 0],
  ['sweepHours', 169],
  ['sweepWindowMinutes', 1_441],
  ['directoryBucketRegions', ['Virginia']],
  ['directoryBucketRegions', ['us-east-1', 'us-east-1']],
  ['alarmTopicEmails', ['storage team']],
  ['alarmTopicEmails', ['a@example.com', 'a@example.com']],
  ['modes', { 'ou-abcd-12345678': 'off' }],
  ['modes', { 'r-abcd': 'apply' }],
  ['modes', { workloads: 'apply' }],
  ['modes', Object.fromEntries(Array.from({ length: 101 }, (_, index) => [String(100_000_000_000 + index), 'audit']))],
];

test.each(wrong)('refuses %s = %j with key, value and remedy', (key, value) => {
  const parsed = parseSettings({ ...ORGANIZATION, [key]: value });
  expect(parsed).toMatchObject({
    ok: false,
    problems: [{ key, value, remedy: expect.stringMatching(/^must be .{8}/) }],
  });
  expect(parsed).toMatchObject({ message: expect.stringContaining(`${key} is ${JSON.stringify(value)}: must be`) });
});

test.each(['hubAccountId', 'managementAccountId', 'organizationId', 'homeRegion', 'regions', 'targets', 'scope'])(
  'refuses an organization without %s',
  (key) => {
    const { [key]: _, ...rest } = ORGANIZATION as Readonly<Record<string, unknown>>;
    expect(problems(rest)).toMatchObject([{ key, value: undefined }]);
  },
);

test('refuses an unknown key and suggests the nearest one', () => {
  expect(problems({ ...ACCOUNT, settleSecond: 60 })).toMatchObject([
    { key: 'settleSecond', value: 60, remedy: expect.stringContaining('did you mean settleSeconds?') },
  ]);
  expect(problems({ ...ACCOUNT, colour: 'blue' })).toMatchObject([
    { key: 'colour', remedy: expect.stringContaining('remove it') },
  ]);
});

test.each(['toString', '__proto__', 'constructor'])(
  'refuses the unknown key %s, which every object inherits',
  (key) => {
    const settings: unknown = JSON.parse(`{${JSON.stringify(ACCOUNT).slice(1, -1)},"${key}":1}`);
    expect(problems(settings)).toMatchObject([{ key }]);
  },
);

test.each(['managementAccountId', 'organizationId', 'targets', 'callAs', 'deployToManagementAccount', 'modes'])(
  'refuses %s in scope account',
  (key) => {
    const value = (ORGANIZATION as Readonly<Record<string, unknown>>)[key] ?? true;
    expect(problems({ ...ACCOUNT, [key]: value })).toMatchObject([
      { key, remedy: expect.stringContaining('belongs to scope "organization"') },
    ]);
  },
);

test('refuses regions without the home Region', () => {
  expect(problems({ ...ACCOUNT, regions: ['us-east-1'] })).toMatchObject([
    { key: 'regions', remedy: expect.stringContaining('eu-central-1') },
  ]);
});

test('refuses Regions of two partitions', () => {
  expect(problems({ ...ACCOUNT, regions: ['eu-central-1', 'us-gov-west-1', 'cn-north-1'] })).toMatchObject([
    { key: 'regions', remedy: expect.stringContaining('us-gov-west-1, cn-north-1') },
  ]);
});

test("asks all Regions of the home Region's partition for directory buckets, unless the settings name others", () => {
  const regionsOf = (settings: object): readonly string[] => {
    const parsed = parseSettings({ ...ACCOUNT, ...settings });
    if (!parsed.ok) throw new Error(parsed.message);
    return directoryBucketRegions(parsed.settings);
  };
  expect(regionsOf({})).toEqual([...DIRECTORY_BUCKET_REGIONS]);
  expect(regionsOf({ homeRegion: 'cn-north-1', regions: ['cn-north-1'] })).toEqual([]);
  expect(regionsOf({ directoryBucketRegions: ['us-east-1'] })).toEqual(['us-east-1']);
  expect(regionsOf({ directoryBucketRegions: [] })).toEqual([]);
});

test("refuses Regions for directory buckets of another partition than the home Region's", () => {
  expect(problems({ ...ACCOUNT, directoryBucketRegions: ['us-east-1', 'cn-north-1'] })).toMatchObject([
    { key: 'directoryBucketRegions', remedy: expect.stringContaining('remove cn-north-1') },
  ]);
});

test('refuses a window that is longer than the time from one sweep to the next', () => {
  expect(problems({ ...ACCOUNT, sweepHours: 1, sweepWindowMinutes: 61 })).toMatchObject([
    { key: 'sweepWindowMinutes', value: 61, remedy: expect.stringContaining('at most 60') },
  ]);
  expect(problems({ ...ACCOUNT, sweepHours: 1 })).toEqual([]);
});

test('refuses a qualifier with which the name of the bucket would be longer than S3 takes', () => {
  expect(problems({ ...ACCOUNT, qualifier: 'q'.repeat(27) })).toEqual([]);
  expect(problems({ ...ACCOUNT, qualifier: 'q'.repeat(28) })).toMatchObject([
    { key: 'qualifier', remedy: expect.stringContaining('must be 1 shorter') },
  ]);
});

test('refuses lists that do not fit into the environment of a function together, and names the longest', () => {
  const modes = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`ou-abcd-${10_000_000 + index}`, 'audit']),
  );
  expect(problems({ ...ORGANIZATION, modes })).toEqual([]);
  const excludedBucketNames = ['a'.repeat(250), 'b'.repeat(250)];
  expect(problems({ ...ORGANIZATION, modes, excludedBucketNames })).toMatchObject([
    {
      key: 'modes',
      value: modes,
      remedy: expect.stringMatching(/^travels .* with excludedBucketNames, .*: shorten it$/),
    },
  ]);
});

test('refuses an organization in China, where an account alone is fine', () => {
  const china = { homeRegion: 'cn-north-1', regions: ['cn-north-1'] };
  expect(problems({ ...ORGANIZATION, ...china })).toMatchObject([{ key: 'homeRegion' }]);
  expect(parseSettings({ ...ACCOUNT, ...china }).ok).toBe(true);
});

test('refuses callAs that does not fit the hub', () => {
  expect(problems({ ...ORGANIZATION, callAs: 'SELF' })).toMatchObject([{ key: 'callAs' }]);
  expect(problems({ ...ORGANIZATION, hubAccountId: '111111111111' })).toMatchObject([{ key: 'callAs' }]);
  expect(parseSettings({ ...ORGANIZATION, hubAccountId: '111111111111', callAs: 'SELF' }).ok).toBe(true);
});

test("refuses a permissions boundary of another account, and takes a name or AWS's own policy", () => {
  const boundary = (permissionsBoundary: string): unknown => problems({ ...ORGANIZATION, permissionsBoundary });
  expect(boundary('arn:aws:iam::333333333333:policy/boundary')).toMatchObject([{ key: 'permissionsBoundary' }]);
  expect(boundary('boundary')).toEqual([]);
  expect(boundary('arn:aws:iam::aws:policy/ReadOnlyAccess')).toEqual([]);
});

test('lists all problems in one message', () => {
  const parsed = parseSettings({
    ...ORGANIZATION,
    days: 0,
    mode: 'dry',
    day: 3,
    regions: ['us-east-1'],
    targets: undefined,
  });
  expect(parsed).toMatchObject({ ok: false, message: expect.stringMatching(/^5 things are wrong/) });
  if (!parsed.ok) expect(parsed.message.match(/^ {2}\w/gm)).toHaveLength(5);
});

test.each([undefined, null, 'settings', [], 7])('refuses %j as settings', (value) => {
  expect(problems(value)).toMatchObject([{ key: 'context.partsweep' }]);
});
