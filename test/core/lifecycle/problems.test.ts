import { readLifecycleJson } from '../../../core/lifecycle/json';
import { readLifecycleXml } from '../../../core/lifecycle/xml';

const SCOPE = '<Filter><Prefix>a/</Prefix></Filter>';
const STATUS = '<Status>Enabled</Status>';
const ABORT =
  '<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>';
const GOOD = `<Rule>${SCOPE}${STATUS}</Rule>`;
const aborting = (content: string): string =>
  `<AbortIncompleteMultipartUpload>${content}</AbortIncompleteMultipartUpload>`;
const problemOf = (xml: string) => {
  const read = readLifecycleXml(xml);
  return read.ok ? undefined : read.problem;
};
const configuration = (content: string): string => `<LifecycleConfiguration>${content}</LifecycleConfiguration>`;

describe('a text that is no configuration says why, and where that is known', () => {
  test.each([
    ['<LifecycleConfiguration>', 'Missing end tag for element LifecycleConfiguration', 1, 25],
    ['<a>\n<b:c/></a>', 'the namespace prefix of b:c is not declared', 2, 1],
    ['<?xml version="1.0" encoding="latin1"?>\n<a/>', 'its declared encoding is latin1, not UTF-8', 1, 1],
    ['\n<!DOCTYPE a>\n<LifecycleConfiguration/>', 'it has a document type', 2, 1],
  ])('%j', (xml, detail, line, column) => {
    expect(problemOf(xml)).toEqual({ kind: 'unreadable', detail, place: { line, column } });
  });

  test.each([
    ['<x:Error xmlns:x="urn:x"/>', 'its root element is x:Error, not LifecycleConfiguration'],
    [configuration('<a>'.repeat(50_000)), 'it is nested too deeply'],
  ])('%.40j', (xml, detail) => {
    expect(problemOf(xml)).toEqual({ kind: 'unreadable', detail });
  });

  test.each(['utf-8', 'UTF8', 'US-ASCII'])('but %s is an encoding that is read', (encoding) => {
    const declared = `<?xml version='1.0'  encoding = '${encoding}' standalone='yes'?>${configuration(GOOD)}`;
    expect(problemOf(declared)).toBeUndefined();
    expect(problemOf(`\uFEFF${declared}`)).toBeUndefined();
  });

  test.each(['UTF-16', 'xutf-8', 'utf-8x', 'utf--8'])('and %s is none', (encoding) => {
    const declared = `<?xml version="1.0" encoding="${encoding}"?>${configuration(GOOD)}`;
    expect(problemOf(declared)).toMatchObject({ detail: `its declared encoding is ${encoding}, not UTF-8` });
    expect(problemOf(`\uFEFF${declared}`)).toMatchObject({ detail: `its declared encoding is ${encoding}, not UTF-8` });
  });
});

