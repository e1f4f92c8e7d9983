import fc from 'fast-check';
import { withMember } from '../../../cli/init/json-member';

const PATH = ['context', 'partsweep'];

test('replaces the value alone', () => {
  const text = '{"b":1 , "context" : {"x":[{"partsweep":0}],"partsweep":{"old":"}\\""} ,"y":2},"a":[]}';
  expect(withMember(text, PATH, 7)).toBe('{"b":1 , "context" : {"x":[{"partsweep":0}],"partsweep":7 ,"y":2},"a":[]}');
});

test('adds what is missing on the way, indented as the file is', () => {
  expect(withMember('{}\n', PATH, { a: [1] })).toBe(
    '{\n  "context": {\n    "partsweep": {\n      "a": [\n        1\n      ]\n    }\n  }\n}\n',
  );
  expect(withMember('{\r\n\t"app": "x",\r\n\t"context": {}\r\n}', PATH, 1)).toBe(
    '{\r\n\t"app": "x",\r\n\t"context": {\r\n\t\t"partsweep": 1\r\n\t}\r\n}',
  );
  expect(withMember('{"context":{"a":1}}', PATH, 2)).toBe('{"context":{"a":1,\n    "partsweep": 2}}');
});

test('takes the last of a key that stands twice, as JSON.parse does', () => {
  expect(withMember('{"context":{"partsweep":1,"partsweep":2}}', PATH, 3)).toBe(
    '{"context":{"partsweep":1,"partsweep":3}}',
  );
});

test('finds a key that is written with escapes, behind a byte order mark', () => {
  expect(withMember('\uFEFF{"conte\\u0078t":{"partsweep":1}}', PATH, 3)).toBe(
    '\uFEFF{"conte\\u0078t":{"partsweep":3}}',
  );
});

test('refuses where something on the way is no object', () => {
  expect(() => withMember('{"context":[]}', PATH, 1)).toThrow('no object');
});

test('reads back as the document with that member, however it is written', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined }),
      fc.jsonValue(),
      fc.constantFrom(undefined, 1, 2, '\t'),
      fc.constantFrom('\n', '\r\n'),
      (rest, context, value, space, lineEnd) => {
        const document = JSON.parse(JSON.stringify({ ...rest, ...(context && { context }) }));
        if (context === undefined) delete document.context;
        const text = JSON.stringify(document, undefined, space).replaceAll('\n', lineEnd);
        const changed = withMember(text, PATH, value);
        const expected = {
          ...document,
          context: { ...document.context, partsweep: JSON.parse(JSON.stringify(value)) },
        };
        expect(JSON.parse(changed)).toEqual(expected);
      },
    ),
  );
});
