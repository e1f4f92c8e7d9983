import fc from 'fast-check';
import { RULE_ID } from '../../../core/contract/names';
import { configurationOfEvent } from '../../../core/lifecycle/from-event';
import { meaningOf, meaningOfRules, sameMeaning } from '../../../core/lifecycle/meaning';
import { ourRuleXml } from '../../../core/lifecycle/our-rule';
import { xmlParameters } from '../../../sandbox/services/cloudtrail/xml-parameters';
import { parseXml } from '../../../sandbox/wire/xml';
import { refusalOf } from '../../fakes/lifecycle-rules-of-s3';
import { configurations } from './generated';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const told = (rule: unknown, more: object = {}) =>
  configurationOfEvent({ LifecycleConfiguration: { Rule: rule, xmlns: NAMESPACE, ...more } });
const RULE = { ID: 'a', Filter: { Prefix: 'logs/' }, Status: 'Enabled', Expiration: { Days: 1 } };

/** A text that CloudTrail carries as it is: none that looks like a number or a boolean, and no white space at its ends. */
const text = fc
  .oneof(
    fc.constantFrom('logs/', 'a&b', '<x>', "it's", '"q"', 'ü/😀', 'a  b', 'a\tb', ''),
    fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((value) => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(value)),
  )
  .filter(
    (value) =>
      value === value.trim() && !/^-?(0|[1-9]\d{0,14})$|^(true|false)$/i.test(value) && !/[\r\n\t]/.test(value),
  );
const whole = fc.integer({ min: 1, max: 9999 });
const date = fc.constantFrom('2030-01-01T00:00:00Z', '2031-12-31T00:00:00.000Z', '2030-06-01T02:00:00+02:00');
const el = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const raw = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const tag = fc
  .tuple(
    text.filter((key) => key !== ''),
    text,
  )
  .map(([key, value]) => el('Tag', el('Key', raw(key)) + el('Value', raw(value))));