describe('a configuration that cannot be decided on says what is wrong with which rule', () => {
  test.each([
    ['has text where its members should be', '<Rule>text</Rule>'],
    ['has text where its members should be', `<Rule>text${SCOPE}${STATUS}</Rule>`],
    ['has more than one ID', `<Rule><ID>a</ID><ID>a</ID>${SCOPE}${STATUS}</Rule>`],
    ['has more than one Filter', `<Rule>${SCOPE}${SCOPE}${STATUS}</Rule>`],
    ['has more than one AbortIncompleteMultipartUpload', `<Rule>${SCOPE}${STATUS}${ABORT}${ABORT}</Rule>`],
    ['has attributes on its Status', `<Rule>${SCOPE}<Status a="1">Enabled</Status></Rule>`],
    ['has attributes on its Prefix', `<Rule><Prefix a="1"/>${STATUS}</Rule>`],
    ['has attributes on its ID', `<Rule><ID a="1">a</ID>${SCOPE}${STATUS}</Rule>`],
    ['has attributes on the Prefix of its Filter', `<Rule><Filter><Prefix a="1"/></Filter>${STATUS}</Rule>`],
    ['has an ID that is not a text', `<Rule><ID><a/></ID>${SCOPE}${STATUS}</Rule>`],
    ['has no Status that is Enabled or Disabled', `<Rule>${SCOPE}</Rule>`],
    ['has no Status that is Enabled or Disabled', `<Rule>${SCOPE}<Status>enabled</Status></Rule>`],
    ['has both a Filter and a Prefix', `<Rule>${SCOPE}<Prefix/>${STATUS}</Rule>`],
    ['has neither a Filter nor a Prefix', `<Rule>${STATUS}</Rule>`],
    ['has a Prefix that is not a text', `<Rule><Prefix><a/></Prefix>${STATUS}</Rule>`],
    ['has a Prefix that is not a text', `<Rule><Filter><Prefix><a/></Prefix></Filter>${STATUS}</Rule>`],
    ['has text where the members of its Filter should be', `<Rule><Filter>a/</Filter>${STATUS}</Rule>`],
    [
      'has Prefix and ObjectSizeLessThan in one Filter',
      `<Rule><Filter><Prefix/><Other/><ObjectSizeLessThan>1</ObjectSizeLessThan></Filter>${STATUS}</Rule>`,
    ],
    ...['Tag', 'And', 'ObjectSizeGreaterThan'].map((name) => [
      `has ${name} and Tag in one Filter`,
      `<Rule><Filter><${name}>1</${name}><Tag/></Filter>${STATUS}</Rule>`,
    ]),
    ...[
      '',
      '<DaysAfterInitiation>0</DaysAfterInitiation>',
      '<DaysAfterInitiation>1.5</DaysAfterInitiation>',
      '<DaysAfterInitiation>x1</DaysAfterInitiation>',
      '<DaysAfterInitiation>1x</DaysAfterInitiation>',
      '<DaysAfterInitiation>1</DaysAfterInitiation><DaysAfterInitiation>1</DaysAfterInitiation>',
    ].map((content) => [
      'has no single DaysAfterInitiation of 1 or more in its AbortIncompleteMultipartUpload',
      `<Rule>${SCOPE}${STATUS}${aborting(content)}</Rule>`,
    ]),
  ])('rule 2 %s: %s', (what, rule) => {
    expect(problemOf(configuration(GOOD + rule))).toEqual({ kind: 'ambiguous', detail: `rule 2 ${what}` });
  });

  test('or that the dialects are mixed', () => {
    const v1 = `<Rule><Prefix/>${STATUS}</Rule>`;
    expect(problemOf(configuration(GOOD + GOOD + v1))).toEqual({
      kind: 'ambiguous',
      detail: 'rule 3 is V1, the ones before it are V2',
    });
    expect(problemOf(configuration(v1 + GOOD))?.detail).toBe('rule 2 is V2, the ones before it are V1');
  });

  test('or that something stands between the rules', () => {
    expect(problemOf(configuration(` x ${GOOD}`))).toEqual({
      kind: 'ambiguous',
      detail: 'there is text between the rules',
    });
  });

  test.each([
    'Rule',
    'ID',
    'Status',
    'Filter',
    'Prefix',
    'Tag',
    'And',
    'ObjectSizeGreaterThan',
    'ObjectSizeLessThan',
    'AbortIncompleteMultipartUpload',
    'DaysAfterInitiation',
  ])('or that a %s is of another namespace, however deep', (name) => {
    const strange = `<x:${name} xmlns:x="urn:x">1</x:${name}>`;
    const problem = { kind: 'ambiguous', detail: `a ${name} belongs to another namespace than the configuration` };
    expect(problemOf(configuration(GOOD + strange))).toEqual(problem);
    expect(problemOf(configuration(`<Other><Deep/><Deep>${strange}</Deep></Other>${GOOD}`))).toEqual(problem);
  });
});

