import { reason, remedy } from '../../core/reasons';
import { inWords, ReturnedMessages, type ReturnServices } from '../../handlers/returned-messages';
import { InMemoryDeadLetters } from '../fakes/in-memory-queues';
import { RecordingJournal } from '../fakes/recording-journal';

const message = (messageId: string, tries = 1) => ({ messageId, receiptHandle: `r-${messageId}`, body: '{}', tries });

function world(changes: Partial<ReturnServices> = {}) {
  const journal = new RecordingJournal();
  const deadLetters = new InMemoryDeadLetters();
  const postponed: (readonly [string, number])[] = [];
  const postpone = async (handle: string, seconds: number) => {
    postponed.push([handle, seconds]);
  };
  const services = { journal, deadLetters, postpone, retrySeconds: 30, maxTries: 3, ...changes };
  return { journal, deadLetters, postponed, returned: new ReturnedMessages(services) };
}

test('messages are handled one after the other, and one that throws is seen again while the others go on', async () => {
  const { returned, journal, postponed } = world();
  const handled: string[] = [];
  const answer = await returned.handleEach([message('a'), message('b'), message('c')], async ({ messageId }) => {
    handled.push(messageId);
    if (messageId === 'b') throw new RangeError('no');
    returned.count('done');
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  expect(handled).toEqual(['a', 'b', 'c']);
  expect(postponed).toEqual([['r-b', 30]]);
  expect(journal.lines).toEqual([{ level: 'warn', message: 'tried again in 30 s: RangeError: no' }]);
  expect(journal.details).toEqual([{ messageId: 'b' }]);
  expect(journal.counts).toEqual([{ done: 2, 'tried-again': 1 }]);
});

test('a message is seen again later each time, at most after 900 seconds, or when it is said', async () => {
  const { returned, postponed, journal } = world();
  for (const tries of [1, 2, 3, 5, 6, 20]) await returned.tryAgain(message(`m${tries}`, tries), 'why');
  await returned.tryAgain(message('said', 4), 'why', 7);
  expect(postponed.map(([, seconds]) => seconds)).toEqual([30, 60, 120, 480, 900, 900, 7]);
  expect(journal.lines.at(-1)).toEqual({ level: 'info', message: 'tried again in 7 s: why' });
});

test('a message that cannot be postponed is given back all the same', async () => {
  const postpone = async () => {
    throw new Error('slow');
  };
  const { returned, journal } = world({ postpone });
  const answer = await returned.handleEach([message('a')], () => returned.tryAgain(message('a'), 'why', 7));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
  expect(journal.lines[1]).toEqual({ level: 'warn', message: 'a message could not be postponed: Error: slow' });
  expect(journal.details[1]).toEqual({ messageId: 'a' });
});

test('a message that is given up goes to the dead letters with its reason, and what to do is in the log', async () => {
  const { returned, deadLetters, journal } = world();
  const why = reason('role-not-assumable');
  await returned.handleEach([message('a')], (one) => returned.deadLetter(one, why));
  expect(deadLetters.sent).toEqual([{ body: '{}', reason: why }]);
  expect(journal.lines).toEqual([{ level: 'error', message: `given up: ${why.text}` }]);
  expect(journal.details).toEqual([{ messageId: 'a', reason: why, remedy: remedy('role-not-assumable') }]);
  expect(journal.counts).toEqual([{ 'dead-letters': 1 }]);
  deadLetters.broken = true;
  await expect(returned.deadLetter(message('a'), why)).rejects.toThrow();
});

test('the last try is the one that may be', () => {
  const { returned } = world();
  expect([1, 2, 3, 4].map((tries) => returned.isLastTry(message('a', tries)))).toEqual([false, false, true, true]);
});

test('whatever is thrown is put into words', () => {
  expect([new TypeError('no'), 'no', 7].map(inWords)).toEqual(['TypeError: no', 'no', '7']);
});
