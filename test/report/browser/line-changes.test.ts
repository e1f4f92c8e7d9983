import fc from 'fast-check';
import { lineChanges } from '../../../report/browser/line-changes';

test('shows the lines that were added where they were added', () => {
  expect(lineChanges('a\nb\nc', 'a\nb\nnew\nc').map(({ sign, text }) => sign + text)).toEqual([
    ' a',
    ' b',
    '+new',
    ' c',
  ]);
  expect(lineChanges('', 'a').map(({ sign, text }) => sign + text)).toEqual(['+a']);
  expect(lineChanges('a', '').map(({ sign, text }) => sign + text)).toEqual(['-a']);
});

test('without the lines that came it is the text before, without those that went the text after', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = lineChanges(before.join('\n'), after.join('\n'));
      expect(changes.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before);
      expect(changes.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(after);
    }),
  );
});
