import { accountTerms } from '../../core/account-terms';
import { interpretEvent } from '../../core/events';
import type { AccountProfile } from '../../core/ports';
import { reason } from '../../core/reasons';
import {
  type AccountSelection,
  excludedByBucketTags,
  excludedByName,
  type SelectionRules,
  selectAccount as select,
} from '../../core/selection';
import { account, bucketName } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';

const EXCLUDE = 'partsweep:exclude';
const DAYS = 'partsweep:days';
const ACCOUNT = account('111122223333');
const RULES: SelectionRules = { days: 7, mode: 'apply', modes: {}, targets: null };

const selectAccount = (profile: AccountProfile, days: number, rules: Partial<SelectionRules> = {}): AccountSelection =>
  select(ACCOUNT, profile, { ...RULES, days, ...rules });

describe('an account', () => {
  test('without tags is selected with the default days', () => {
    expect(selectAccount(activeProfile(), 7)).toEqual({ kind: 'selected', days: 7, mode: 'apply', problems: [] });
  });

  test.each(['true', '', 'False', 'no'])('is excluded by its tag with the value %j', (value) => {
    expect(selectAccount(activeProfile({ [EXCLUDE]: value }), 7)).toMatchObject({
      kind: 'excluded',
      reason: { code: 'excluded-by-account-tag' },
    });
  });

  test('is excluded by an OU above it, named in the reason', () => {
    const profile = activeProfile({}, [
      ['ou-near', {}],
      ['ou-far', { [EXCLUDE]: 'true' }],
    ]);
    expect(selectAccount(profile, 7)).toMatchObject({
      reason: { code: 'excluded-by-ou-tag', text: expect.stringContaining('ou-far') },
    });
  });

  test('is taken back in by false on a nearer level', () => {
    const excludedAbove = [['ou-far', { [EXCLUDE]: 'true' }]] as const;
    expect(selectAccount(activeProfile({ [EXCLUDE]: 'false' }, excludedAbove), 7).kind).toBe('selected');
    expect(selectAccount(activeProfile({}, [['ou-near', { [EXCLUDE]: 'false' }], ...excludedAbove]), 7).kind).toBe(
      'selected',
    );
    expect(selectAccount(activeProfile({ [EXCLUDE]: 'true' }, [['ou-near', { [EXCLUDE]: 'false' }]]), 7).kind).toBe(
      'excluded',
    );
  });

  test.each(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'SOMETHING_NEW'])('in state %s is excluded', (state) => {
    expect(selectAccount({ ...activeProfile({ [EXCLUDE]: 'false' }), state }, 7)).toMatchObject({
      kind: 'excluded',
      reason: { code: 'account-not-active' },
    });
  });

  test('takes its days from the nearest tag', () => {
    const units = [
      ['ou-near', { [DAYS]: '3' }],
      ['ou-far', { [DAYS]: '30' }],
    ] as const;
    expect(selectAccount(activeProfile({ [DAYS]: '1' }, units), 7)).toMatchObject({ days: 1 });
    expect(selectAccount(activeProfile({}, units), 7)).toMatchObject({ days: 3 });
  });

  test.each(['0', '-1', '1.5', 'seven', '', ' 7', '99999999999'])(
    'reports %j days and counts the next nearest',
    (value) => {
      const selection = selectAccount(activeProfile({ [DAYS]: value }, [['ou-near', { [DAYS]: '3' }]]), 7);
      expect(selection).toMatchObject({ days: 3, problems: [expect.stringContaining(JSON.stringify(value))] });
    },
  );
});