const filter = fc.oneof(
  text.map((value) => el('Filter', el('Prefix', raw(value)))),
  fc.constant('<Filter/>'),
  tag.map((value) => el('Filter', value)),
  whole.map((value) => el('Filter', el('ObjectSizeLessThan', String(value)))),
  fc
    .tuple(text, fc.array(tag, { minLength: 1, maxLength: 3 }), whole)
    .map(([prefix, tags, size]) =>
      el('Filter', el('And', el('Prefix', raw(prefix)) + tags.join('') + el('ObjectSizeGreaterThan', String(size)))),
    ),
);
const storage = fc.constantFrom('GLACIER', 'STANDARD_IA');
const action = fc.oneof(
  whole.map((days) => el('Expiration', el('Days', String(days)))),
  date.map((value) => el('Expiration', el('Date', value))),
  fc.constant('<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>'),
  fc
    .array(fc.tuple(whole, storage), { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.map(([days, name]) => el('Transition', el('Days', String(days)) + el('StorageClass', name))).join(''),
    ),
  whole.map((days) =>
    el('NoncurrentVersionExpiration', el('NewerNoncurrentVersions', '2') + el('NoncurrentDays', String(days))),
  ),
);
const ruleXml = fc
  .record({ id: text, filter, action, status: fc.constantFrom('Enabled', 'Disabled'), turn: fc.nat(3) })
  .map(({ id, filter: scope, action: act, status, turn }) => {
    const members = [el('ID', raw(id)), scope, el('Status', status), act];
    return el('Rule', [...members.slice(turn), ...members.slice(0, turn)].join(''));
  });
const body = fc
  .tuple(fc.array(ruleXml, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([rules, ours]) => el('LifecycleConfiguration', rules.join('') + (ours ? ourRuleXml(7, 'V2', '') : '')));

describe('the configuration in an event', () => {
  test('comes back to the letter, through CloudTrail and whatever stands in it', () => {
    fc.assert(
      fc.property(body, (xml) => {
        const read = configurationOfEvent({ LifecycleConfiguration: xmlParameters(parseXml(xml)) });
        if (read.kind !== 'exact') throw new Error(`${read.kind}: ${read.why}`);
        const [put, back] = [meaningOf({ xml }), meaningOf({ xml: read.xml })];
        expect(put).toBeDefined();
        expect(back).toEqual(put);
        expect(read.meaning).toEqual(put);
        expect(read.transitions).toBe(xml.includes('<Transition>'));
      }),
      { numRuns: 200 },
    );
  });

  test.each(['V1', 'V2'] as const)('means what S3 holds in dialect %s, or is not taken for it', (dialect) => {
    fc.assert(
      fc.property(configurations(dialect), ({ xml }) => {
        const event = configurationOfEvent({ LifecycleConfiguration: xmlParameters(parseXml(xml)) });
        const meaning = meaningOf({ xml });
        fc.pre(event.kind === 'exact' && meaning !== undefined);
        if (event.kind !== 'exact' || meaning === undefined) return;
        expect(sameMeaning(event.meaning, meaning)).toBe(true);
        expect(refusalOf(event.xml)).toBe(refusalOf(xml));
      }),
      { numRuns: 60 },
    );
  });

  test('is one rule or a list of them', () => {
    expect(told(RULE)).toMatchObject({ kind: 'exact' });
    expect(told([RULE, { ...RULE, ID: 'b' }])).toMatchObject({ kind: 'exact' });
    const v1 = { ID: 'v1', Prefix: '', Status: 'Disabled', Transition: [{ Days: '30', StorageClass: 'GLACIER' }] };
    expect(told(v1)).toMatchObject({
      kind: 'exact',
      transitions: true,
      xml: expect.stringContaining('<Prefix></Prefix>'),
    });
  });

  test.each<[string, unknown, string]>([
    ['a number where a text stands', { ...RULE, Filter: { Prefix: 7 } }, 'its Prefix is not told exactly'],
    [
      'a boolean in its stead',
      { ...RULE, Filter: { Tag: { Key: 'k', Value: true } } },
      'its Value is not told exactly',
    ],
    ['null', { ...RULE, ID: null }, 'its ID is not told exactly'],
    ['a member that nobody knows', { ...RULE, Hologram: 7 }, 'its Rule has "Hologram"'],
    ['a long name', { ...RULE, ['n'.repeat(81)]: 7 }, `its Rule has "${'n'.repeat(80)}"`],
    ['attributes', { ...RULE, 'xmlns:x': 'urn:x' }, 'its Rule has "xmlns:x"'],
    ['a broken number', { ...RULE, Expiration: { Days: 1.5 } }, 'its Days is not told exactly'],
    ['a negative number', { ...RULE, Expiration: { Days: -1 } }, 'its Days is not told exactly'],
    ['a number that is a word', { ...RULE, Expiration: { Days: 'x1' } }, 'its Days is not told exactly'],
    ['a number and a word', { ...RULE, Expiration: { Days: '1x' } }, 'its Days is not told exactly'],
    ['too long a number', { ...RULE, Expiration: { Days: '1'.repeat(16) } }, 'its Days is not told exactly'],
    [
      'a boolean that is a word',
      { ...RULE, Expiration: { ExpiredObjectDeleteMarker: 'True' } },
      'its ExpiredObjectDeleteMarker is not told exactly',
    ],
    ...[
      'Jan 1, 2030 12:00:00 AM',
      '2030-01-01',
      '2030-01-01T00:00:00',
      'x2030-01-01T00:00:00Z',
      '2030-01-01T00:00:00Zx',
      '2030-01-01T00:00:00.Z',
      '2030-01-01T00:00:00+0200',
      '2030-01-0xT00:00:00Z',
      20300101,
    ].map((value): [string, unknown, string] => [
      `the date ${value}`,
      { ...RULE, Expiration: { Date: value } },
      'its Date is not told exactly',
    ]),
    ['a list where one stands', { ...RULE, Expiration: [{ Days: 1 }, { Days: 2 }] }, 'its Expiration is no object'],
    ['a text where members stand', { ...RULE, Expiration: '' }, 'its Expiration is no object'],
    ['a text where a filter stands', { ...RULE, Filter: 'x' }, 'its Filter is no object'],
    ['an empty list', { ...RULE, Transition: [] }, 'its Transition is an empty list'],
    ['characters that no XML carries', { ...RULE, ID: 'a\u0000' }, 'its ID is not told exactly'],
    ['half a character', { ...RULE, ID: '\ud800' }, 'its ID is not told exactly'],
    ['both dialects', [RULE, { ID: 'b', Prefix: '', Status: 'Enabled' }], 'rule 2 is V1, the ones before it are V2'],
    ['neither dialect', { ID: 'b', Status: 'Enabled' }, 'rule 1 has neither a Filter nor a Prefix'],
    ['a name of an object of its own', { ...RULE, constructor: 'x' }, 'its Rule has "constructor"'],
  ])('is not exact with %s', (_, rule, why) => {
    const text = JSON.stringify({ Rule: rule, xmlns: NAMESPACE });
    expect(told(rule)).toEqual({ kind: 'inexact', meaning: expect.anything(), text, why });
  });

  test('is not exact with another namespace, or something beside the rules', () => {
    expect(told(RULE, { xmlns: 'urn:other' })).toMatchObject({ kind: 'inexact', why: 'its namespace is another one' });
    expect(told(RULE, { Extra: '' })).toMatchObject({ kind: 'inexact', why: 'it has "Extra"' });
    expect(configurationOfEvent({ LifecycleConfiguration: { Rule: RULE } })).toMatchObject({ kind: 'exact' });
    const rules = Array.from({ length: 1001 }, (_, id) => ({ ...RULE, ID: `r${id}` }));
    expect(told(rules)).toMatchObject({ kind: 'inexact', why: 'it has too many rules' });
    expect(told(rules.slice(1))).toMatchObject({ kind: 'exact' });
  });

  test('has its members put in the order of the schema, and what XML does not carry as it is, escaped', () => {
    const rule = {
      Expiration: { ExpiredObjectDeleteMarker: false },
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NewerNoncurrentVersions: '2', NoncurrentDays: 0 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      Filter: { And: { Tag: [{ Value: '1', Key: '<&>' }], Prefix: 'a\r', ObjectSizeLessThan: 9 } },
      ID: 'a',
    };
    expect(told(rule)).toMatchObject({
      kind: 'exact',
      transitions: false,
      xml: el(
        'Rule',
        '<ID>a</ID><Filter><And><Prefix>a&#13;</Prefix><Tag><Key>&lt;&amp;&gt;</Key><Value>1</Value></Tag>' +
          '<ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter><Status>Enabled</Status>' +
          '<Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>' +
          '<NoncurrentVersionExpiration><NoncurrentDays>0</NoncurrentDays>' +
          '<NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>' +
          '<AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
      ).replace(/^.*$/, `<LifecycleConfiguration xmlns="${NAMESPACE}">$&</LifecycleConfiguration>`),
    });
  });

  test.each<[string, object, boolean]>([
    ['Transition', { Days: 1, StorageClass: 'GLACIER' }, true],
    ['NoncurrentVersionTransition', { NoncurrentDays: 1, StorageClass: 'GLACIER', NewerNoncurrentVersions: 1 }, true],
    ['NoncurrentVersionExpiration', { NoncurrentDays: 1 }, false],
  ])('moves objects by its %s: %j %j', (name, action, transitions) => {
    expect(told([RULE, { ...RULE, ID: 'b', [name]: action }])).toMatchObject({ kind: 'exact', transitions });
  });

  test('leaves our rule out of what it means, also where another one is not told exactly', () => {
    const ours = {
      ID: RULE_ID,
      Filter: { Prefix: '' },
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    };
    const odd = { ...RULE, Hologram: 7 };
    const meaningIn = (...rules: readonly unknown[]) => {
      const event = told(rules);
      return event.kind === 'untold' ? undefined : event.meaning;
    };
    expect(meaningIn(ours, odd)).toEqual(meaningIn(odd));
    expect(meaningIn(RULE, ours)).toEqual(meaningIn(RULE));
    expect(meaningIn(RULE, { ...ours, Hologram: 7 })).not.toEqual(meaningIn(RULE));
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['omitted', { omitted: true, originalSize: 200_000 }, 'CloudTrail left it out for its size'],
    [
      'omitted inside',
      { LifecycleConfiguration: { omitted: true, Rule: RULE } },
      'CloudTrail left it out for its size',
    ],
    ['absent', {}, 'the event has no rules'],
    ['a text', { LifecycleConfiguration: '…' }, 'the event has no rules'],
    ['without rules', { LifecycleConfiguration: { Rule: [] } }, 'the event has no rules'],
    ['without a rule', { LifecycleConfiguration: {} }, 'the event has no rules'],
    ['with a rule that is none', { LifecycleConfiguration: { Rule: [RULE, 'truncated'] } }, 'the event has no rules'],
  ])('is not told when it is %s', (_, parameters, why) => {
    expect(configurationOfEvent(parameters)).toEqual({ kind: 'untold', why });
  });

  test('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 5 }), (value) => {
        configurationOfEvent({ LifecycleConfiguration: { Rule: value } });
        configurationOfEvent({ LifecycleConfiguration: value });
      }),
    );
  });
});

