import { childOf, childText, parseXml, RawXml, renderXml } from '../../../sandbox/wire/xml';

test('a tree is written with escaping, lists, attributes and raw parts', () => {
  const text = renderXml(
    'A',
    { '@id': '"1"', B: ['<', '&'], C: undefined, D: { E: 1 }, F: new RawXml('<g/>') },
    { xmlns: 'urn:x' },
  );
  expect(text).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="urn:x" id="&quot;1&quot;"><B>&lt;</B><B>&amp;</B><D><E>1</E></D><F><g/></F></A>',
  );
});

test('what was written is read back', () => {
  const root = parseXml(renderXml('A', { B: { C: ' x & y ' }, D: '' }));
  expect(root.name).toBe('A');
  expect(childText(childOf(root, 'B') ?? root, 'C')).toBe('x & y');
  expect(childText(root, 'D')).toBe('');
  expect(childText(root, 'E')).toBeUndefined();
});

test.each(['<a>', '<a/><b/>', 'text', '', '<a>&undefined;</a>'])('refuses %j', (text) => {
  expect(() => parseXml(text)).toThrow();
});
