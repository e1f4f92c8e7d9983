import fc from 'fast-check';
import { RULE_ID } from '../../core/contract/names';
import { covers, digest, type Plan, plan, ruleCount, sameForeignRules, verdictOfRefusal } from '../../core/plan';
import { type ReasonCode, reason } from '../../core/reasons';

const wanted = { days: 7, onLongerRule: 'add' } as const;
const configuration = (...rules: string[]) => ({
  xml: `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules.join('')}</LifecycleConfiguration>`,
});
const abort = (days: number | string) =>
  `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
const expire = '<Expiration><Days>30</Days></Expiration>';
const rule = (id: string, scope: string, actions: string, status = 'Enabled') =>
  `<Rule><ID>${id}</ID>${scope}<Status>${status}</Status>${actions}</Rule>`;
const everything = '<Filter/>';
const v1 = (prefix: string) => `<Prefix>${prefix}</Prefix>`;
const v2 = (prefix: string) => `<Filter>${v1(prefix)}</Filter>`;
const ours = (scope: string, days: number, status = 'Enabled') =>
  `<Rule><ID>${RULE_ID}</ID>${scope}<Status>${status}</Status>${abort(days)}</Rule>`;
const written = (planned: Plan): string => {
  if (planned.verdict !== 'put') throw new Error(`${planned.verdict}: ${planned.reason.text}`);
  return planned.configuration.xml;
};
const codeOf = (planned: Plan): string => `${planned.verdict} ${planned.reason.code}`;

describe('a bucket without a rule of ours', () => {
  test('gets one in V2, without a header, when it has no configuration', () => {
    expect(plan(undefined, wanted)).toEqual({
      verdict: 'put',
      reason: expect.objectContaining({ code: 'rule-missing' }),
      configuration: configuration(ours(v2(''), 7)),
    });
  });

  test('gets one behind its V2 rules, and its header is carried over', () => {
    const existing = {
      ...configuration(rule('a', v2('a/'), expire)),
      transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    };
    expect(plan(existing, wanted)).toMatchObject({
      verdict: 'put',
      configuration: {
        ...configuration(rule('a', v2('a/'), expire), ours(v2(''), 7)),
        transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      },
    });
  });

  test('gets one in V1 behind V1 rules, even one on the same empty prefix', () => {
    const existing = configuration(rule('a', v1(''), expire));
    expect(written(plan(existing, wanted))).toBe(configuration(rule('a', v1(''), expire), ours(v1(''), 7)).xml);
  });

  test('gets one into a self-closing root', () => {
    expect(written(plan({ xml: '<LifecycleConfiguration/>' }, wanted))).toBe(
      `<LifecycleConfiguration>${ours(v2(''), 7)}</LifecycleConfiguration>`,
    );
  });

  test('gets one with the prefix that the root has', () => {
    const xml =
      '<s3:LifecycleConfiguration xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"></s3:LifecycleConfiguration>';
    expect(written(plan({ xml }, wanted))).toContain(`<s3:Rule><s3:ID>${RULE_ID}</s3:ID><s3:Filter><s3:Prefix>`);
  });

  test('keeps singular V1 transitions, dates, unknown members and comments as they are', () => {
    const odd =
      '<Rule>\r\n<!-- why --><Status>Enabled</Status><Transition><Date>2015-11-10T00:00:00.000Z</Date>' +
      '<StorageClass>GLACIER</StorageClass></Transition><Hold until="never">😀 &amp; &#xe9;</Hold><Prefix>ü/</Prefix></Rule>';
    expect(written(plan(configuration(odd), wanted))).toBe(configuration(odd, ours(v1(''), 7)).xml);
  });
});

describe('a covered bucket is kept', () => {
  test.each([
    ['by ours', 'covered-by-ours', ours(v2(''), 7)],
    ['by ours, shorter than wanted', 'covered-by-ours', ours(everything, 1)],
    ['by another with an empty filter', 'covered-by-other', rule('x', everything, abort(7))],
    ['by another with an empty prefix in its filter', 'covered-by-other', rule('x', v2(''), abort(7) + expire)],
    ['by another in V1', 'covered-by-other', rule('x', v1(''), abort(3))],
    ['by a rule that took our ID', 'covered-by-other', rule(RULE_ID, v2(''), abort(7) + expire)],
  ])('%s', (_, code, text) => {
    expect(codeOf(plan(configuration(text), wanted))).toBe(`keep ${code}`);
    expect(covers(configuration(text), wanted)).toBe(true);
  });
});

test('an abort rule that is disabled, narrowed or too long never counts as covering', () => {
  const scopes = [v2('a/'), v2(' '), '<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>'].concat(
    '<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>',
    '<Filter><And><Prefix></Prefix></And></Filter>',
    '<Filter><Unknown/></Filter>',
    '<Filter><Prefix></Prefix><Unknown/></Filter>',
    '<Filter><x:Other xmlns:x="urn:x"/></Filter>',
  );
  const broken = fc.oneof(
    fc.constantFrom(...scopes).map((scope) => rule('x', scope, abort(1))),
    fc.constantFrom(everything, v2(''), v1('')).map((scope) => rule('x', scope, abort(1), 'Disabled')),
    fc.integer({ min: 8, max: 2 ** 31 - 1 }).map((days) => rule('x', everything, abort(days))),
  );
  fc.assert(
    fc.property(broken, (text) => {
      expect(covers(configuration(text), wanted)).toBe(false);
      expect(codeOf(plan(configuration(text), wanted))).not.toMatch(/^keep/);
    }),
  );
});

describe('a reason names what it is about', () => {
  const thousand = Array.from({ length: 999 }, (_, index) => rule(`r${index}`, v2('a'), expire));
  test.each<[string, readonly string[], Parameters<typeof plan>[1]['onLongerRule'], string | undefined]>([
    ['covered-by-ours', [rule('x', v2(''), abort(3)), ours(v2(''), 7)], 'add', undefined],
    ['covered-by-other', [rule('a', v2(''), expire), rule('x"', v2(''), abort(7))], 'add', '"x\\""'],
    ['covered-by-other', [`<Rule>${v2('')}<Status>Enabled</Status>${abort(7)}</Rule>`], 'add', 'a rule without ID'],
    ['longer-rule-accepted', [rule('slow', v2(''), abort(30))], 'accept', '"slow" after 30 days'],
    ['longer-rule-accepted', [ours(v2(''), 9), rule('slow', v2(''), abort(30))], 'accept', '"slow" after 30 days'],
    ['longer-rule-reported', [rule('slow', v1(''), abort(8))], 'report', '"slow" after 8 days'],
    ['longer-rule-v1', [rule('slow', v1(''), abort(8)), rule('a', v1('a/'), expire)], 'add', '"slow" after 8 days'],
    ['longer-rule-v1', [ours(v1('a/'), 7), rule('slow', v1(''), abort(8))], 'add', '"slow" after 8 days'],
    ['v1-abort-overlap', [rule('slow', v1(''), abort(8)), rule('a', v1('a/'), abort(1))], 'add', '"slow"'],
    ['v1-abort-overlap', [rule('e', v1(''), expire), rule('a', v1('a/'), abort(1))], 'accept', '"a"'],
    ['longer-rule-shortened', [rule('slow', v2(''), abort(8)), rule('a', v2('a/'), abort(1))], 'add', '"slow"'],
    ['our-rule-changed', [ours(v2(''), 30)], 'report', undefined],
    ['rule-missing', thousand, 'add', undefined],
    ['rule-missing', [rule('late', v2(''), abort(8), 'Disabled')], 'report', undefined],
  ])('%s', (code, rules, onLongerRule, detail) => {
    const planned = plan(configuration(...rules), { days: 7, onLongerRule });
    expect(planned.reason).toEqual(reason(code as ReasonCode, detail));
  });

  test('and where in the text, if it is one that cannot be read', () => {
    expect(plan({ xml: '\n<a' }, wanted).reason.text).toMatch(/: [^:]* \(line 2, column \d+\)$/);
    expect(plan({ xml: '<a/>' }, wanted).reason.text).toMatch(/: its root element is a, not LifecycleConfiguration$/);
  });

  test('days that cannot be wanted are named', () => {
    const message = 'days must be a whole number, 1 or more, not';
    for (const days of [0, 1.5, Number.NaN, 2 ** 53]) {
      expect(() => plan(undefined, { days, onLongerRule: 'add' })).toThrow(new RangeError(`${message} ${days}`));
    }
    expect(plan(undefined, { days: 1, onLongerRule: 'add' }).verdict).toBe('put');
  });
});

test('a refusal is a report where another rule does the work later, and nowhere else', () => {
  const codes = ['longer-rule-reported', 'longer-rule-v1', 'v1-abort-overlap', 'rule-id-taken'] as const;
  expect(codes.map((code) => verdictOfRefusal(reason(code)))).toEqual(['reported', 'reported', 'refused', 'refused']);
});

describe('our rule is put right in place', () => {
  test.each([
    ['disabled', ours(v2(''), 7, 'Disabled'), ours(v2(''), 7)],
    ['too long', ours(everything, 30), ours(v2(''), 7)],
    ['moved', ours(v2('a/'), 7), ours(v2(''), 7)],
    ['moved in V1', ours(v1('a/'), 7), ours(v1(''), 7)],
  ])('when it is %s', (_, before, after) => {
    const scope = before.includes('Filter') ? v2('z') : v1('z');
    const neighbours = [rule('a', scope, expire), rule('b', scope, expire)] as const;
    const planned = plan(configuration(neighbours[0], before, neighbours[1]), wanted);
    expect(codeOf(planned)).toBe('put our-rule-changed');
    expect(written(planned)).toBe(configuration(neighbours[0], after, neighbours[1]).xml);
  });

  test('among 1,000 rules, as their number stays', () => {
    const others = Array.from({ length: 999 }, (_, index) => rule(`r${index}`, v2('a'), expire));
    expect(codeOf(plan(configuration(...others, ours(v2(''), 7, 'Disabled')), wanted))).toBe('put our-rule-changed');
  });
});

describe('refuses', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => rule(`r${index}`, v2('a'), expire));
  test.each([
    ['what would be the 1,001st rule', 'too-many-rules', thousand],
    ['V1 with another abort rule on a prefix', 'v1-abort-overlap', [rule('x', v1('a/'), abort(1))]],
    ['V1 with a disabled abort rule', 'v1-abort-overlap', [rule('x', v1(''), abort(1), 'Disabled')]],
    ['V1 with a longer abort rule', 'longer-rule-v1', [rule('x', v1(''), abort(30))]],
    [
      'to widen ours in V1 over another abort rule',
      'v1-abort-overlap',
      [ours(v1('a/'), 7), rule('x', v1('b/'), abort(7))],
    ],
    ['our ID with another action', 'rule-id-taken', [rule(RULE_ID, v2(''), expire)]],
    ['our ID with another action beside a late abort', 'rule-id-taken', [rule(RULE_ID, v2(''), abort(9) + expire)]],
    ['our ID twice', 'rule-id-repeated', [ours(v2(''), 9), ours(v2(''), 8)]],
    ['rules of both dialects', 'ambiguous-configuration', [rule('a', v2(''), expire), rule('b', v1(''), expire)]],
    ['Filter and Prefix in one rule', 'ambiguous-configuration', [rule('a', v2('') + v1(''), abort(1))]],
    ['two Filters', 'ambiguous-configuration', [rule('a', everything + v2('a'), abort(1))]],
    ['neither Filter nor Prefix', 'ambiguous-configuration', [rule('a', '', abort(1))]],
    ['two Status', 'ambiguous-configuration', [rule('a', everything, '<Status>Disabled</Status>')]],
    ['no Status', 'ambiguous-configuration', ['<Rule><Filter/></Rule>']],
    ['two aborts', 'ambiguous-configuration', [rule('a', everything, abort(1) + abort(9))]],
    ['days that are no number', 'ambiguous-configuration', [rule('a', everything, abort('soon'))]],
    [
      'two prefixes in a filter',
      'ambiguous-configuration',
      [rule('a', '<Filter><Prefix/><Prefix>b</Prefix></Filter>', expire)],
    ],
    [
      'a Status of another namespace',
      'ambiguous-configuration',
      [rule('a', everything, '<x:Status xmlns:x="urn:x"/>')],
    ],
    ['text between members', 'ambiguous-configuration', [rule('a', everything, 'stray')]],
    ['text between rules', 'ambiguous-configuration', ['stray']],
  ])('%s', (_, code, rules) => {
    expect(codeOf(plan(configuration(...rules), wanted))).toBe(`refuse ${code}`);
  });

  test.each([
    ['what is not XML', 'no'],
    ['an open element', '<LifecycleConfiguration><Rule>'],
    ['another root', '<Error><Code>NoSuchBucket</Code></Error>'],
    ['a document type', '<!DOCTYPE LifecycleConfiguration><LifecycleConfiguration/>'],
    ['an undeclared prefix', '<s3:LifecycleConfiguration/>'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><LifecycleConfiguration/>'],
    ['endless nesting', `<LifecycleConfiguration>${'<a>'.repeat(50_000)}`],
  ])('%s, and does not take it for covered or for the same', (_, xml) => {
    expect(codeOf(plan({ xml }, wanted))).toBe('refuse unreadable-configuration');
    expect(covers({ xml }, wanted)).toBe(false);
    expect(sameForeignRules(undefined, { xml })).toBe(false);
    expect(digest({ xml })).toMatch(/^[0-9a-f]{64}$/);
  });

  test('days that are no whole number of 1 or more, with an exception', () => {
    expect(() => plan(undefined, { days: 0, onLongerRule: 'add' })).toThrow(RangeError);
    expect(() => plan(undefined, { days: 1.5, onLongerRule: 'add' })).toThrow(RangeError);
  });
});

describe('a foreign rule for the whole bucket that is longer than wanted', () => {
  const existing = configuration(rule('slow', everything, abort(30)));
  test.each([
    ['add', 'put longer-rule-shortened'],
    ['accept', 'keep longer-rule-accepted'],
    ['report', 'refuse longer-rule-reported'],
  ] as const)('with %s: %s', (onLongerRule, expected) => {
    expect(codeOf(plan(existing, { days: 7, onLongerRule }))).toBe(expected);
  });
});

describe('reading back', () => {
  const before = configuration(rule('a', v2('a'), expire), rule('b', v2('b'), expire));
  test('sees that foreign rules are the same in spite of ours and of white space', () => {
    const after = configuration(rule('a', v2('a'), expire), '\n', ours(v2(''), 7), rule('b', v2('b'), expire));
    expect(sameForeignRules(before, after)).toBe(true);
    expect(sameForeignRules(undefined, configuration(ours(v2(''), 7)))).toBe(true);
  });

  test.each([
    ['changed', [rule('a', v2('a'), expire), rule('b', v2('c'), expire)]],
    ['gone', [rule('a', v2('a'), expire)]],
    ['new', [rule('a', v2('a'), expire), rule('b', v2('b'), expire), rule('c', v2('c'), expire)]],
    ['in another order', [rule('b', v2('b'), expire), rule('a', v2('a'), expire)]],
  ])('sees a foreign rule that is %s', (_, rules) => {
    expect(sameForeignRules(before, configuration(...rules, ours(v2(''), 7)))).toBe(false);
  });

  test('takes nothing for the same as nothing, and a text that cannot be read for the same as itself alone', () => {
    expect(sameForeignRules(undefined, undefined)).toBe(true);
    expect(sameForeignRules({ xml: 'no' }, { xml: 'no' })).toBe(true);
    expect(sameForeignRules({ xml: 'no' }, { xml: 'nor' })).toBe(false);
    expect(sameForeignRules(before, undefined)).toBe(false);
    expect(sameForeignRules(undefined, before)).toBe(false);
    expect(sameForeignRules({ xml: 'no' }, undefined)).toBe(false);
    expect(sameForeignRules(before, { xml: 'no' })).toBe(false);
  });

  test('sees no rule in nothing', () => {
    expect(covers(undefined, wanted)).toBe(false);
  });

  test('knows a state by the same digest in every version: the inventory holds it', () => {
    expect(digest(undefined)).toBe('f046f27c4ea7225ecfff6af61ca903d4beccdd03f1a325f4265067c1058d31a1');
    expect(digest({ ...before, transitionDefaultMinimumObjectSize: 'varies_by_storage_class' })).toBe(
      'cabd993e60a24d0b6916d3ad3a43fb07112fd1760b37a894a15011181c436255',
    );
  });

  test('tells no configuration, an empty one and a changed header apart by digest', () => {
    const digests = [undefined, configuration(), before, { ...before, transitionDefaultMinimumObjectSize: 'x' }].map(
      digest,
    );
    expect(new Set(digests).size).toBe(4);
    expect(digest(undefined)).toBe(digest(undefined));
  });

  test('counts rules, also in a text that is no longer XML', () => {
    expect(ruleCount(undefined)).toBe(0);
    expect(ruleCount(before)).toBe(2);
    expect(ruleCount({ xml: '<LifecycleConfiguration><Rule></Rule><Rule>' })).toBe(2);
    expect(ruleCount({ xml: '<s3:Rule><s-3.x:Rule\tid="1"><Ruler><!:Rule><x:y:Rule> Rule>' })).toBe(2);
    expect(ruleCount({ xml: 'no' })).toBe(0);
    expect(ruleCount(configuration('<Other><Rule></Rule></Other>'))).toBe(0);
  });
});