describe('a reason to leave an account or a bucket alone', () => {
  test('names the tag, its value and where it is', () => {
    expect(selectAccount(activeProfile({ [EXCLUDE]: 'yes' }), 7)).toEqual({
      kind: 'excluded',
      reason: reason('excluded-by-account-tag', 'partsweep:exclude="yes" on the account'),
      problems: [],
    });
    expect(selectAccount(activeProfile({}, [['ou-near', { [EXCLUDE]: '' }]]), 7)).toEqual({
      kind: 'excluded',
      reason: reason('excluded-by-ou-tag', 'partsweep:exclude="" on ou-near'),
      problems: [],
    });
    expect(excludedByBucketTags(new Map([[EXCLUDE, 'yes']]))).toEqual(
      reason('excluded-by-bucket-tag', 'partsweep:exclude="yes"'),
    );
    expect(excludedByName(bucketName('logs'), ['x', 'l*', 'logs'])).toEqual(reason('excluded-by-name', 'l*'));
  });

  test('names the state of the account, and says what is wrong with its tags all the same', () => {
    const problem = 'partsweep:days="x" on the account is not a whole number, 1 or more: not counted';
    expect(selectAccount({ ...activeProfile({ [DAYS]: 'x' }), state: 'CLOSED' }, 7)).toEqual({
      kind: 'excluded',
      reason: reason('account-not-active', 'CLOSED'),
      problems: [problem],
    });
    expect(selectAccount(activeProfile({ [DAYS]: 'x' }), 7, { targets: [] })).toEqual({
      kind: 'excluded',
      reason: reason('outside-targets'),
      problems: [problem],
    });
    expect(selectAccount(activeProfile({ [DAYS]: 'x', [EXCLUDE]: 'y' }), 7)).toMatchObject({ problems: [problem] });
  });

  test.each([
    ['1', 1],
    ['007', 7],
    ['2147483647', 2147483647],
    ['2147483648', undefined],
    ['1x', undefined],
    ['x1', undefined],
    ['00000000001', undefined],
  ])('the days %s count as %s', (value, days) => {
    const selection = selectAccount(activeProfile({}, [['ou-near', { [DAYS]: value }]]), 30);
    expect(selection).toEqual({
      ...{ kind: 'selected', days: days ?? 30, mode: 'apply' },
      problems: days === undefined ? [expect.stringContaining(`${JSON.stringify(value)} on ou-near is not`)] : [],
    });
  });

  test('further tags of days are not looked at once there is one', () => {
    const units = [
      ['ou-near', { [DAYS]: '3' }],
      ['ou-far', { [DAYS]: 'x' }],
    ] as const;
    expect(selectAccount(activeProfile({}, units), 7)).toMatchObject({ days: 3, problems: [] });
  });

  test.each([
    ['a target whose ID only looks like a root', ['xr-ab12'], 'excluded'],
    ['an OU that begins like the target', ['ou-nea'], 'excluded'],
  ])('%s is none', (_, targets, kind) => {
    expect(selectAccount(activeProfile({}, [['ou-near', {}]]), 7, { targets }).kind).toBe(kind);
  });
});

describe('the mode', () => {
  const profile = activeProfile({}, [
    ['ou-near', {}],
    ['ou-far', {}],
  ]);

  test.each([
    [{}, 'apply'],
    [{ 'ou-far': 'audit' }, 'audit'],
    [{ 'ou-near': 'apply', 'ou-far': 'audit' }, 'apply'],
    [{ [ACCOUNT]: 'apply', 'ou-near': 'audit' }, 'apply'],
    [{ 'ou-other': 'audit' }, 'apply'],
  ] as const)('of %j is %s: the nearest counts', (modes, mode) => {
    expect(selectAccount(profile, 7, { modes })).toMatchObject({ mode });
  });

  test('is not taken from what every object has', () => {
    expect(selectAccount(activeProfile({}, [['constructor', {}]]), 7)).toMatchObject({ mode: 'apply' });
  });
});

describe('the targets', () => {
  test('leave out every account below none of them, whatever its tags say', () => {
    const profile = activeProfile({ [EXCLUDE]: 'false' }, [['ou-near', {}]]);
    expect(selectAccount(profile, 7, { targets: ['ou-other'] })).toMatchObject({ reason: { code: 'outside-targets' } });
    expect(selectAccount(profile, 7, { targets: [] })).toMatchObject({ reason: { code: 'outside-targets' } });
    expect(selectAccount(profile, 7, { targets: ['ou-other', 'ou-near'] }).kind).toBe('selected');
    const two = activeProfile({}, [
      ['ou-near', {}],
      ['ou-far', {}],
    ]);
    expect(selectAccount(two, 7, { targets: ['ou-far'] }).kind).toBe('selected');
  });

  test('that name a root take in everything', () => {
    expect(selectAccount(activeProfile(), 7, { targets: ['r-ab12'] }).kind).toBe('selected');
  });
});

