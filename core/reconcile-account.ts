import { type AccountTerms, accountTerms } from './account-terms';
import { RULE_ID } from './contract/names';
import type { AccountId } from './identifiers';
import type { Outcome, Verdict } from './outcome';
import type { AccountAccess, AccountOpening, AccountProfiles } from './ports';
import { type Reason, reason } from './reasons';
import { reconcile } from './reconcile';
import type { Reconciled, ReconcileServices } from './reconcile-services';
import type { SelectionRules } from './selection';
import type { Sight } from './sight';
import { excludedBucket } from './sweep/excluded-bucket';
import { pauseReason } from './sweep/pause-check';
import { startOfRun } from './sweep/run';

export interface AccountServices extends ReconcileServices {
  readonly profiles: AccountProfiles;
  readonly access: AccountAccess;
  readonly selection: SelectionRules;
  /** Patterns of bucket names that are left alone. */
  readonly excludedNames: readonly string[];
}

/** For how long what a sweep has read of an account may speak for what it sent: the next sweep reads anew. */
const SWEPT_MS = 24 * 3600 * 1000;

/** Runs tasks, few enough at a time. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

interface Item {
  readonly sight: Sight;
  readonly terms: AccountTerms;
}

/**
 * Reconciles buckets of one account. The profile is read first: an excluded account costs no session and no call to S3, unless our rule is
 * to be taken out there. Then one session for all buckets that need one. A bucket may be there more than once: its sights
 * are handled one after the other, in their order. Gives one result for each sight; never throws: what is broken is logged and
 * tried again.
 */
export async function reconcileAccount(
  services: AccountServices,
  account: AccountId,
  sights: readonly Sight[],
  limit: Limit,
): Promise<readonly Reconciled[]> {
  try {
    const swept = sights.every(({ run }) => isSwept(run, services.clock.now()));
    const read = await services.profiles.profile(account, swept);
    if (read.kind === 'unknown') {
      return sights.map((sight) => again(services, sight, null, reason('profile-unreadable', read.message)));
    }
    const terms = accountTerms(account, read.profile, services.selection, services.excludedNames);
    for (const problem of terms.problems) services.journal.log('warn', problem, { account });
    const items = sights.map((sight) => ({ sight, terms: terms.of(sight.place.bucket) }));
    return await throughSession(services, account, items, limit);
  } catch (error) {
    return sights.map((sight) => broken(services, sight, error));
  }
}

async function throughSession(
  services: AccountServices,
  account: AccountId,
  items: readonly Item[],
  limit: Limit,
): Promise<readonly Reconciled[]> {
  const inside = items.filter((item) => needsSession(services, item));
  const names = [...new Set(inside.map(({ sight }) => sight.place.bucket))];
  // an undo is carried out in an audited account too
  const undoes = inside.some(({ sight }) => sight.takeOut?.task === 'undo');
  const mode = undoes ? 'apply' : (inside[0]?.terms.mode ?? 'audit');
  const opening = names.length === 0 ? undefined : await services.access.open(account, names, mode);
  const before = new Map<string, Promise<unknown>>();
  return Promise.all(
    items.map((item) => {
      const { bucket } = item.sight.place;
      const { excluded } = item.terms;
      const earlier = before.get(bucket);
      const handle = () =>
        excluded === null || inside.includes(item)
          ? opened(services, item, opening)
          : unopened(services, item, excluded);
      // waits outside the limit, so that what it waits for gets its turn
      const result = earlier === undefined ? limit(handle) : earlier.then(() => limit(handle));
      before.set(bucket, result);
      return result;
    }),
  );
}

/** Whether a sweep of the last day sent it, which had read the account's profile before. */
function isSwept(run: string | undefined, now: number): boolean {
  return run !== undefined && now - startOfRun(run) < SWEPT_MS;
}

/** An excluded bucket is left alone, unless somebody asked for an undo, or the settings ask to take our rule out. */
function needsSession({ rules }: AccountServices, { sight, terms }: Item): boolean {
  if (terms.excluded === null || sight.takeOut?.task === 'undo') return true;
  if (sight.takeOut === undefined || terms.excluded.code === 'account-not-active') return false;
  return rules.ruleOfExcluded === 'remove' && terms.mode === 'apply';
}

async function opened(
  services: AccountServices,
  { sight, terms }: Item,
  opening: AccountOpening | undefined,
): Promise<Reconciled> {
  if (opening?.kind !== 'open') {
    const code = opening?.kind === 'not-assumable' ? 'role-not-assumable' : 'sts-unavailable';
    return again(services, sight, terms.days, reason(code, opening?.message));
  }
  try {
    return await reconcile(services, sight, terms, opening.store);
  } catch (error) {
    return broken(services, sight, error);
  }
}

/** A bucket that S3 is not asked about; that it was deleted is known from the event alone. */
async function unopened(services: AccountServices, { sight, terms }: Item, excluded: Reason): Promise<Reconciled> {
  const { place, endsLifeAt } = sight;
  let known: Outcome | null;
  try {
    if (endsLifeAt !== undefined) await services.buckets.endLife(place, endsLifeAt);
    if (sight.deleted === true) return done(services, sight, 'gone', terms.days, reason('bucket-deleted'));
    known = (await services.buckets.bucket(place))?.outcome ?? null;
  } catch (error) {
    return again(services, sight, terms.days, reason('inventory-unavailable', inWords(error)));
  }
  try {
    return await leftAlone(services, { sight, terms }, known, excluded);
  } catch (error) {
    return broken(services, sight, error);
  }
}

/** An excluded bucket as a sweep leaves it, too: where our rule is still there and has to go, a message asks for that. */
async function leftAlone(
  services: AccountServices,
  { sight, terms }: Item,
  known: Outcome | null,
  excluded: Reason,
): Promise<Reconciled> {
  const { clock, rules, brake, settleQueue } = services;
  const pause = () => pauseReason(brake, sight.place.account, terms.units);
  const run = sight.run === undefined ? null : { id: sight.run };
  const unread = outcome(services, sight, 'excluded', terms.days, excluded);
  const left = await excludedBucket({ clock, rules, mode: terms.mode, pause, run }, known, unread);
  if (left.message !== undefined) await settleQueue.send(left.message, 0);
  return { kind: 'outcome', outcome: left.outcome };
}

function broken(services: AccountServices, sight: Sight, error: unknown): Reconciled {
  const message = inWords(error);
  services.journal.log('error', `handling a bucket broke: ${message}`, {
    ...sight.place,
    ...(error instanceof Error ? { stack: error.stack } : {}),
  });
  return again(services, sight, null, reason('unexpected-error', message));
}

function again(services: AccountServices, sight: Sight, days: number | null, why: Reason): Reconciled {
  return { kind: 'retry', outcome: outcome(services, sight, 'failed', days, why) };
}

function done(services: AccountServices, sight: Sight, verdict: Verdict, days: number | null, why: Reason): Reconciled {
  return { kind: 'outcome', outcome: outcome(services, sight, verdict, days, why) };
}

/** The outcome of a bucket that was not looked at: a rule of ours that was to be taken out is still there. */
function outcome(
  { clock }: AccountServices,
  { place, takeOut }: Sight,
  verdict: Verdict,
  days: number | null,
  why: Reason,
): Outcome {
  const at = new Date(clock.now()).toISOString();
  const ruleId = takeOut?.task === 'exclusion' && verdict === 'failed' ? RULE_ID : null;
  return { ...place, verdict, reason: why, days, ruleId, before: null, after: null, calls: {}, at };
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
