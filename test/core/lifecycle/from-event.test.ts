import fc from 'fast-check';
import { configurationOfEvent } from '../../../core/lifecycle/from-event';
import { meaningOf, sameMeaning } from '../../../core/lifecycle/meaning';
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

  test.each<[string, unknown]>([
    ['a number where a text stands', { ...RULE, Filter: { Prefix: 7 } }],
    ['a boolean where a text stands', { ...RULE, Filter: { Tag: { Key: 'k', Value: true } } }],
    ['null', { ...RULE, ID: null }],
    ['a member that nobody knows', { ...RULE, Hologram: 7 }],
    ['attributes', { ...RULE, 'xmlns:x': 'urn:x' }],
    ['a broken number', { ...RULE, Expiration: { Days: 1.5 } }],
    ['a negative number', { ...RULE, Expiration: { Days: -1 } }],
    ['a date in another form', { ...RULE, Expiration: { Date: 'Jan 1, 2030 12:00:00 AM' } }],
    ['a list where one stands', { ...RULE, Expiration: [{ Days: 1 }, { Days: 2 }] }],
    ['an empty list', { ...RULE, Transition: [] }],
    ['characters that no XML carries', { ...RULE, ID: 'a\u0000' }],
    ['half a character', { ...RULE, ID: '\ud800' }],
    ['both dialects', [RULE, { ID: 'b', Prefix: '', Status: 'Enabled', Expiration: { Days: 1 } }]],
    ['neither dialect', { ID: 'b', Status: 'Enabled', Expiration: { Days: 1 } }],
    ['a name of an object of its own', { ...RULE, ['__proto__x']: 1, constructor: 'x' }],
  ])('is not exact with %s', (_, rule) => {
    expect(told(rule)).toMatchObject({ kind: 'inexact' });
  });

  test('is not exact with another namespace, or something beside the rules', () => {
    expect(told(RULE, { xmlns: 'urn:other' })).toMatchObject({ kind: 'inexact' });
    expect(told(RULE, { Extra: '' })).toMatchObject({ kind: 'inexact' });
    expect(told(Array.from({ length: 1001 }, (_, id) => ({ ...RULE, ID: `r${id}` })))).toMatchObject({
      kind: 'inexact',
    });
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['omitted', { omitted: true, originalSize: 200_000, reasonCode: 'x' }],
    ['omitted inside', { LifecycleConfiguration: { omitted: true, Rule: RULE } }],
    ['absent', {}],
    ['a text', { LifecycleConfiguration: '…' }],
    ['without rules', { LifecycleConfiguration: { Rule: [] } }],
    ['with a rule that is none', { LifecycleConfiguration: { Rule: [RULE, 'truncated'] } }],
  ])('is not told when it is %s', (_, parameters) => {
    expect(configurationOfEvent(parameters)).toMatchObject({ kind: 'untold' });
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
});
