import type { Outcome, Verdict } from '../../core/outcome';
import type { OutcomeEvents } from '../../core/ports';
import { reason } from '../../core/reasons';
import { account, bucketName, region } from '../fakes/identifiers';

export interface OutcomeEventsSetup {
  readonly events: OutcomeEvents;
  /** Details of what was told, in any order. */
  received(): Promise<readonly unknown[]>;
}

export function changedOutcome(index: number, detail?: string): { outcome: Outcome; was: Verdict | null } {
  const outcome: Outcome = {
    account: account('111122223333'),
    region: region('eu-central-1'),
    bucket: bucketName(`bucket-${index}`),
    verdict: 'covered',
    reason: reason('covered-by-ours', detail),
    days: 7,
    ruleId: 'one',
    before: { rules: 1, digest: 'd' },
    after: { rules: 1, digest: 'd' },
    calls: { 's3:GetBucketLifecycleConfiguration': 1 },
    at: '2026-01-01T00:00:00.000Z',
  };
  return { outcome, was: index % 2 === 0 ? null : 'waiting' };
}

/** What every OutcomeEvents does. `setup` is called once for each test. */
export function describeOutcomeEventsContract(name: string, setup: () => Promise<OutcomeEventsSetup>): void {
  describe(`${name} as OutcomeEvents`, () => {
    test('each change is told once, more than fit into one call', async () => {
      const { events, received } = await setup();
      const changes = Array.from({ length: 23 }, (_, index) => changedOutcome(index));
      await events.publish(changes);
      const told = await received();
      expect(told).toHaveLength(23);
      expect(told).toEqual(expect.arrayContaining(changes));
    });

    test('nothing is told of nothing', async () => {
      const { events, received } = await setup();
      await events.publish([]);
      expect(await received()).toEqual([]);
    });
  });
}
