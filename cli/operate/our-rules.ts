import { RULE_ID } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { Outcome } from '../../core/outcome';
import type { AccountRecord } from '../../core/sweep/account-record';
import type { HubInventory } from '../hub/hub';

/** Rows of a page of buckets, and accounts that are read at one time. */
const PAGE = 500;
const AT_ONCE = 8;

/** How many buckets of an account have our rule, as far as the inventory knows. */
export interface RulesOfAccount {
  readonly account: AccountId;
  readonly name: string | null;
  readonly buckets: number;
}

/** Whether our rule stood in the bucket when it was last looked at. */
export function hasOurRule({ ruleId, verdict }: Outcome): boolean {
  return ruleId === RULE_ID && verdict !== 'would-apply' && verdict !== 'gone' && verdict !== 'held';
}

/**
 * Buckets with our rule by account, those with most first, of one account or of all (null); accounts without any are left out. `told` hears
 * how many accounts were read.
 */
export async function ourRules(
  { accounts, buckets }: HubInventory,
  only: AccountId | null,
  told: (accounts: number) => void,
): Promise<readonly RulesOfAccount[]> {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(AT_ONCE);
  const found: RulesOfAccount[] = [];
  let read = 0;
  for await (const page of pagesOf(accounts, only)) {
    await Promise.all(
      page.map((record) =>
        limit(async () => {
          const number = await count(buckets, record.account);
          if (number > 0) found.push({ account: record.account, name: record.name, buckets: number });
          read += 1;
          told(read);
        }),
      ),
    );
  }
  return found.sort((one, other) => other.buckets - one.buckets || (one.account < other.account ? -1 : 1));
}

async function* pagesOf(
  accounts: HubInventory['accounts'],
  only: AccountId | null,
): AsyncGenerator<readonly AccountRecord[]> {
  if (only !== null) {
    const record = await accounts.account(only);
    if (record !== undefined) yield [record];
    return;
  }
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof accounts.byLastVisit>> = await accounts.byLastVisit(null, from);
    yield rows;
    from = next;
  } while (from !== null);
}

async function count(buckets: HubInventory['buckets'], account: AccountId): Promise<number> {
  let number = 0;
  let after: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof buckets.buckets>> = await buckets.buckets(account, {
      after,
      through: null,
      limit: PAGE,
    });
    number += rows.filter(({ record }) => record.outcome !== null && hasOurRule(record.outcome)).length;
    after = next;
  } while (after !== null);
  return number;
}
