import type { AccountId, BucketName } from '../../core/identifiers';
import type { BucketRecord } from '../../core/inventory';
import type { Verdict } from '../../core/outcome';
import { isSameLifecycle } from './bucket-history';
import { callsFor, foreignOf, hasOurs, isCoveredWithin, withoutOurs } from './lifecycle-reading';
import type { SimulatedAccount } from './organization';
import type { World } from './world';

/** A bucket of an account that is a member and lets us in. */
interface Reached {
  readonly account: SimulatedAccount;
  readonly bucket: BucketName;
  readonly record: BucketRecord | undefined;
}

/** After one sweep in calm: what should be covered is, and of everything else it is said why not. */
export async function checkCovered(world: World): Promise<void> {
  const { organization, promises, product } = world;
  for (const account of organization.members()) {
    const known = await product.inventory.accounts.account(account.id);
    const isReached = account.hasRole && account.denies !== 'everything';
    const isExcluded = organization.exclusion(account.id) !== undefined;
    const standing = known?.standing ?? null;
    const expected: readonly Verdict[] = isExcluded
      ? ['excluded']
      : isReached
        ? ['covered']
        : account.hasRole
          ? ['denied', 'failed']
          : ['denied'];
    if (standing === null || !expected.includes(standing.verdict) || standing.reason.text === '') {
      promises.broken('reasons', account.id, `stands as ${JSON.stringify(standing)}, not as ${expected.join(' or ')}`);
    }
    if (!isExcluded && !isReached) continue;
    for (const one of await reached(world, account)) {
      if (isExcluded) excluded(world, one);
      else covered(world, one);
    }
    await counters(world, account.id);
  }
  for (const { body, reason } of product.deadLetters.sent) {
    if (reason.text === '') promises.broken('reasons', 'dead letters', `${body} has no reason`);
  }
  for (const queue of [product.settleQueue, product.sweepQueue, product.accountQueue]) {
    for (const body of queue.deadLetters) promises.broken('reasons', 'dead letters', `SQS gave up ${body}`);
    if (queue.size > 0) promises.broken('reasons', 'queues', `${queue.size} messages are left`);
  }
}

/** What was asked to be undone is undone: nothing of ours is left, and all else is as its owner left it. */
export async function checkUndone(world: World): Promise<void> {
  const { organization, promises, s3 } = world;
  for (const account of organization.members()) {
    if (!account.hasRole || account.state !== 'ACTIVE' || account.denies !== 'nothing') continue;
    for (const { bucket, record } of await reached(world, account)) {
      const now = s3.memory.buckets.get(bucket)?.lifecycle;
      if (world.watch.wasUndone(bucket) && record?.hold == null) {
        promises.broken('undo', bucket, 'is not held, and the next sweep would write it again');
      }
      if (hasOurs(now)) {
        const { verdict, reason } = record?.outcome ?? {};
        promises.broken('undo', bucket, `still has our rule: ${verdict}, ${reason?.text}`);
        continue;
      }
      const history = s3.history({ bucket });
      // an owner's writing was lost where S3 let nobody see it
      if (world.watch.wasExcused(bucket)) continue;
      const owners = withoutOurs(history.foreign);
      const wrote = history.writes.length > 0;
      const same = wrote ? isSameLifecycle(owners, now) : foreignOf(owners) === foreignOf(now);
      if (!same) promises.broken('undo', bucket, `had ${JSON.stringify(owners)}\nand has ${JSON.stringify(now)}`);
    }
  }
}

function isKeptOut({ hasRole, denies }: SimulatedAccount): boolean {
  return !hasRole || denies !== 'nothing';
}

async function reached({ s3, product }: World, account: SimulatedAccount): Promise<readonly Reached[]> {
  const { rows } = await product.inventory.buckets.buckets(account.id, { after: null, through: null, limit: 1_000 });
  const records = new Map(rows.map(({ bucket, record }) => [bucket, record]));
  return [...s3.memory.buckets]
    .filter(([, { account: owner }]) => owner === account.id)
    .map(([bucket]) => ({ account, bucket, record: records.get(bucket) }));
}