describe('what a configuration means', () => {
  const of = (...rules: readonly string[]) => {
    const meaning = meaningOf({ xml: el('LifecycleConfiguration', rules.join('')) });
    if (meaning === undefined) throw new Error('it cannot be read');
    return meaning;
  };
  const rule = (scope: string, act = '<Expiration><Days>1</Days></Expiration>', id = '<ID>a</ID>') =>
    el('Rule', `${id}${scope}<Status>Enabled</Status>${act}`);

  test('is the same for an empty filter and an empty prefix in it, and for every way to write a date', () => {
    expect(of(rule('<Filter/>'))).toEqual(of(rule('<Filter><Prefix></Prefix></Filter>')));
    const until = (value: string) => of(rule('<Filter/>', el('Expiration', el('Date', value))));
    expect(until('2030-01-01T00:00:00Z')).toEqual(until('2030-01-01T00:00:00.000Z'));
    expect(until('2030-01-01T00:00:00Z')).not.toEqual(until('2030-01-02T00:00:00Z'));
  });

  test('is another one for a filter and a prefix of the rule itself, and for other days, prefixes and states', () => {
    const whole = of(rule('<Filter/>'));
    const disabled = rule('<Filter/>').replace('Enabled', 'Disabled');
    const others = [rule('<Prefix></Prefix>'), rule('<Filter><Prefix>a</Prefix></Filter>'), disabled];
    for (const other of others) expect(sameMeaning(whole, of(other))).toBe(false);
    expect(sameMeaning(whole, of())).toBe(false);
    expect(sameMeaning(whole, of(rule('<Filter/>'), rule('<Filter/>', undefined, '<ID>b</ID>')))).toBe(false);
  });

  test('does not hang on an ID that S3 has made up', () => {
    const without = of(rule('<Filter/>', undefined, ''));
    expect(sameMeaning(without, of(rule('<Filter/>')))).toBe(true);
    expect(sameMeaning(of(rule('<Filter/>')), of(rule('<Filter/>', undefined, '<ID>b</ID>')))).toBe(false);
  });

  test('leaves our rule out', () => {
    expect(of(rule('<Filter/>'), ourRuleXml(7, 'V2', ''))).toEqual(of(rule('<Filter/>')));
    expect(of(ourRuleXml(7, 'V2', ''))).toEqual(meaningOf(undefined));
  });

  test('is the same for every way to write a number or a truth value, and another for another value', () => {
    const days = (value: string) => of(rule('<Filter/>', el('Expiration', el('Days', value))));
    for (const same of ['07', ' 7 ', '+7', '7.0']) expect(days(same)).toEqual(days('7'));
    for (const other of ['8', '-7', '7.5', '7x', 'x7', '77']) expect(days(other)).not.toEqual(days('7'));
    expect(days('9'.repeat(16))).not.toEqual(days('9'.repeat(17)));
    const marker = (value: string) => of(rule('<Filter/>', el('Expiration', el('ExpiredObjectDeleteMarker', value))));
    for (const same of ['True', 'TRUE', ' true']) expect(marker(same)).toEqual(marker('true'));
    for (const other of ['false', 'xtrue', 'truex']) expect(marker(other)).not.toEqual(marker('true'));
    const prefix = (value: string) => of(rule(el('Filter', el('Prefix', value))));
    expect(prefix('True/')).not.toEqual(prefix('true/'));
    expect(of(rule('<Filter/>', el('Expiration', el('Date', 'soon'))))).not.toEqual(
      of(rule('<Filter/>', el('Expiration', el('Date', 'later')))),
    );
  });

  test('does not hang on the order of rules, members and repeated elements, but on where they stand', () => {
    const transition = (days: number) => el('Transition', el('Days', String(days)) + el('StorageClass', 'GLACIER'));
    const [one, two] = [
      rule('<Filter/>', transition(1) + transition(2)),
      rule('<Filter><Prefix>b</Prefix></Filter>', undefined, ''),
    ];
    expect(of(one, two)).toEqual(of(two, rule('<Filter/>', transition(2) + transition(1))));
    expect(of(one, two)).not.toEqual(of(one));
    expect(of(one)).not.toEqual(of(rule('<Filter/>', transition(1))));
    expect(of(one)).not.toEqual(of(rule('<Filter/>', transition(1) + transition(3))));
    const swapped = rule(
      '<Filter/>',
      el('Transition', el('StorageClass', '1') + el('Days', 'GLACIER')) + transition(2),
    );
    expect(of(one)).not.toEqual(of(swapped));
  });

  test('hangs on attributes, and on what stands beside the rules', () => {
    expect(of(rule('<Filter/>'), '<Extra>1</Extra>')).not.toEqual(of(rule('<Filter/>')));
    expect(of(rule('<Filter/>'), '<Extra>1</Extra>')).not.toEqual(of(rule('<Filter/>'), '<Extra>2</Extra>'));
    expect(of(rule('<Filter/>', '<Hold until="1"/>'))).not.toEqual(of(rule('<Filter/>', '<Hold until="2"/>')));
    expect(
      meaningOf({ xml: `<LifecycleConfiguration a="1">${rule('<Filter/>')}</LifecycleConfiguration>` }),
    ).not.toEqual(of(rule('<Filter/>')));
    const spaced = `<LifecycleConfiguration>\n ${rule('<Filter/>')}\n</LifecycleConfiguration>`;
    expect(meaningOf({ xml: spaced })).toEqual(of(rule('<Filter/>')));
  });

  test('is named where every rule has an ID, and is compared by IDs only where both are', () => {
    const without = rule('<Filter/>', undefined, '');
    expect(of(rule('<Filter/>')).named).toBe(true);
    expect(of(rule('<Filter/>'), without).named).toBe(false);
    expect(of(rule('<Filter/>', undefined, '<ID></ID>')).named).toBe(false);
    expect(meaningOfRules(['x', { ID: 'a' }], {}).named).toBe(false);
    expect(meaningOfRules([['x']], {}).named).toBe(false);
    expect(meaningOfRules([null], {}).named).toBe(false);
    expect(sameMeaning(of(rule('<Filter/>')), of(without))).toBe(true);
    expect(sameMeaning(of(without), of(rule('<Prefix></Prefix>', undefined, '')))).toBe(false);
    expect(sameMeaning(of(rule('<Filter/>', undefined, '<ID>b</ID>')), of(without))).toBe(true);
  });

  test('is unknown for a text that cannot be read', () => {
    expect(meaningOf({ xml: '<odd/>' })).toBeUndefined();
  });

  test('is the same for a list of one and for the one, and another for a list in a list', () => {
    expect(meaningOfRules([{ ID: 'a', Tag: [{ Key: 'k' }] }], '')).toEqual(
      meaningOfRules([{ Tag: { Key: 'k' }, ID: 'a' }], ''),
    );
    expect(meaningOfRules([{ ID: 'a', Hold: {} }], '')).toEqual(meaningOfRules([{ ID: 'a', Hold: '' }], ''));
    expect(meaningOfRules([{ ID: 'a', Hold: null }], '')).not.toEqual(meaningOfRules([{ ID: 'a', Hold: '' }], ''));
    expect(meaningOfRules([{ ID: 'a', Filter: {} }], '')).toEqual(
      meaningOfRules([{ ID: 'a', Filter: { Prefix: '' } }], ''),
    );
    expect(meaningOfRules([{ ID: 'a', Hold: ['b', 'a'] }], '')).toEqual(
      meaningOfRules([{ ID: 'a', Hold: ['a', 'b'] }], ''),
    );
    expect(meaningOfRules([{ ID: 'a', Days: [' 7'] }], '')).toEqual(meaningOfRules([{ ID: 'a', Days: 7 }], ''));
    expect(meaningOfRules([{ ID: 'a' }], { b: 1, c: 2 })).toEqual(meaningOfRules([{ ID: 'a' }], { c: '2', b: '1' }));
  });
});
