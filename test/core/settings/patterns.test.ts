import { parseSettings } from '../../../core/settings/settings';

const SETTINGS = {
  scope: 'organization',
  hubAccountId: '222222222222',
  managementAccountId: '111111111111',
  organizationId: 'o-exampleorgid',
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1'],
  targets: ['r-abcd'],
};
const problemKeys = (settings: object): readonly string[] => {
  const parsed = parseSettings({ ...SETTINGS, ...settings });
  return parsed.ok ? [] : parsed.problems.map(({ key }) => key);
};
const a = (count: number): string => 'a'.repeat(count);

/** For each key, values at the edges of what it takes, and just beyond. */
const EDGES: Readonly<Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>> = {
  managementAccountId: {
    good: ['000000000000', '111111111111'],
    bad: ['11111111111', '1111111111111', 'x111111111111', '111111111111x', '11111111111x', ' 11111111111'],
  },
  organizationId: {
    good: [`o-${a(10)}`, `o-${a(32)}`, 'o-0123456789'],
    bad: [`o-${a(9)}`, `o-${a(33)}`, `xo-${a(10)}`, `o-${a(10)}!`, 'o-ABCDEFGHIJ', a(12)],
  },
  qualifier: {
    good: ['a', 'a1-b', 'a-1', a(27)],
    bad: ['', '1a', '-a', 'a-', 'a--b', 'A', 'aB', 'a_b', 'xä', a(33), 'a b'],
  },
  path: {
    good: ['/', '/a/', '/a/b/', '/A9+=,.@_-/', `/${a(254)}/`],
    bad: ['', 'a/', '/a', '//', '/a//', '/a b/', '/*/', `/${a(255)}/`, 'x/a/'],
  },
  permissionsBoundary: {
    good: ['boundary', 'path/boundary', 'A9+=,.@_-', a(128), 'arn:aws:iam::aws:policy/job-function/X'],
    bad: [
      '',
      'a b',
      'a/',
      '/a',
      a(129),
      'arn:aws:iam::aws:role/x',
      'arn:aws:iam::12:policy/x',
      'xarn:aws:iam::aws:policy/x',
      'arn:aws:iam::aws:policy/',
    ],
  },
  tags: {
    good: [{}, { 'a b_.:/=+@-9': '' }, { [a(128)]: a(256) }, { ü: 'ü' }, { xaws: 'x' }],
    bad: [
      { 'aws:x': 'x' },
      { 'AWS:x': 'x' },
      { '': 'x' },
      { [a(129)]: 'x' },
      { x: a(257) },
      { 'a!': 'x' },
      { '!a': 'x' },
      { x: 7 },
    ],
  },
  days: { good: [1, 2_147_483_647], bad: [0, 2_147_483_648, 1.5, '7'] },
  contestedAfter: { good: [1, 10], bad: [0, 11] },
  contestedDays: { good: [1, 365], bad: [0, 366] },
  settleSeconds: { good: [1, 900], bad: [0, 901] },
  retrySeconds: { good: [1, 900], bad: [0, 901] },
  maxTries: { good: [2, 50], bad: [1, 51] },
  profileSeconds: { good: [0, 86_400], bad: [-1, 86_401] },
  pauseSeconds: { good: [0, 60], bad: [-1, 61] },
  maximumConcurrency: { good: [2, 1_000], bad: [1, 1_001] },
  surveyConcurrency: { good: [2, 1_000], bad: [1, 1_001] },
  writesPerHour: { good: [1, 1_000_000_000], bad: [0, 1_000_000_001] },
  writesPerSweep: { good: [1, 1_000_000_000], bad: [0, 1_000_000_001] },
  sweepHours: { good: [1, 168], bad: [0, 169] },
  sweepWindowMinutes: { good: [0, 1_440], bad: [-1, 1_441] },
  logRetentionDays: { good: [1, 90, 3653], bad: [0, 2, 10_000] },
  mode: { good: ['apply', 'audit'], bad: ['', 'off'] },
  onLongerRule: { good: ['add', 'accept', 'report'], bad: ['', 'merge'] },
  onForeignConfiguration: { good: ['merge', 'report', 'skip'], bad: ['', 'add'] },
  onManagedConfiguration: { good: ['merge', 'report', 'skip'], bad: ['', 'add'] },
  ruleOfExcludedBuckets: { good: ['keep', 'remove'], bad: ['', 'delete'] },
  allowBucketOptOut: { good: [true, false], bad: ['true', 1] },
  repairLostUpdates: { good: [true, false], bad: ['true', 1] },
  deployToManagementAccount: { good: [true, false], bad: ['true', 1] },
  excludedBucketNames: {
    good: [[], ['*'], ['A9._*-'], [a(255)]],
    bad: [[''], [a(256)], ['a/b'], ['a', 'a'], 'a', ['!a'], ['a!']],
  },
  targets: {
    good: [['r-0a9z'], [`r-${a(32)}`], ['ou-0a9z-0a9zaaaa'], [`ou-${a(32)}-${a(32)}`], ['r-abcd', 'r-abce']],
    bad: [
      [],
      ['r-abc'],
      [`r-${a(33)}`],
      ['xr-abcd'],
      ['r-abcd!'],
      ['ou-abc-12345678'],
      ['ou-abcd-1234567'],
      [`ou-abcd-${a(33)}`],
      [`ou-${a(33)}-12345678`],
      ['r-ABCD'],
      ['r-abcd', 'r-abcd'],
      'r-abcd',
    ],
  },
  modes: {
    good: [{}, { '111111111111': 'apply' }, { 'ou-abcd-12345678': 'audit' }],
    bad: [
      { '11111111111': 'apply' },
      { '1111111111111': 'apply' },
      { 'r-abcd': 'apply' },
      { 'ou-abc-12345678': 'apply' },
      { 'xou-abcd-12345678': 'apply' },
      { 'ou-abcd-12345678!': 'apply' },
      { '111111111111': 'off' },
    ],
  },
  directoryBucketRegions: {
    good: [[], ['us-east-1'], ['us-east-1', 'eu-west-1']],
    bad: [['us-east'], ['us-east-1', 'us-east-1'], 'us-east-1'],
  },
  alarmTopicEmails: {
    good: [[], ['a@example.com'], ['a@example.com', 'b@example.com']],
    bad: [['a'], ['a@example.com', 'a@example.com'], [`${a(310)}@example.com`], 'a@example.com'],
  },
};

