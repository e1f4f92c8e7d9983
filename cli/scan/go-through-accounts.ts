import pLimit from 'p-limit';
import type { ScanAccess } from '../../adapters/scan-access';
import type { AccountId } from '../../core/identifiers';
import type { AccountProfiles } from '../../core/ports';
import { type Reason, reason } from '../../core/reasons';
import { accountRow, type ScanRules, scanAccount } from '../../core/scan/scan-account';
import type { ScannedAccount } from '../../core/scan/scan-row';
import { selectAccount } from '../../core/selection';
import type { RosterAccount } from '../../core/sweep/roster';

/** Accounts that are gone through at a time. */
const ACCOUNTS_AT_A_TIME = 8;

export interface GoingThrough {
  readonly rules: ScanRules;
  readonly access: Pick<ScanAccess, 'open'>;
  readonly profiles: AccountProfiles;
  readonly accounts: readonly RosterAccount[];
  /** Wanted DaysAfterInitiation where no tag says otherwise. */
  readonly days: number;
  /** Told of each account when it is gone through. */
  readonly done: (account: ScannedAccount) => void;
  /** Told of so many more buckets of an account that are listed, and looked at. */
  readonly progress: (account: AccountId, listed: number, seen: number) => void;
}

/** Goes through accounts, few at a time, and gives those that were gone through, in the order of `accounts`. */
export async function goThroughAccounts(going: GoingThrough): Promise<readonly ScannedAccount[]> {
  const limit = pLimit(ACCOUNTS_AT_A_TIME);
  const scanned = await Promise.all(
    going.accounts.map((account) =>
      limit(async () => {
        if (going.rules.isStopped()) return undefined;
        const result = await orBroken(going, account);
        if (result !== undefined) going.done(result);
        return result;
      }),
    ),
  );
  return scanned.filter((account) => account !== undefined);
}

/** An account at which something breaks is a row like any other, and the rest goes on. */
async function orBroken(going: GoingThrough, account: RosterAccount): Promise<ScannedAccount | undefined> {
  try {
    return await goThrough(going, account);
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return notSeen(going, account, [], { verdict: 'failed', why: reason('unexpected-error', text) });
  }
}

/** Undefined when it was stopped half way. */
async function goThrough(going: GoingThrough, roster: RosterAccount): Promise<ScannedAccount | undefined> {
  const { rules, access, profiles } = going;
  const { account, name, state } = roster;
  if (state !== 'ACTIVE') {
    return notSeen(going, roster, [], { verdict: 'excluded', why: reason('account-not-active', state) });
  }
  const read = await profiles.profile(account);
  const selection =
    read.kind === 'known'
      ? selectAccount(account, read.profile, { days: going.days, mode: 'audit', modes: {}, targets: null })
      : ({
          kind: 'selected',
          days: going.days,
          problems: [`its tags and those of its OUs were not read, and do not count: ${read.message}`],
        } as const);
  const { problems } = selection;
  if (selection.kind === 'excluded') {
    return notSeen(going, roster, problems, { verdict: 'excluded', why: selection.reason });
  }
  const opening = await access.open(account);
  if (opening.kind === 'not-assumable') {
    return notSeen(going, roster, problems, { verdict: 'denied', why: reason('role-not-assumable', opening.message) });
  }
  if (opening.kind === 'unavailable') {
    return notSeen(going, roster, problems, { verdict: 'failed', why: reason('sts-unavailable', opening.message) });
  }
  const { survey, uploads } = opening;
  const progress = (listed: number, seen: number) => going.progress(account, listed, seen);
  const result = await scanAccount(rules, { account, days: selection.days, survey, uploads, progress });
  if (result.kind === 'stopped') return undefined;
  return { account, name, problems: [...problems, ...result.problems], rows: result.rows };
}

function notSeen(
  { rules }: GoingThrough,
  { account, name }: RosterAccount,
  problems: readonly string[],
  own: { readonly verdict: 'excluded' | 'denied' | 'failed'; readonly why: Reason },
): ScannedAccount {
  return { account, name, problems, rows: [accountRow(rules, account, own)] };
}
