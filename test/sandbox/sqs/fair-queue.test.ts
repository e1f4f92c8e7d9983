import { Queue } from '../../../sandbox/services/sqs/queue';
import { DEFAULT_SETTINGS } from '../../../sandbox/services/sqs/queue-settings';
import { StillClock } from '../scheduler/still-clock';

function fairQueue() {
  const clock = new StillClock();
  const queue = new Queue({
    arn: 'arn:aws:sqs:eu-central-1:111111111111:fair',
    account: '111111111111',
    region: 'eu-central-1',
    name: 'fair',
    tags: {},
    settings: { ...DEFAULT_SETTINGS, visibilityTimeout: 600 },
    clock,
    deadLetter: () => false,
  });
  const send = (body: string, group?: string) =>
    queue.send({ body, attributes: {}, senderId: 'sender', ...(group === undefined ? {} : { group }) });
  /** Receives ten and handles them, which takes a second; their bodies. */
  const handleTen = async (): Promise<readonly string[]> => {
    const messages = await queue.receive({ max: 10, waitSeconds: 0 });
    await clock.advance(1 / 60);
    for (const { receiptHandle } of messages) queue.delete(receiptHandle ?? '');
    return messages.map(({ body }) => body);
  };
  return { clock, queue, send, handleTen };
}

/** How many batches are handled before `body` is, when `flood` messages of one group are there first. */
async function batchesBefore(
  body: string,
  flood: number,
  quietGroup: string | undefined,
  noisyGroup: string | undefined,
) {
  const { send, handleTen } = fairQueue();
  for (let index = 0; index < flood; index += 1) send(`flood ${index}`, noisyGroup);
  await handleTen();
  send(body, quietGroup);
  for (let batches = 0; ; batches += 1) if ((await handleTen()).includes(body)) return batches;
}

test('a message of a quiet group overtakes the flood of another', async () => {
  expect(await batchesBefore('quiet', 1_000, 'one', 'other')).toBe(0);
});

test('a message without a group overtakes the flood of a group', async () => {
  expect(await batchesBefore('quiet', 1_000, undefined, 'other')).toBe(0);
});

test('without groups, and within one group, the oldest come first', async () => {
  expect(await batchesBefore('last', 100, undefined, undefined)).toBe(9);
  expect(await batchesBefore('last', 100, 'one', 'one')).toBe(9);
});

test('groups that all take up much are equals: the oldest come first', async () => {
  const { send, handleTen } = fairQueue();
  for (let index = 0; index < 10; index += 1) send(`a${index}`, index % 2 === 0 ? 'one' : 'other');
  await handleTen();
  send('first', 'one');
  send('second', 'other');
  expect(await handleTen()).toEqual(['first', 'second']);
});

test('a group with thirty messages in flight is noisy before any is handled', async () => {
  const { send, queue } = fairQueue();
  for (let index = 0; index < 50; index += 1) send('flood', 'other');
  for (let batch = 0; batch < 3; batch += 1) await queue.receive({ max: 10, waitSeconds: 0 });
  send('quiet', 'one');
  const [first] = await queue.receive({ max: 1, waitSeconds: 0 });
  expect(first?.body).toBe('quiet');
});

test('a minute later a group is as quiet as any', async () => {
  const { clock, send, handleTen } = fairQueue();
  for (let index = 0; index < 10; index += 1) send('flood', 'other');
  await handleTen();
  await clock.advance(1);
  send('first', 'other');
  send('second', 'one');
  expect(await handleTen()).toEqual(['first', 'second']);
});
