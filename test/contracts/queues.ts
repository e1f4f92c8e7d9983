import type { DeadLetters, SettleQueue } from '../../core/ports';
import { reason } from '../../core/reasons';
import type { SettleMessage, TakeOutMessage } from '../../core/settle';
import { account, bucketName, region } from '../fakes/identifiers';

export interface SettleQueueSetup {
  readonly queue: SettleQueue;
  /** Bodies of what was sent, whatever its delay. */
  received(): Promise<readonly string[]>;
}

const MESSAGE: SettleMessage = {
  version: 1,
  account: account('111122223333'),
  region: region('eu-central-1'),
  bucket: bucketName('orders'),
  digest: 'd1',
  sightedAt: '2026-01-01T00:00:00.000Z',
  firstSightedAt: '2026-01-01T00:00:00.000Z',
};

const TAKE_OUT: TakeOutMessage = {
  version: 1,
  task: 'undo',
  account: account('111122223333'),
  region: region('eu-central-1'),
  bucket: bucketName('orders'),
  by: 'someone',
  requestedAt: '2026-01-01T00:00:00.000Z',
};

/** What every SettleQueue does. `setup` is called once for each test. */
export function describeSettleQueueContract(name: string, setup: () => Promise<SettleQueueSetup>): void {
  describe(`${name} as a SettleQueue`, () => {
    test('a message comes as it was sent', async () => {
      const { queue, received } = await setup();
      await queue.send(MESSAGE, 0);
      expect((await received()).map((body): unknown => JSON.parse(body))).toEqual([MESSAGE]);
    });

    test('a message that takes a rule out comes as it was sent', async () => {
      const { queue, received } = await setup();
      await queue.send(TAKE_OUT, 0);
      expect((await received()).map((body): unknown => JSON.parse(body))).toEqual([TAKE_OUT]);
    });

    test('many messages all come, in whatever order', async () => {
      const { queue, received } = await setup();
      const digests = Array.from({ length: 23 }, (_, index) => `digest-${index}`);
      await queue.sendAll(
        digests.map((digest) => ({ ...MESSAGE, digest })),
        0,
      );
      const came = (await received()).map((body) => (JSON.parse(body) as SettleMessage).digest);
      expect(came.sort()).toEqual(digests.sort());
    });

    test('no messages at all are sent without a call that could fail', async () => {
      const { queue, received } = await setup();
      await queue.sendAll([], 0);
      expect(await received()).toEqual([]);
    });

    test.each([-1, 901, 1.5])('refuses a delay of %d seconds', async (delay) => {
      const { queue } = await setup();
      await expect(queue.send(MESSAGE, delay)).rejects.toThrow();
      await expect(queue.sendAll([MESSAGE], delay)).rejects.toThrow();
    });
  });
}

export interface DeadLettersSetup {
  readonly deadLetters: DeadLetters;
  received(): Promise<readonly { readonly body: string; readonly reasonCode: string; readonly reasonText: string }[]>;
}

/** What every DeadLetters does. `setup` is called once for each test. */
export function describeDeadLettersContract(name: string, setup: () => Promise<DeadLettersSetup>): void {
  describe(`${name} as DeadLetters`, () => {
    test('a message keeps its body and has its reason beside it', async () => {
      const { deadLetters, received } = await setup();
      const why = reason('not-our-message', 'it is not JSON');
      await deadLetters.send('{"odd": ', why);
      expect(await received()).toEqual([{ body: '{"odd": ', reasonCode: why.code, reasonText: why.text }]);
    });
  });
}
