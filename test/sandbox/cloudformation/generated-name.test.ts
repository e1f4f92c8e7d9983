import { generatedName } from '../../../sandbox/cloudformation/generated-name';

test('a name is made up from the stack and the logical ID, another one each time', () => {
  const [one, two] = [generatedName('stack', 'Thing', 64), generatedName('stack', 'Thing', 64)];
  expect(one).toMatch(/^stack-Thing-[A-Z2-7]{12}$/);
  expect(two).not.toBe(one);
});

test.each([
  ['stack', 'L'.repeat(200), /^stack-L{45}-x{12}$/],
  ['s'.repeat(100), 'Thing', /^s{45}-Thing-x{12}$/],
  ['s'.repeat(100), 'L'.repeat(200), /^s{25}-L{25}-x{12}$/],
])('a name of %s and %s is cut to the longest that is allowed', (stackName, logicalId, expected) => {
  const name = generatedName(stackName, logicalId, 64, 'x'.repeat(12));
  expect(name).toMatch(expected);
  expect(name.length).toBe(64);
});
