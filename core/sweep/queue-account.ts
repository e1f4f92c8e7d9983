import type { AccountProfile } from '../ports';
import { type Reason, reason } from '../reasons';
import { selectAccount } from '../selection';
import type { AccountRecord } from './account-record';
import type { RosterAccount } from './roster';
import type { Run } from './run';
import type { SweepServices } from './sweep-services';

/** For how long an account that was never seen whole is asked every hour, in milliseconds; after that it is the daily sweep's. */
const NEW_FOR_MS = 24 * 3600 * 1000;

/** `passed-over`: not asked for by this run. */
export type Became = 'queued' | 'excluded' | 'failed' | 'passed-over';

export type Queued =
  | { readonly kind: 'became'; readonly became: Became }
  /** The profile cannot be read; nothing was done. */
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Gives an account its part of the run, and queues it unless it needs no visit. Done twice, it comes to the same. `isLastTry`: an account
 * whose profile cannot be read is `failed`.
 */
export async function queueAccount(
  services: SweepServices,
  run: Run,
  listed: RosterAccount,
  known: AccountRecord | undefined,
  isLastTry: boolean,
): Promise<Queued> {
  const { profilesOf, accounts, clock, excludedAccounts } = services;
  const { account, state } = listed;
  if (run.scope.kind === 'never-surveyed' && !isNew(listed, known, run, clock.now())) return became('passed-over');
  // no state is known of an account that was named by hand; the tags of one that is not active decide nothing, and may not be readable
  const isReadable = state === 'ACTIVE' || run.scope.kind === 'account';
  if (run.task === 'undo') {
    const why = excludedAccounts.has(account) ? reason('outside-targets') : reason('account-not-active', state);
    return isReadable && !excludedAccounts.has(account)
      ? queue(services, run, listed)
      : exclude(services, run, listed, why);
  }
  const read = isReadable
    ? await profilesOf(run.id).profile(account)
    : { kind: 'known' as const, profile: { state, tags: new Map(), organizationalUnits: [] } };
  if (read.kind === 'unknown') return isLastTry ? fail(services, run, listed, known, read.message) : read;
  await accounts.saveProfile(account, listed.name ?? known?.name ?? null, read.profile, clock.now());
  const why = exclusion(services, listed, read.profile);
  if (why === undefined) return queue(services, run, listed);
  return needsVisit(known, why) ? queue(services, run, listed, why) : exclude(services, run, listed, why);
}

function exclusion(
  { selection, excludedAccounts }: SweepServices,
  { account }: RosterAccount,
  profile: AccountProfile,
): Reason | undefined {
  const selected = selectAccount(account, profile, selection);
  if (selected.kind === 'excluded') return selected.reason;
  return excludedAccounts.has(account) ? reason('outside-targets') : undefined;
}

/** Its part may be there from a step that broke off: then the message is sent unless a visit has begun. */
async function queue(
  { runs, accountQueue }: SweepServices,
  run: Run,
  { account }: RosterAccount,
  excluded: Reason | null = null,
): Promise<Queued> {
  if (!(await runs.open(run.id, account, { reason: excluded }))) {
    const claim = await runs.claim(run.id, account, 0, 1);
    if (claim.kind !== 'claimed') return became('queued');
    await runs.release(run.id, account, 0);
  }
  await accountQueue.send({ version: 1, run: run.id, account, step: 0 }, 0);
  return became('queued');
}

async function exclude(
  { runs, accounts, clock }: SweepServices,
  run: Run,
  { account }: RosterAccount,
  why: Reason,
): Promise<Queued> {
  await runs.open(run.id, account, { state: 'excluded', reason: why });
  if (run.task === 'sweep') await accounts.saveStanding(account, 'excluded', why, clock.now());
  return became('excluded');
}

async function fail(
  { runs, accounts, clock, journal }: SweepServices,
  run: Run,
  { account }: RosterAccount,
  known: AccountRecord | undefined,
  message: string,
): Promise<Queued> {
  const why = reason('profile-unreadable', message);
  journal.log('error', why.text, { account, run: run.id });
  const isOpened = await runs.open(run.id, account, { state: 'failed', reason: why });
  // a step that broke off may have queued it, and the visit be over
  if (isOpened || known?.visitedBy !== run.id) await accounts.saveStanding(account, 'failed', why, clock.now());
  return became('failed');
}

/**
 * An active account that no visit has gone through, and that is either unknown or new. What this run did itself, in a step that broke
 * off, does not count.
 */
function isNew({ state }: RosterAccount, known: AccountRecord | undefined, { startedAt }: Run, now: number): boolean {
  if (state !== 'ACTIVE') return false;
  if (known === undefined) return true;
  const { standing, visitedAt, profileAt } = known;
  if (visitedAt !== null && visitedAt < startedAt) return false;
  if (standing === null || standing.at >= startedAt) return true;
  if (standing.verdict === 'excluded') return false;
  return profileAt === null || now - Date.parse(profileAt) < NEW_FOR_MS;
}

/** Whether the inventory has buckets of an excluded account that it does not yet call excluded, or not for this reason. */
function needsVisit(known: AccountRecord | undefined, why: Reason): boolean {
  const { counts = {}, standing = null } = known ?? {};
  const isNews = standing?.reason.text !== why.text;
  return Object.entries(counts).some(
    ([verdict, count]) => count > 0 && verdict !== 'gone' && (isNews || verdict !== 'excluded'),
  );
}

function became(what: Became): Queued {
  return { kind: 'became', became: what };
}