const cases = (which: 'good' | 'bad') =>
  Object.entries(EDGES).flatMap(([key, edges]) => edges[which].map((value) => [key, value] as const));

test.each(cases('good'))('%s may be %j', (key, value) => {
  expect(problemKeys({ [key]: value })).toEqual([]);
});

test.each(cases('bad'))('refuses %s that is %j', (key, value) => {
  expect(problemKeys({ [key]: value })).toContain(key);
});

test.each(['eu-central-1', 'us-gov-west-1', 'us-iso-east-1', 'ap-southeast-10', 'eusc-de-east-1'])(
  '%s is a Region',
  (homeRegion) => {
    expect(problemKeys({ homeRegion, regions: [homeRegion] })).toEqual([]);
  },
);

test.each([
  'eu',
  'eu-central',
  'e-central-1',
  'europ-central-1',
  'eu-c-1',
  'eu-central-100',
  'EU-central-1',
  'xx eu-central-1',
  'eu-central-1 ',
  'eu-a-b-c-d-1',
])('%s is none', (homeRegion) => {
  expect(problemKeys({ homeRegion, regions: [homeRegion] })).toEqual(['homeRegion', 'regions']);
});

test('as many tags and modes as there may be, and no more', () => {
  const some = (count: number, value: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [String(100_000_000_000 + index), value]));
  expect(problemKeys({ tags: some(40, '') })).toEqual([]);
  expect(problemKeys({ tags: some(41, '') })).toEqual(['tags']);
  expect(problemKeys({ modes: some(100, 'audit') })).toEqual([]);
  expect(problemKeys({ modes: some(101, 'audit') })).toEqual(['modes']);
});
