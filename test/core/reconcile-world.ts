import type { AccountTerms } from '../../core/account-terms';
import type { Change } from '../../core/change';
import { interpretEvent } from '../../core/events';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, BucketStore } from '../../core/ports';
import { reconcile } from '../../core/reconcile';
import type { Reconciled, ReconcileRules, ReconcileServices } from '../../core/reconcile-services';
import { parseSettleMessage, parseTakeOutMessage, type TakeOutMessage } from '../../core/settle';
import { type Sight, sightOfEvent, sightOfMessage, sightOfTakeOut } from '../../core/sight';
import { account, bucketName, region } from '../fakes/identifiers';
import { type InMemoryInventoryOptions, inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemorySettleQueue } from '../fakes/in-memory-queues';
import { type FakeBucket, InMemoryS3 } from '../fakes/in-memory-s3';
import { ManualClock } from '../fakes/manual-clock';
import { RecordingJournal } from '../fakes/recording-journal';

export const PLACE = { account: account('111122223333'), region: region('eu-central-1'), bucket: bucketName('orders') };

const HEADER = { transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
export const WHOLE = '<Filter><Prefix></Prefix></Filter>';

export const rule = (id: string, action: string, scope = '<Filter><Prefix>logs/</Prefix></Filter>'): string =>
  `<Rule><ID>${id}</ID>${scope}<Status>Enabled</Status>${action}</Rule>`;
export const configuration = (...rules: readonly string[]): LifecycleConfiguration => ({
  xml: `<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules.join('')}</LifecycleConfiguration>`,
  ...HEADER,
});
export const abort = (days: number): string =>
  `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
export const FOREIGN = configuration(rule('keep', '<Expiration><Days>30</Days></Expiration><Hologram>7</Hologram>'));
export const CHANGED = configuration(rule('keep', '<Expiration><Days>31</Days></Expiration>'));
export const COVERED = configuration(rule('theirs', abort(3), WHOLE));

export const RULES: ReconcileRules = {
  onLongerRule: 'add',
  onForeignConfiguration: 'merge',
  onManagedConfiguration: 'merge',
  bucketOptOut: true,
  ruleOfExcluded: 'keep',
  repairLostUpdates: true,
  settleSeconds: 300,
  retrySeconds: 30,
  maxTries: 3,
  contestedAfter: 3,
  contestedDays: 30,
};

export interface WorldOptions extends InMemoryInventoryOptions {
  readonly rules?: Partial<ReconcileRules>;
  readonly terms?: Partial<AccountTerms>;
  readonly place?: BucketPlace;
}

/** One bucket with its S3, its inventory and a queue, and a hand on the clock. */
export function reconcileWorld(existing?: LifecycleConfiguration, options: WorldOptions = {}) {
  const place = options.place ?? PLACE;
  const s3 = new InMemoryS3();
  const bucket: FakeBucket & { tags: Map<string, string> } = {
    account: place.account,
    region: place.region,
    lifecycle: existing,
    tags: new Map(),
  };
  s3.buckets.set(place.bucket, bucket);
  const clock = new ManualClock();
  const settleQueue = new InMemorySettleQueue();
  const journal = new RecordingJournal();
  const inventory = inMemoryInventory(clock, options);
  const { buckets, writes, brake } = inventory;
  const services: ReconcileServices = {
    ...{ clock, settleQueue, journal, buckets, writes, brake },
    rules: { ...RULES, ...options.rules },
    memberRoleName: 'partsweep-member',
  };
  const terms = { mode: 'apply', units: [], excluded: null, days: 7, ...options.terms } as AccountTerms;

  const event = (eventName: string, at = clock.now(), more: Readonly<Record<string, unknown>> = {}): Sight => {
    const interpreted = interpretEvent({
      eventSource: 's3.amazonaws.com',
      eventName,
      awsRegion: place.region,
      eventTime: new Date(at).toISOString(),
      requestParameters: { bucketName: place.bucket },
      recipientAccountId: place.account,
      ...more,
    });
    if (interpreted.action !== 'reconcile') throw new Error(interpreted.reason.text);
    return sightOfEvent(interpreted, clock.now());
  };
  const takeOut = (task: TakeOutMessage['task'], by = 'someone'): Sight => {
    const requestedAt = new Date(clock.now()).toISOString();
    return sightOfTakeOut({ version: 1, task, ...place, by, requestedAt });
  };
  const runOn = (sight: Sight, store: BucketStore): Promise<Reconciled> => reconcile(services, sight, terms, store);
  const run = (sight: Sight): Promise<Reconciled> => runOn(sight, s3.store());
  /** Handles the last message of the settle queue once its delay is over, as it comes off the wire. */
  const runNext = (): Promise<Reconciled> => {
    const last = settleQueue.sent.at(-1);
    if (last === undefined) throw new Error('there is no message');
    clock.advance(last.delaySeconds);
    return run(sightOf(JSON.parse(JSON.stringify(last.message)), clock.now()));
  };
  /** Until it is about to be written: a first sight, and the settling time over. */
  const settled = async (): Promise<Reconciled> => {
    await run(event('PutBucketTagging'));
    return runNext();
  };
  /** Somebody takes our rule out, as an event tells, and the bucket settles. */
  const removed = async (by: Partial<Change> = {}): Promise<Reconciled> => {
    clock.advance(3600);
    bucket.lifecycle = existing;
    const at = new Date(clock.now()).toISOString();
    const change: Change = {
      ...{ eventName: 'DeleteBucketLifecycle', at, principal: 'arn:aws:iam::111122223333:user/ada' },
      ...{ userAgent: null, tool: 'terraform', service: null, ...by },
    };
    await run({ ...event('DeleteBucketLifecycle'), change });
    return runNext();
  };
  return {
    ...{ s3, bucket, clock, settleQueue, journal, services, place },
    ...{ inventory, event, takeOut, run, runOn, runNext, settled, removed },
  };
}

/** What a message of ours asks for. */
export function sightOf(message: unknown, now: number): Sight {
  const settle = parseSettleMessage(message);
  if (settle !== undefined) return sightOfMessage(settle, now);
  const takeOut = parseTakeOutMessage(message);
  if (takeOut === undefined) throw new Error('this is no message of ours');
  return sightOfTakeOut(takeOut);
}
