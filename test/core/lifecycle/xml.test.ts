import { documentOfConfiguration } from '../../../core/lifecycle/configuration-document';
import { placeOf } from '../../../core/lifecycle/place';
import { readLifecycleXml, replaceWithOurRule } from '../../../core/lifecycle/xml';
import { documentOf } from '../../../core/lifecycle/xml-to-json';
import { parseElements } from '../../../core/lifecycle/xml-tree';

test.each([
  ['carriage returns', '<a>\r\n<b>x</b>\r\n</a>\r\n'],
  ['a byte order mark', '\uFEFF<a><b>x</b></a>'],
  ['characters beyond the basic plane at the very end', '<a>😀<b>😀</b>😀</a>'],
  ['a declaration, comments and CDATA', '<?xml version="1.0"?><!-- 😀 --><a><![CDATA[<b>]]><b>é</b></a><!-- end -->'],
])('offsets index the text itself: %s', (_, xml) => {
  const parsed = parseElements(xml);
  if (!parsed.ok) throw new Error(parsed.detail);
  const [child] = parsed.root.children;
  expect(xml.slice(parsed.root.start, parsed.root.end)).toMatch(/^<a>.*<\/a>$/su);
  expect(xml.slice(child?.start, child?.end)).toMatch(/^<b>[^<]*<\/b>$/u);
});

test('says where a mistake is, counting in UTF-16 units', () => {
  expect(parseElements('<a>😀\n😀<b></a>')).toMatchObject({ ok: false, place: { line: 2, column: 6 } });
});

test('prints what the AWS CLI prints, and keeps what no model knows', () => {
  const xml = `<LifecycleConfiguration><Rule><ID>a</ID><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>1</Value></Tag>
    <ObjectSizeLessThan>9</ObjectSizeLessThan></And></Filter><Status>Enabled</Status>
    <Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>
    <Transition><Date>2015-11-10T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition>
    <NoncurrentVersionTransition><NoncurrentDays>2</NoncurrentDays></NoncurrentVersionTransition>
    <Hold by="legal"><Why>x</Why><Why>y</Why></Hold><Note>7</Note></Rule></LifecycleConfiguration>`;
  const read = readLifecycleXml(xml);
  if (!read.ok) throw new Error(read.problem.detail);
  expect(documentOf(read.lifecycle.root, 'varies_by_storage_class')).toEqual({
    TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    Rules: [
      {
        ID: 'a',
        Filter: { And: { Prefix: 'p', Tags: [{ Key: 'k', Value: '1' }], ObjectSizeLessThan: 9 } },
        Status: 'Enabled',
        Expiration: { ExpiredObjectDeleteMarker: true },
        Transitions: [{ Date: '2015-11-10T00:00:00.000Z', StorageClass: 'GLACIER' }],
        NoncurrentVersionTransitions: [{ NoncurrentDays: 2 }],
        Hold: { '@by': 'legal', Why: ['x', 'y'] },
        Note: '7',
      },
    ],
  });
});

const rulesOfText = (rule: string, header?: string) => {
  const read = readLifecycleXml(`<LifecycleConfiguration>${rule}</LifecycleConfiguration>`);
  const root = read.ok ? read.lifecycle.root : read.root;
  if (root === undefined) throw new Error('it cannot be read');
  return documentOf(root, header);
};

test('prints numbers as numbers where AWS has numbers, and only what is one', () => {
  const names = ['Days', 'NoncurrentDays', 'NewerNoncurrentVersions', 'DaysAfterInitiation'].concat(
    'ObjectSizeGreaterThan',
    'ObjectSizeLessThan',
  );
  for (const name of names) {
    for (const [text, value] of [
      ['7', 7],
      ['007', 7],
      ['7x', '7x'],
      ['x7', 'x7'],
      ['', ''],
      ['9'.repeat(17), '9'.repeat(17)],
    ]) {
      expect(rulesOfText(`<Rule><Any><${name}>${text}</${name}></Any></Rule>`)).toEqual({
        Rules: [{ Any: { [name]: value } }],
      });
    }
  }
});

test('prints truth values as such where AWS has them, and only what is one', () => {
  const marker = (value: string) => `<Rule><ExpiredObjectDeleteMarker>${value}</ExpiredObjectDeleteMarker></Rule>`;
  const printed = ['true', 'false', 'True', ''].map((value) => rulesOfText(marker(value)).Rules[0]);
  expect(printed).toEqual([true, false, 'True', ''].map((value) => ({ ExpiredObjectDeleteMarker: value })));
  expect(rulesOfText('<Rule><Note>true</Note></Rule>').Rules).toEqual([{ Note: 'true' }]);
});

