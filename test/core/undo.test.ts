import { RULE_ID } from '../../core/contract/names';
import { plan } from '../../core/plan';
import { reason } from '../../core/reasons';
import { type BeforeImage, hasOurRule, planUndo } from '../../core/undo';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const configuration = (...rules: string[]) => ({
  xml: `<LifecycleConfiguration xmlns="${NAMESPACE}">${rules.join('')}</LifecycleConfiguration>`,
});
const abort = (days: number) =>
  `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
const expire = '<Expiration><Days>30</Days></Expiration>';
const v1 = (prefix: string) => `<Prefix>${prefix}</Prefix>`;
const v2 = (prefix: string) => `<Filter>${v1(prefix)}</Filter>`;
const rule = (id: string, scope = v2(`${id}/`), actions = expire) =>
  `<Rule><ID>${id}</ID>${scope}<Status>Enabled</Status>${actions}</Rule>`;
const ours = (scope = v2(''), days = 7, status = 'Enabled') =>
  `<Rule><ID>${RULE_ID}</ID>${scope}<Status>${status}</Status>${abort(days)}</Rule>`;
const images = (...configurations: BeforeImage['configuration'][]): BeforeImage[] =>
  configurations.map((one) => ({ configuration: one }));
const sized = <T extends object>(one: T, header: string) => ({ ...one, transitionDefaultMinimumObjectSize: header });

const VARIES = 'varies_by_storage_class';
const MADE_UP = 'all_storage_classes_128K';
const before = configuration(rule('a'), rule('b'));

describe('without an image, our rule is cut out and every other byte stays', () => {
  test.each([
    ['first', configuration(ours(), rule('a'), rule('b'))],
    ['in the middle', configuration(rule('a'), ours(), rule('b'))],
    ['last', configuration(rule('a'), rule('b'), ours())],
    ['disabled', configuration(rule('a'), ours(v2(''), 7, 'Disabled'), rule('b'))],
    ['later', configuration(rule('a'), ours(v2(''), 365), rule('b'))],
    ['moved to a prefix', configuration(rule('a'), ours(v2('moved/')), rule('b'))],
    ['on an empty Filter', configuration(rule('a'), ours('<Filter/>'), rule('b'))],
    ['there twice', configuration(ours(), rule('a'), ours(v2(''), 3), rule('b'))],
    [
      'in CDATA, with a comment and a namespace declaration inside',
      configuration(
        rule('a'),
        `<Rule xmlns:x="urn:x"><!-- 😀 --><ID><![CDATA[${RULE_ID}]]></ID>${v2('')}<Status>Enabled</Status>${abort(7)}\n</Rule >`,
        rule('b'),
      ),
    ],
  ])('when it is %s', (_, existing) => {
    expect(planUndo(existing, [])).toEqual({ kind: 'put', configuration: before, exact: false });
  });

  test('among V1 rules', () => {
    const existing = configuration(rule('a', v1('a')), ours(v1('')), rule('b', v1('')));
    expect(planUndo(existing, [])).toEqual({
      kind: 'put',
      configuration: configuration(rule('a', v1('a')), rule('b', v1(''))),
      exact: false,
    });
  });

  test('with comments, white space and what no SDK knows around it', () => {
    const odd = `<Rule>\r\n<Status>Enabled</Status>${v2('<![CDATA[<a>]]>')}<Hold until="never">&amp;😀</Hold></Rule>`;
    const [head, end] = ['\uFEFF<?xml version="1.0"?>\r\n<!-- 😀 -->', '\n<!-- after -->'];
    const text = (own: string) =>
      `${head}${configuration(' \r\n<!-- ours: -->', own, '<!-- theirs: -->', odd, '<Extra/>\t').xml}${end}`;
    const undone = planUndo({ xml: text(ours()) }, []);
    expect(undone).toEqual({ kind: 'put', configuration: { xml: text('') }, exact: false });
  });

  test('with a namespace prefix', () => {
    const prefixed = (xml: string) => xml.replaceAll(/<(\/?)(?=\w)/g, '<$1s3:').replace(' xmlns=', ' xmlns:s3=');
    const existing = { xml: prefixed(configuration(rule('a'), ours(), rule('b')).xml) };
    expect(planUndo(existing, [])).toEqual({
      kind: 'put',
      configuration: { xml: prefixed(before.xml) },
      exact: false,
    });
  });

  test('and the header is sent along', () => {
    expect(planUndo(sized(configuration(rule('a'), ours()), VARIES), [])).toEqual({
      kind: 'put',
      configuration: sized(configuration(rule('a')), VARIES),
      exact: false,
    });
  });
});

describe('where no rule is left, the configuration is deleted', () => {
  test.each([
    ['to the letter, as there was none', images(undefined), true],
    [
      'to the letter, as there was none before our first write',
      images(undefined, configuration(ours('<Filter/>', 9))),
      true,
    ],
    ['though nobody knows what was before', [], false],
    ['though there were rules before, now gone', images(before), false],
    ['though there was a disabled rule of ours', images(configuration(ours(v2(''), 7, 'Disabled'))), false],
  ])('%s', (_, known, exact) => {
    expect(planUndo(configuration(ours()), known)).toEqual({ kind: 'delete', exact });
    expect(planUndo(sized(configuration('\n', ours(), '<!-- -->'), VARIES), known)).toEqual({ kind: 'delete', exact });
  });

  test('refuses where something that is no rule would go with it', () => {
    expect(planUndo(configuration(ours(), '<Extra/>'), images(undefined))).toEqual({
      kind: 'refuse',
      reason: { code: 'ambiguous-configuration', text: expect.stringMatching(/without our rule .* Extra$/) },
    });
  });
});

describe('an image whose foreign rules are those of now comes back to the letter', () => {
  const laidOut = { xml: before.xml.replaceAll('><', '>\n<') };
  const now = configuration(rule('a'), rule('b'), ours());

  test('though S3 writes them down in another way', () => {
    expect(planUndo(now, images(laidOut))).toEqual({ kind: 'put', configuration: laidOut, exact: true });
  });

  test('the newest one, if there are several', () => {
    expect(planUndo(now, images(before, laidOut))).toMatchObject({ configuration: laidOut, exact: true });
    expect(planUndo(now, images(laidOut, before))).toMatchObject({ configuration: before, exact: true });
    expect(planUndo(now, images(laidOut, configuration(rule('a'))))).toMatchObject({ configuration: laidOut });
  });

  test('one from before our first write, if later ones had our rule', () => {
    const switchedOff = configuration(rule('a'), rule('b'), ours(v2(''), 7, 'Disabled'));
    expect(planUndo(now, images(laidOut, switchedOff))).toEqual({ kind: 'put', configuration: laidOut, exact: true });
  });

  test('less our rule, if it had one', () => {
    const switchedOff = { xml: `${configuration(rule('a'), ours(v2(''), 7, 'Disabled'), rule('b')).xml}\n` };
    expect(planUndo(now, images(configuration(rule('a')), switchedOff))).toEqual({
      kind: 'put',
      configuration: { xml: `${before.xml}\n` },
      exact: false,
    });
  });

  test('less our rule, the newest one, if all had it', () => {
    const [older, newer] = ['\n', '\n\n'].map((end) => ({
      xml: `${configuration(ours(), rule('a'), rule('b')).xml}${end}`,
    }));
    expect(planUndo(now, images(older, newer))).toMatchObject({ configuration: { xml: `${before.xml}\n\n` } });
  });

  test.each([
    ['changed', configuration(rule('a', v2('c/')), rule('b'))],
    ['new', configuration(rule('a'))],
    ['gone', configuration(rule('a'), rule('b'), rule('c'))],
    ['in another order', configuration(rule('b'), rule('a'))],
    ['of another namespace', { xml: before.xml.replace(NAMESPACE, 'urn:other') }],
    ['beside another attribute of the root', { xml: before.xml.replace(' xmlns', ' extra="1" xmlns') }],
    ['in a text that cannot be read', { xml: before.xml.slice(1) }],
    ['new, as there was no configuration', undefined],
  ])('but not if a foreign rule is %s', (_, image) => {
    expect(planUndo(now, images(image))).toEqual({ kind: 'put', configuration: before, exact: false });
  });
});

describe('the header of an image', () => {
  const now = configuration(rule('a'), ours());
  const image = configuration('\n', rule('a'));
  const rest = configuration(rule('a'));

  test('that is the one of now comes back with it', () => {
    expect(planUndo(sized(now, VARIES), images(sized(image, VARIES)))).toEqual({
      kind: 'put',
      configuration: sized(image, VARIES),
      exact: true,
    });
  });

  test.each([
    ['other than that of now', sized(now, VARIES), sized(rest, VARIES), MADE_UP],
    ['that is not there any more', now, rest, VARIES],
  ])('%s leaves the image aside', (_, existing, expected, header) => {
    expect(planUndo(existing, images(sized(image, header)))).toEqual({
      kind: 'put',
      configuration: expected,
      exact: false,
    });
  });

  test('that is missing is left for S3 to make up again', () => {
    expect(planUndo(sized(now, MADE_UP), images(image))).toEqual({ kind: 'put', configuration: image, exact: true });
    expect(planUndo(now, images(image))).toEqual({ kind: 'put', configuration: image, exact: true });
  });

  test('that is the one of now counts for more than a newer image without one', () => {
    const known = images(sized(rest, VARIES), image);
    expect(planUndo(sized(now, VARIES), known)).toEqual({
      kind: 'put',
      configuration: sized(rest, VARIES),
      exact: true,
    });
  });

  test('that is missing does not undo one that somebody set', () => {
    expect(planUndo(sized(now, VARIES), images(image))).toEqual({
      kind: 'put',
      configuration: sized(image, VARIES),
      exact: false,
    });
  });
});

describe('there is nothing to undo', () => {
  test.each([
    ['without a configuration', undefined],
    ['without a rule of ours', before],
    ['in an empty configuration', configuration()],
    ['where a rule with our ID has another action', configuration(rule(RULE_ID))],
    ['where a rule with our ID has no action', configuration(rule(RULE_ID, v2(''), ''))],
    [
      'where the abort of a rule with our ID has a member that nobody knows',
      configuration(rule(RULE_ID, v2(''), abort(7).replace('</Abort', '<Hold/></Abort'))),
    ],
    ['where a rule with our ID has another action as well', configuration(rule(RULE_ID, v2(''), abort(7) + expire))],
    [
      'where a rule with our ID is narrowed by more than a prefix',
      configuration(rule(RULE_ID, '<Filter><And><Prefix/></And></Filter>', abort(7))),
    ],
  ])('%s', (_, existing) => {
    expect(planUndo(existing, images(undefined, configuration(rule('z'))))).toEqual({
      kind: 'nothing',
      reason: reason('nothing-to-undo'),
    });
    expect(hasOurRule(existing)).toBe(false);
  });
});

test('a foreign rule with our ID stays where ours goes', () => {
  const foreign = rule(RULE_ID, v2(''), abort(7) + expire);
  expect(planUndo(configuration(foreign, ours()), [])).toMatchObject({ configuration: configuration(foreign) });
});

test.each([
  ['what is not XML', 'unreadable-configuration', 'no'],
  ['another root', 'unreadable-configuration', '<Error/>'],
  ['rules of both dialects', 'ambiguous-configuration', configuration(rule('a', v1('a')), ours()).xml],
  ['text between rules', 'ambiguous-configuration', configuration('stray', ours()).xml],
])('refuses %s, whatever the images', (_, code, xml) => {
  const undone = planUndo({ xml }, images(undefined, { xml }, before));
  expect(undone).toMatchObject({ kind: 'refuse', reason: { code } });
  expect(hasOurRule({ xml })).toBe(false);
  const planned = plan({ xml }, { days: 7, onLongerRule: 'add' });
  expect(undone).toMatchObject({ reason: planned.reason });
});

test.each([ours(), ours(v2('a/')), ours('<Filter/>', 90, 'Disabled'), ours(v1(''))])('%s is a rule of ours', (own) => {
  expect(hasOurRule(configuration(own))).toBe(true);
});
