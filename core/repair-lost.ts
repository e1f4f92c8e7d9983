import { heldBack } from './brake-check';
import type { BucketLook } from './bucket-look';
import { knownTags, NO_TAGS } from './bucket-tags';
import { standsAside } from './coexistence';
import { contestedReason } from './contested';
import { METRICS } from './contract/metrics';
import { type ForeignWrite, meaningOfForeign } from './foreign-write';
import type { BucketRecord } from './inventory';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { type Meaning, meaningOf, sameMeaning } from './lifecycle/meaning';
import { lookForWrite } from './pending-write';
import { covers, digest, plan } from './plan';
import { lookIntoReadBack, type SecondRead } from './read-back';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { excludedByBucketTags } from './selection';
import { LONGEST_DELAY_SECONDS, LONGEST_SETTLING_MS } from './settle';
import { writeAhead } from './write-ahead';
import type { LostUpdate } from './write-log';
import { stateOf, textDigest, type WrittenState } from './written-state';

interface RepairRead extends SecondRead {
  readonly record: BucketRecord | undefined;
}

/**
 * Puts back what a write of ours had replaced, with our rule where it may stand beside it, as any other write: behind the brake, with an
 * image kept ahead, and read back. Undefined when it is back without our rule: the bucket is then looked at like any other.
 */
export async function repairLost(
  look: BucketLook,
  lost: LostUpdate,
  read: RepairRead,
): Promise<Reconciled | undefined> {
  const { rules } = look.services;
  const { days } = look.terms;
  let tags = NO_TAGS;
  if (rules.bucketOptOut || rules.onManagedConfiguration !== 'merge') {
    const known = await knownTags(look);
    if (known.kind === 'unknown' && known.result.kind === 'retry') return known.result;
    if (known.kind === 'unknown') return giveUp(look, lost, 'the tags of the bucket cannot be read');
    tags = known.tags;
  }
  if (rules.bucketOptOut && excludedByBucketTags(tags) !== undefined)
    return giveUp(look, lost, 'the bucket is excluded');
  const meaning = meaningOfForeign(lost.foreign.configuration);
  if (meaning === null || days === null) return giveUp(look, lost, 'it is not known what to put back');
  // the last message before a day is over says so, rather than that it waits
  const first = look.sight.seen?.first ?? look.now();
  if (look.now() - first >= LONGEST_SETTLING_MS - 2 * LONGEST_DELAY_SECONDS * 1000) {
    return giveUp(look, lost, 'nothing could be written for a day');
  }
  const stopped = await heldBack(look);
  if (stopped !== undefined) return stopped;

  const { existing, readAt, readTo, last, record } = read;
  const theirs = configurationOf(lost.foreign, existing);
  const { configuration, withOurs } = withOurRule(look, theirs, record, tags, days);
  const shows = (after: LifecycleConfiguration | undefined): WrittenState =>
    shownState(existing, after, meaning, withOurs ? days : null);
  const basis = { purpose: 'repair', before: existing, days: withOurs ? days : null, readAt, readTo } as const;
  const written = await writeAhead(look, { ...basis, putAt: lost.foreign.at, configuration, shows }, last);
  if (written.kind === 'result') return written.result;
  const kept = await keep(look, { ...lost, end: 'repaired' });
  if (kept !== undefined) return kept;
  look.services.journal.count({ [METRICS.lostUpdatesRepaired]: 1 });
  if (written.kind === 'lost-update') return lookIntoReadBack(look, written);
  if (written.kind === 'not-visible') {
    return lookForWrite(look, { before: stateOf(existing), digest: textDigest(configuration), tries: 0 });
  }
  return withOurs ? look.done('applied', reason('lost-update-repaired')) : undefined;
}

/** `why`: why it is not put back. */
export async function giveUp(look: BucketLook, lost: LostUpdate, why: string): Promise<Reconciled> {
  const by = lost.foreign.by ?? 'nobody that an event named';
  const reported = reason('lost-update', `of ${by}; it is not put back: ${why}`);
  return (await keep(look, { ...lost, end: 'given-up' })) ?? look.giveUp(reported);
}

/** Undefined once it is kept; where somebody else knew more, it is looked into again. */
export async function keep(look: BucketLook, lost: LostUpdate): Promise<Reconciled | undefined> {
  const kept = await look.ask(() => look.services.writes.keepLost(look.place, lost));
  return kept ? undefined : look.again(reason('lost-update-suspected'));
}

/** As they wrote it; a header that the event does not tell stays as it is. */
function configurationOf(
  { configuration, size }: ForeignWrite,
  existing: LifecycleConfiguration | undefined,
): LifecycleConfiguration | undefined {
  if (configuration.kind !== 'exact') return undefined;
  const header = size ?? existing?.transitionDefaultMinimumObjectSize;
  const { xml } = configuration;
  return header === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: header };
}

/** Their configuration with our rule, or alone where ours would not be put beside it. */
function withOurRule(
  look: BucketLook,
  theirs: LifecycleConfiguration | undefined,
  record: BucketRecord | undefined,
  tags: ReadonlyMap<string, string>,
  days: number,
): { readonly configuration: LifecycleConfiguration | undefined; readonly withOurs: boolean } {
  const { rules } = look.services;
  const planned = plan(theirs, { days, onLongerRule: rules.onLongerRule });
  if (planned.verdict === 'keep') {
    return { configuration: theirs, withOurs: planned.reason.code === 'covered-by-ours' };
  }
  const aside = standsAside({ existing: theirs, change: record?.change ?? null, tags }, rules);
  const contested = contestedReason(record?.removals ?? [], rules, days, look.now());
  if (planned.verdict === 'refuse' || aside !== undefined || contested !== undefined) {
    return { configuration: theirs, withOurs: false };
  }
  return { configuration: planned.configuration, withOurs: true };
}

/** What a configuration that is read behind the repair shows. S3 may write it in its own way. */
function shownState(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
  meaning: Meaning,
  days: number | null,
): WrittenState {
  if (digest(after) === digest(before)) return 'not-seen';
  const now = meaningOf(after);
  if (now === undefined || !sameMeaning(now, meaning)) return 'lost-update';
  return days === null || covers(after, { days }) ? 'seen' : 'not-seen';
}