describe("an account's terms", () => {
  test('say of each bucket whether its name is excluded, with the days and the mode', () => {
    const rules = { ...RULES, modes: { 'ou-near': 'audit' } } as const;
    const terms = accountTerms(ACCOUNT, activeProfile({ [DAYS]: 'x' }, [['ou-near', {}]]), rules, ['cdk-*']);
    expect(terms.problems).toHaveLength(1);
    expect(terms.of(bucketName('cdk-assets')).units).toEqual(['ou-near']);
    expect(terms.of(bucketName('orders'))).toEqual({ mode: 'audit', units: ['ou-near'], excluded: null, days: 7 });
    expect(terms.of(bucketName('cdk-assets'))).toMatchObject({
      mode: 'audit',
      excluded: { code: 'excluded-by-name' },
      days: 7,
    });
  });

  test('say why every bucket is excluded, with the mode all the same', () => {
    const rules = { ...RULES, mode: 'audit' } as const;
    const terms = accountTerms(ACCOUNT, activeProfile({ [EXCLUDE]: 'yes' }), rules, []);
    expect(terms.of(bucketName('orders'))).toMatchObject({
      mode: 'audit',
      excluded: { code: 'excluded-by-account-tag' },
      days: null,
    });
  });
});

describe('a bucket', () => {
  test.each([
    ['cdk-assets', 'cdk-*', true],
    ['my-cdk-assets', 'cdk-*', false],
    ['logs', 'logs', true],
    ['logs2', 'logs', false],
    ['a-b-c', 'a*b*c', true],
    ['a-c', 'a*b*c', false],
    ['aba', 'ab*ba', false],
    ['anything', '*', true],
    ['axb', 'a.b', false],
    ['abcd', '*bc*cd', false],
    ['abc', 'abc*', true],
    ['abc', '*abc', true],
    ['abc', 'ab*bc', false],
    ['abbc', 'ab*bc', true],
    ['abcabc', 'abc*abc', true],
    ['axbxc', 'a*x*x*c', true],
    ['axbc', 'a*x*x*c', false],
    ['aabb', 'a*ab*b', true],
    ['aab', 'a*ab*b', false],
    ['a-b', 'a**b', true],
    ['xab', 'a*b', false],
    ['abx', 'a*b', false],
    ['abcbd', 'a*b*bd', true],
    ['abc', '*a*', true],
    ['abc', 'a*bc*c', false],
    ['abcd', 'abc*bcd', false],
  ])('%s and the pattern %s: excluded %s', (name, pattern, excluded) => {
    expect(excludedByName(bucketName(name), [pattern]) !== undefined).toBe(excluded);
  });

  test('is excluded by its own tag unless that says false', () => {
    expect(excludedByBucketTags(new Map([[EXCLUDE, 'yes']]))?.code).toBe('excluded-by-bucket-tag');
    expect(excludedByBucketTags(new Map([[EXCLUDE, 'false']]))).toBeUndefined();
    expect(excludedByBucketTags(new Map([['partsweep:Exclude', 'yes']]))).toBeUndefined();
  });
});

test('what a tag or an event says is quoted, so that it cannot pass for something else', () => {
  const value = 'x\n\u001b[2Jours';
  const tagged = new Map([['partsweep:exclude', value]]);
  const bucketReason = excludedByBucketTags(tagged);
  const selection = selectAccount({ state: 'ACTIVE', tags: tagged, organizationalUnits: [] }, 7);
  const event = interpretEvent({
    source: 'aws.organizations',
    account: '111122223333',
    detail: { eventSource: 'organizations.amazonaws.com', eventName: value },
  });
  for (const text of [bucketReason?.text, selection.kind === 'excluded' && selection.reason.text, event.reason.text]) {
    expect(text).toContain('x\\n\\u001b[2Jours');
  }
});
