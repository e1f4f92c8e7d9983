import fc from 'fast-check';
import { compareUtf8, SortedNames } from '../../../sandbox/services/s3/sorted-names';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\ud83d\ude00', '\uff5e'), maxLength: 4 });

test('texts compare as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('what was added and not deleted is listed in order, by prefix and after a text', () => {
  fc.assert(
    fc.property(
      fc.array(text),
      fc.array(text),
      fc.array(text),
      text,
      fc.option(text),
      (first, more, gone, prefix, after) => {
        const names = new SortedNames();
        const expected = new Set(first);
        names.addAll([...expected]);
        for (const name of more) names.add(name);
        for (const name of gone) names.delete(name);
        for (const name of more) expected.add(name);
        for (const name of gone) expected.delete(name);
        const wanted = [...expected]
          .filter((name) => name.startsWith(prefix) && (after === null || compareUtf8(name, after) > 0))
          .sort(compareUtf8);
        expect([...names.withPrefix(prefix, after ?? undefined)]).toEqual(wanted);
        expect(names.size).toBe(expected.size);
      },
    ),
  );
});
