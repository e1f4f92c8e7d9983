import type { AccountTerms } from './account-terms';
import { BucketLook } from './bucket-look';
import { knownTags, NO_TAGS } from './bucket-tags';
import { type Change, isOwnChange } from './change';
import { standsAside } from './coexistence';
import { contestedReason, withRemoval } from './contested';
import { withLifecycleGrant } from './directory-grant';
import { heldReason } from './held';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { settle } from './look-again';
import { plan, verdictOfRefusal } from './plan';
import type { BucketStore } from './ports';
import { type Reason, reason } from './reasons';
import type { Reconciled, ReconcileServices } from './reconcile-services';
import { excludedByBucketTags } from './selection';
import type { Sight } from './sight';
import { hearOfWrites, lookIntoSuspects } from './suspect';
import { takeOutOfExcluded, undo } from './take-out';
import { beingWritten, mayHaveWrittenSince } from './write-ahead';
import { secondLook, writeRule } from './write-bucket';
import type { WriteRecord } from './write-log';
import { stateOf } from './written-state';

/**
 * Gives one bucket what it needs: read, plan, settle, tags, write, read back; or takes our rule out where the sight asks for that. A
 * covered bucket costs one call to S3; a bare one that has settled four. Throws only when the settle queue does not take a message.
 */
export function reconcile(
  services: ReconcileServices,
  sight: Sight,
  terms: AccountTerms,
  store: BucketStore,
): Promise<Reconciled> {
  const look = new BucketLook(services, sight, terms, store);
  return look.unlessInventoryFails(async () => {
    const heard = await hearOfWrites(look);
    if (heard.kind === 'busy') return heard.result;
    await noteLife(look);
    if (sight.takeOut?.task === 'undo') return undo(look, sight.takeOut);
    const suspected = await lookIntoSuspects(look, heard.suspects);
    if (suspected !== undefined) return suspected;
    const done = sight.takeOut === undefined ? undefined : await afterExclusion(look);
    return done ?? withLifecycleGrant(look, await lookAt(look));
  });
}

/** What an event says of the bucket's life and of who changed it. */
async function noteLife(look: BucketLook): Promise<void> {
  const { buckets, memberRoleName } = look.services;
  const { endsLifeAt, change, place } = look.sight;
  if (endsLifeAt !== undefined) await look.ask(() => buckets.endLife(place, endsLifeAt));
  if (change === undefined || (endsLifeAt !== undefined && Date.parse(change.at) < endsLifeAt)) return;
  const own = isOwnChange(change, memberRoleName) && change.principal.includes(`::${place.account}:`);
  if (!own) await look.ask(() => buckets.noteChange(place, change));
}

/** Takes our rule out if the bucket is still excluded; undefined when it is not: then it is looked at like any other. */
async function afterExclusion(look: BucketLook): Promise<Reconciled | undefined> {
  const { bucketOptOut, ruleOfExcluded } = look.services.rules;
  let excluded = look.terms.excluded ?? undefined;
  if (excluded === undefined && bucketOptOut) {
    const read = await knownTags(look);
    if (read.kind === 'unknown') return read.result;
    excluded = excludedByBucketTags(read.tags);
  }
  if (excluded !== undefined && ruleOfExcluded === 'remove') return takeOutOfExcluded(look, excluded);
  look.takeOut = undefined;
  return excluded === undefined ? undefined : look.done('excluded', excluded);
}

/** `log`: the last write of ours, where it was read before the bucket is. */
async function lookAt(look: BucketLook, log?: { readonly last: WriteRecord | undefined }): Promise<Reconciled> {
  const { terms, sight, services } = look;
  const { rules, buckets, writes } = services;
  if (terms.excluded !== null) return look.done('excluded', terms.excluded);
  const { days } = terms;
  const readAt = look.now();
  const read = await look.read();
  if (read.kind === 'problem') return read.result;
  const readTo = look.now();
  const { existing } = read;
  const second = sight.wrote === undefined ? undefined : await secondLook(look, existing, sight.wrote, days);
  if (second !== undefined) return second;

  const planned = plan(existing, { days, onLongerRule: rules.onLongerRule });
  if (planned.verdict === 'keep') return covered(look, planned.reason);
  if (planned.verdict === 'refuse') {
    return look.done(verdictOfRefusal(planned.reason), planned.reason);
  }
  const record = await look.ask(() => buckets.bucket(look.place));
  if (record?.hold != null) return look.done('held', heldReason(record.hold));
  const known = contestedReason(record?.removals ?? [], rules, days, look.now());
  if (known !== undefined) return look.done('contested', known);
  const unsettled = await settle(look, record);
  if (unsettled !== undefined) return unsettled;

  const { last } = log ?? { last: await look.ask(() => writes.last(look.place)) };
  const busy = await beingWritten(look, last);
  if (busy !== undefined) return busy;
  // what was read before a write of ours that may have come since is no ground for another one
  if (log === undefined && mayHaveWrittenSince(last, readAt)) return lookAt(look, { last });
  const removals = await withRemoval(look, existing, last, record);
  const contested = contestedReason(removals, rules, days, look.now());
  if (contested !== undefined) return look.done('contested', contested);

  const aside = await leftAlone(look, existing, record?.change ?? null);
  if (aside !== undefined) return aside;
  const { configuration, reason: why } = planned;
  if (terms.mode === 'audit') {
    look.after = stateOf(configuration);
    return look.done('would-apply', reason('would-apply', why.text));
  }
  return writeRule(look, { existing, readAt, readTo, last, configuration, days, why });
}

/** A bucket that needs nothing, unless its tags may have changed and our rule is to go with them. */
async function covered(look: BucketLook, why: Reason): Promise<Reconciled> {
  const { ruleOfExcluded, bucketOptOut } = look.services.rules;
  const mayGo = ruleOfExcluded === 'remove' && bucketOptOut && look.sight.tagsChanged === true;
  if (!mayGo || why.code !== 'covered-by-ours') return look.done('covered', why);
  const read = await knownTags(look);
  // where the tags are denied nothing is touched, and nothing is needed
  if (read.kind === 'unknown') return read.result.kind === 'retry' ? read.result : look.done('covered', why);
  const excluded = excludedByBucketTags(read.tags);
  if (excluded === undefined) return look.done('covered', why);
  const requestedAt = new Date(look.now()).toISOString();
  look.takeOut = { task: 'exclusion', by: 'partsweep', requestedAt };
  return takeOutOfExcluded(look, excluded);
}

/** What the bucket comes to where its own tags exclude it, or somebody else has a hand in its configuration. */
async function leftAlone(
  look: BucketLook,
  existing: LifecycleConfiguration | undefined,
  change: Change | null,
): Promise<Reconciled | undefined> {
  const { rules } = look.services;
  let tags = NO_TAGS;
  if (rules.bucketOptOut || rules.onManagedConfiguration !== 'merge') {
    const read = await knownTags(look);
    if (read.kind === 'unknown') return read.result;
    tags = read.tags;
  }
  const excluded = rules.bucketOptOut ? excludedByBucketTags(tags) : undefined;
  if (excluded !== undefined) return look.done('excluded', excluded);
  const aside = standsAside({ existing, change, tags }, rules);
  return aside === undefined ? undefined : look.done(aside.verdict, aside.reason);
}
