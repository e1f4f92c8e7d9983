import type { AccountId } from './identifiers';
import { bucketKind } from './identifiers';
import type { Outcome, Verdict } from './outcome';
import type { AccountAccess, AccountOpening, AccountProfiles, Journal } from './ports';
import { type Reason, reason } from './reasons';
import { type Reconciled, type ReconcileServices, reconcile } from './reconcile';
import { excludedByName, selectAccount } from './selection';
import type { Sight } from './sight';

export interface AccountServices extends ReconcileServices {
  readonly profiles: AccountProfiles;
  readonly access: AccountAccess;
  readonly journal: Journal;
  /** Days where no tag says otherwise. */
  readonly defaultDays: number;
  /** Patterns of bucket names that are left alone. */
  readonly excludedNames: readonly string[];
}

/** Runs tasks, few enough at a time. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Reconciles buckets of one account, each of which may be there once. The profile is read first: an excluded account costs no
 * session and no call to S3. Then one session for all buckets that need one. Gives one result for each sight, in
 * their order; never throws: what is broken is logged and tried again.
 */
export async function reconcileAccount(
  services: AccountServices,
  account: AccountId,
  sights: readonly Sight[],
  limit: Limit,
): Promise<readonly Reconciled[]> {
  try {
    return await throughProfile(services, account, sights, limit);
  } catch (error) {
    return sights.map((sight) => broken(services, sight, error));
  }
}

async function throughProfile(
  services: AccountServices,
  account: AccountId,
  sights: readonly Sight[],
  limit: Limit,
): Promise<readonly Reconciled[]> {
  const { profiles, journal } = services;
  const read = await profiles.profile(account);
  if (read.kind === 'unknown') {
    return sights.map((sight) => again(services, sight, null, reason('profile-unreadable', read.message)));
  }
  const selection = selectAccount(read.profile, services.defaultDays);
  for (const problem of selection.problems) journal.log('warn', problem, { account });
  if (selection.kind === 'excluded') {
    return sights.map((sight) => done(services, sight, 'excluded', null, selection.reason));
  }
  const { days } = selection;
  const early = sights.map((sight) => withoutSession(services, sight, days));
  const names = sights.filter((_, index) => early[index] === undefined).map(({ place }) => place.bucket);
  const opening = names.length === 0 ? undefined : await services.access.open(account, names);
  return Promise.all(
    sights.map((sight, index) => {
      const known = early[index];
      if (known !== undefined || opening === undefined)
        return known ?? broken(services, sight, 'no session was opened');
      return limit(() => throughSession(services, sight, days, opening));
    }),
  );
}

/** What can be said of a bucket by its name alone. */
function withoutSession(services: AccountServices, sight: Sight, days: number): Reconciled | undefined {
  const { bucket } = sight.place;
  const excluded = excludedByName(bucket, services.excludedNames);
  if (excluded !== undefined) return done(services, sight, 'excluded', days, excluded);
  if (sight.kind === 'directory' || bucketKind(bucket) === 'directory') {
    return done(services, sight, 'reported', days, reason('directory-bucket'));
  }
  return undefined;
}

async function throughSession(
  services: AccountServices,
  sight: Sight,
  days: number,
  opening: AccountOpening,
): Promise<Reconciled> {
  if (opening.kind !== 'open') {
    const code = opening.kind === 'not-assumable' ? 'role-not-assumable' : 'sts-unavailable';
    return again(services, sight, days, reason(code, opening.message));
  }
  try {
    return await reconcile(services, sight, days, opening.store);
  } catch (error) {
    return broken(services, sight, error);
  }
}

function broken(services: AccountServices, sight: Sight, error: unknown): Reconciled {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
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

/** The outcome of a bucket that was not looked at. */
function outcome(
  { clock }: AccountServices,
  { place }: Sight,
  verdict: Verdict,
  days: number | null,
  why: Reason,
): Outcome {
  const at = new Date(clock.now()).toISOString();
  return { ...place, verdict, reason: why, days, ruleId: null, before: null, after: null, calls: {}, at };
}
