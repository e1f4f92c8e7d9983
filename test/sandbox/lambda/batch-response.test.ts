import { failedItems } from '../../../sandbox/services/lambda/batch-response';

const ids = ['one', 'two'];

it.each(['null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
  'takes %s for a success',
  (payload) => {
    expect(failedItems(payload, ids)).toEqual(new Set());
  },
);

it('names the messages that failed', () => {
  expect(failedItems('{"batchItemFailures":[{"itemIdentifier":"two"}]}', ids)).toEqual(new Set(['two']));
});

it.each([
  '"text"',
  '[]',
  '{"batchItemFailures":"two"}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"itemIdentifer":"two"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"three"}]}',
  '{"batchItemFailures":["two"]}',
])('fails the whole batch for %s', (payload) => {
  expect(failedItems(payload, ids)).toBe('all');
});