describe('what looks strange and is none of our business is read', () => {
  test.each([
    ['an element of another namespace that the plan does not read', '<x:Days xmlns:x="urn:x">1</x:Days>'],
    ['attributes on another element', '<Expiration a="1"><Days>1</Days></Expiration>'],
    ['another element twice', '<Transition/><Transition/>'],
  ])('%s', (_, member) => {
    const read = readLifecycleXml(configuration(`<Rule><ID>a</ID>${SCOPE}${STATUS}${ABORT}${member}</Rule>`));
    expect(read).toMatchObject({
      ok: true,
      lifecycle: {
        view: {
          dialect: 'V2',
          rules: [{ id: 'a', enabled: true, scope: 'prefix', abort: { days: 7, plain: true }, ours: false }],
        },
      },
    });
  });

  test.each([
    ['', 'bucket'],
    ['<Prefix/>', 'bucket'],
    ['<Prefix>a/</Prefix>', 'prefix'],
    ['<Prefix/><Unknown/>', 'narrower'],
    ['<Unknown/>', 'narrower'],
    ['<Tag/>', 'narrower'],
    ['<And><Prefix/></And>', 'narrower'],
  ])('a filter of %j is for the scope %s', (members, scope) => {
    const read = readLifecycleXml(configuration(`<Rule><Filter>${members}</Filter>${STATUS}</Rule>`));
    expect(read).toMatchObject({ lifecycle: { view: { rules: [{ scope }] } } });
  });

  test.each([
    ['an unknown member beside the days', `<DaysAfterInitiation>7</DaysAfterInitiation><Other/>`],
    ['an attribute on the days', `<DaysAfterInitiation a="1"> 7\n</DaysAfterInitiation>`],
  ])('but an abort with %s is not plain', (_, content) => {
    const read = readLifecycleXml(configuration(`<Rule>${SCOPE}${STATUS}${aborting(content)}</Rule>`));
    expect(read).toMatchObject({ lifecycle: { view: { rules: [{ abort: { days: 7, plain: false } }] } } });
  });
});

describe('JSON that is no configuration says why', () => {
  test.each([
    ['[]', 'it is not an object with Rules'],
    ['null', 'it is not an object with Rules'],
    ['"Rules"', 'it is not an object with Rules'],
    ['{}', 'it has no list named Rules'],
    ['{"Rules": {}}', 'it has no list named Rules'],
    ['{"LifecycleConfiguration": "x"}', 'it has no list named Rules'],
    [
      '{"LifecycleConfiguration": {"Rules": []}}',
      'it has no list named Rules: give the object under LifecycleConfiguration',
    ],
    ['{"Rules": [{}, 7]}', 'Rules[1] is not an object'],
    ['{"Rules": ["x"]}', 'Rules[0] is not an object'],
  ])('%s', (text, detail) => {
    expect(readLifecycleJson(text)).toEqual({ ok: false, problem: { kind: 'unreadable', detail } });
  });

  test('with the place where it is no JSON', () => {
    expect(readLifecycleJson('{"Rules":\n x}')).toEqual({
      ok: false,
      problem: {
        kind: 'unreadable',
        detail: 'expected a value, found "x"',
        place: { line: 2, column: 2 },
      },
    });
  });

  test.each<[string, object]>([
    ['has text where the members of its Filter should be', { Filter: 'x', Status: 'Enabled' }],
    ['has an ID that is not a text', { ID: 7, Prefix: '', Status: 'Enabled' }],
    ['has a Prefix that is not a text', { Prefix: null, Status: 'Enabled' }],
    ['has a Prefix that is not a text', { Prefix: true, Status: 'Enabled' }],
    ['has no Status that is Enabled or Disabled', { Prefix: '', Status: ['Enabled'] }],
    ...['x', null, 7, true].map((abort): [string, object] => [
      'has no single DaysAfterInitiation of 1 or more in its AbortIncompleteMultipartUpload',
      { Prefix: '', Status: 'Enabled', AbortIncompleteMultipartUpload: abort },
    ]),
    ...[1.5, '7', 0, [7], null].map((days): [string, object] => [
      'has no single DaysAfterInitiation of 1 or more in its AbortIncompleteMultipartUpload',
      { Prefix: '', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: days } },
    ]),
  ])('%s: %j', (what, rule) => {
    expect(readLifecycleJson(JSON.stringify({ Rules: [rule] }))).toEqual({
      ok: false,
      problem: { kind: 'ambiguous', detail: `rule 1 ${what}` },
      document: { Rules: [rule] },
    });
  });

  test('and a configuration is viewed as its XML is', () => {
    const rule = {
      ID: 'a',
      Filter: {},
      Status: 'Disabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
    };
    expect(readLifecycleJson(JSON.stringify({ Rules: [rule] }))).toEqual({
      ok: true,
      lifecycle: {
        document: { Rules: [rule] },
        view: {
          dialect: 'V2',
          rules: [{ id: 'a', enabled: false, scope: 'bucket', abort: { days: 3, plain: true }, ours: false }],
        },
      },
    });
  });
});
