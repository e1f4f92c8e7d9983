import fc from 'fast-check';
import { matchesPolicyPattern } from '../../adapters/policy-pattern';

test('a pattern takes in what the same regular expression does', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wild, plain) => {
      const expression = new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesPolicyPattern(wild, plain)).toBe(expression.test(plain));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern of many stars is no trouble', () => {
  expect(matchesPolicyPattern(`${'*a'.repeat(5_000)}b`, 'a'.repeat(200))).toBe(false);
});

test('what means something in a regular expression stands for itself', () => {
  expect(matchesPolicyPattern('a.b', 'axb')).toBe(false);
  expect(matchesPolicyPattern('a.(b', 'a.(b')).toBe(true);
});