/** Of an excluded account only those are known that it had before. */
function excluded({ promises }: World, { account, bucket, record }: Reached): void {
  const verdict = record?.outcome?.verdict;
  if (verdict === undefined || verdict === 'excluded') return;
  // our rule was to be taken out, and could not be
  if (verdict === (account.hasRole ? 'denied' : 'failed') && isKeptOut(account)) return;
  promises.broken('reasons', bucket, `is excluded, and stands as ${verdict}`);
}

function covered(world: World, { account, bucket, record }: Reached): void {
  const { promises, s3, settings, organization } = world;
  const there = s3.memory.buckets.get(bucket);
  const { rules, selection, excludedNames } = settings;
  const days = organization.days(account.id, selection.days);
  const isCovered = isCoveredWithin(there?.lifecycle, days);
  const isNow = callsFor(there?.lifecycle, days, rules.onLongerRule);
  const { verdict, reason } = record?.outcome ?? {};
  const value = there?.tags?.get('partsweep:exclude');
  const isExcluded =
    excludedNames.some((pattern) => pattern === 'cdk-*' && bucket.startsWith('cdk-')) ||
    (rules.bucketOptOut && value !== undefined && value !== 'false');
  const allowed = verdicts();
  if (allowed === undefined) {
    promises.broken('covered-in-calm', bucket, `is not covered: ${verdict}, ${reason?.text}`);
  } else if (verdict === undefined || !allowed.includes(verdict) || reason === undefined || reason.text === '') {
    const as = `${verdict}: ${reason?.code}`;
    promises.broken('reasons', bucket, `stands as ${as}, not as ${allowed.join(' or ')}`);
  }

  /** What the bucket may stand as; undefined where it has to be covered and is not. */
  function verdicts(): readonly Verdict[] | undefined {
    if (isExcluded)
      return isCovered ? ['excluded', 'covered', 'applied', 'reported'] : ['excluded', ...reservations(isNow)];
    if (isCovered) return ['covered', 'applied', 'reported', 'held'];
    if (isNow === 'accepted') return ['covered'];
    if (isNow !== 'rule') return ['refused', 'reported'];
    if (record?.hold != null && wasUndone(world, bucket, account.id)) return ['held'];
    if (removals(world, bucket) >= rules.contestedAfter && verdict === 'contested') return ['contested'];
    if (selection.mode === 'audit') return ['would-apply'];
    return account.denies === 'writes' ? ['denied'] : undefined;
  }
}

/** A bucket that needs no rule, or cannot have it, is told so before its tags are asked. */
function reservations(isNow: ReturnType<typeof callsFor>): readonly Verdict[] {
  return isNow === 'rule' ? ['held', 'contested'] : ['refused', 'reported', 'covered'];
}

function wasUndone({ undone }: World, bucket: BucketName, account: AccountId): boolean {
  return undone.has('all') || undone.has(bucket) || undone.has(account);
}

/** How often somebody else took our rule away. */
function removals({ s3 }: World, bucket: BucketName): number {
  const { changes } = s3.history({ bucket });
  return changes.filter(({ by, lifecycle }, index) => {
    const before = changes[index - 1];
    const had = before !== undefined && hasOurs(before.lifecycle);
    return by === 'owner' && had && !isSameLifecycle(before.lifecycle, lifecycle);
  }).length;
}

/** An account's counters say what its buckets' records say. */
async function counters({ product, promises }: World, account: AccountId): Promise<void> {
  const { rows } = await product.inventory.buckets.buckets(account, { after: null, through: null, limit: 1_000 });
  const expected: Record<string, number> = {};
  for (const { record } of rows) {
    if (record.outcome !== null) expected[record.outcome.verdict] = (expected[record.outcome.verdict] ?? 0) + 1;
  }
  const { counts = {} } = (await product.inventory.accounts.account(account)) ?? {};
  const text = (of: object) => JSON.stringify(Object.entries(of).sort());
  if (text(counts) !== text(expected)) {
    promises.broken('reasons', account, `counts ${text(counts)}, and its buckets are ${text(expected)}`);
  }
}