test('prints an empty element as an object where it has members, else as an empty text', () => {
  const structures = ['Filter', 'Tag', 'Expiration', 'NoncurrentVersionExpiration', 'AbortIncompleteMultipartUpload'];
  for (const name of structures) expect(rulesOfText(`<Rule><${name}/></Rule>`).Rules).toEqual([{ [name]: {} }]);
  expect(rulesOfText('<Rule><Filter><And/></Filter></Rule>').Rules).toEqual([{ Filter: { And: {} } }]);
  expect(rulesOfText('<Rule><Transition/><NoncurrentVersionTransition/></Rule>').Rules).toEqual([
    { Transitions: [{}], NoncurrentVersionTransitions: [{}] },
  ]);
  expect(rulesOfText('<Rule><Note/></Rule>').Rules).toEqual([{ Note: '' }]);
});

test('prints a list only where AWS has one or where an element repeats', () => {
  expect(rulesOfText('<Rule><Filter><Tag><Key>k</Key></Tag></Filter><Tag/></Rule>').Rules).toEqual([
    { Filter: { Tag: { Key: 'k' } }, Tag: {} },
  ]);
  expect(rulesOfText('<Rule/><Rule a="1"><Note b="2">x</Note></Rule><Extra/>')).toEqual({
    Extra: '',
    Rules: [{}, { '@a': '1', Note: { '@b': '2', '#text': 'x' } }],
  });
  expect(rulesOfText('', 'x')).toEqual({ TransitionDefaultMinimumObjectSize: 'x', Rules: [] });
});

test('sorts attributes, leaves namespace declarations out, and resolves prefixes by the nearest one', () => {
  const parsed = parseElements('<a b="2" a="1" xmlns="urn:a" xmlns:p="urn:p"><p:c p:x="3"/><d xmlns="urn:d"/><e/></a>');
  if (!parsed.ok) throw new Error(parsed.detail);
  const { root } = parsed;
  expect(root).toMatchObject({
    ...{ namespace: 'urn:a', local: 'a', prefix: '', text: '' },
    attributes: [
      ['a', '1'],
      ['b', '2'],
    ],
  });
  expect(root.children).toMatchObject([
    { namespace: 'urn:p', local: 'c', prefix: 'p:', attributes: [['p:x', '3']] },
    { namespace: 'urn:d', local: 'd', prefix: '', attributes: [] },
    { namespace: 'urn:a', local: 'e', prefix: '' },
  ]);
});

test('gives the text of an element without its comments and without that of its children', () => {
  const parsed = parseElements('<a>x<!-- no --><b>y</b>&amp;<![CDATA[<z>]]><?pi no?></a>');
  expect(parsed).toMatchObject({ ok: true, root: { text: 'x&<z>', children: [{ text: 'y' }] } });
});

test('keeps what is not ours to the byte, and refuses a rule that is not there', () => {
  const read = readLifecycleXml('<LifecycleConfiguration/>');
  if (!read.ok) throw new Error(read.problem.detail);
  expect(() => replaceWithOurRule(read.lifecycle, 1, 7)).toThrow(new RangeError('there is no rule 1 among 0'));
});

test('gives the document of a configuration, also of an ambiguous one, and none where there is none', () => {
  const header = { transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
  const document = { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
  const clear = '<LifecycleConfiguration><Rule><Prefix/><Status>Enabled</Status></Rule></LifecycleConfiguration>';
  expect(documentOfConfiguration({ xml: clear, ...header })).toEqual({
    ...document,
    Rules: [{ Prefix: '', Status: 'Enabled' }],
  });
  expect(documentOfConfiguration({ xml: '<LifecycleConfiguration><Rule/></LifecycleConfiguration>' })).toEqual({
    Rules: [{}],
  });
  for (const none of [undefined, { xml: '<odd/>' }, { xml: 'no' }]) expect(documentOfConfiguration(none)).toBeNull();
});

test.each([
  ['a\nb', 2, { line: 2, column: 1 }],
  ['a\r\nb', 3, { line: 2, column: 1 }],
  ['a\rbc', 3, { line: 2, column: 2 }],
  ['\n\r', 2, { line: 3, column: 1 }],
  ['abc', 0, { line: 1, column: 1 }],
])('%j has its place %i', (text, offset, place) => {
  expect(placeOf(text, offset)).toEqual(place);
});
