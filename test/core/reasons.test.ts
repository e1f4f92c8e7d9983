import { isReasonCode, reason, remedy } from '../../core/reasons';

test('a reason is a sentence, with its detail behind a colon where there is one', () => {
  const { code, text } = reason('excluded-by-name');
  expect(code).toBe('excluded-by-name');
  expect(text).toMatch(/^\w.+[^:.]$/);
  expect(reason('excluded-by-name', 'cdk-*')).toEqual({ code, text: `${text}: cdk-*` });
  expect(reason('excluded-by-name', '')).toEqual({ code, text: `${text}: ` });
});

test('a code is one that there is, and nothing that every object has', () => {
  expect(['excluded-by-name', 'toString', 'no-such-code', ''].map(isReasonCode)).toEqual([true, false, false, false]);
});

test('there is something to do where something needs doing', () => {
  expect(remedy('role-not-assumable')).toMatch(/^see .+/);
  expect(remedy('covered-by-ours')).toBe('');
});
