import { readLifecycleXml } from '../../../core/lifecycle/xml';
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
