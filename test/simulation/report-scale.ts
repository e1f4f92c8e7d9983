import { setInterval } from 'node:timers';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { GrowingText } from '../../adapters/growing-text';
import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { NamedBucketRecord } from '../../core/inventory';
import type { Outcome } from '../../core/outcome';
import { reason } from '../../core/reasons';
import type { AccountRecord } from '../../core/sweep/account-record';
import { type ReportInventory, sourceOfInventory } from '../../report/inventory-source';
import { writeReport } from '../../report/write-report';

/** `npm run simulate:report -- BUCKETS ACCOUNTS`: the report of a large inventory, everything but the calls of DynamoDB and S3. */
const [buckets = 1_000_000, accounts = 1_000] = process.argv.slice(2).map(Number);
const AT = '2026-11-23T06:00:00.000Z';
const each = Math.ceil(buckets / accounts);
const id = (number: number) => String(300_000_000_000 + number) as AccountId;

/** Most are covered; one in fifty needs a person. Each comes through what the SDK does with an item. */
function recordOf(account: AccountId, number: number): NamedBucketRecord {
  const bucket = `bucket-${account}-${String(number).padStart(7, '0')}` as BucketName;
  const inNeed = number % 50 === 0;
  const outcome: Outcome = {
    account,
    region: 'eu-central-1' as Region,
    bucket,
    verdict: inNeed ? 'denied' : 'covered',
    reason: inNeed
      ? reason('access-denied', 'with an explicit deny in a service control policy')
      : reason('covered-by-ours'),
    days: 7,
    ruleId: null,
    before: { rules: 2, digest: bucket.padEnd(64, '0') },
    after: { rules: 2, digest: bucket.padEnd(64, '0') },
    calls: { 's3:GetBucketLifecycleConfiguration': 1 },
    at: AT,
  };
  const item = unmarshall(marshall({ outcome, since: AT, verdict: outcome.verdict, standing: 's'.repeat(43) }));
  return {
    bucket,
    record: { outcome: item['outcome'] as Outcome, change: null, removals: [], hold: null, since: AT },
  };
}

const inventory: ReportInventory = {
  accounts: {
    byLastVisit: async (_, from) => {
      const first = Number(from ?? 0);
      const rows = Array.from({ length: Math.min(200, accounts - first) }, (_row, index) => accountOf(first + index));
      return { rows, next: first + 200 < accounts ? String(first + 200) : null };
    },
    problems: async () => ({ rows: [], next: null }),
  },
  buckets: {
    buckets: async (account, { after, limit }) => {
      const first = after === null ? 0 : Number(after.slice(-7)) + 1;
      const rows = Array.from({ length: Math.max(0, Math.min(limit, each - first)) }, (_, index) =>
        recordOf(account, first + index),
      );
      return { rows, next: first + limit < each ? (rows.at(-1)?.bucket ?? null) : null };
    },
  },
  runs: { latest: async () => [], parts: async () => ({ rows: [], next: null }) },
  coverage: { newest: async () => [] },
  images: { between: async () => new Map() },
};

function accountOf(number: number): AccountRecord {
  const standing = { verdict: 'covered', reason: reason('surveyed'), at: AT } as const;
  const known = { name: `team ${number}`, profile: null, profileAt: AT, visitedAt: AT, visitedBy: 'run', standing };
  return { account: id(number), ...known, counts: {}, countsVersion: 1 };
}

async function main(): Promise<void> {
  const bytes: Record<string, number> = {};
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const began = process.hrtime.bigint();
  const source = await sourceOfInventory(inventory, { scope: 'a generated organization', now: Date.parse(AT) });
  const { rows } = await writeReport(source, {
    begin: async (name) => {
      bytes[name] = 0;
      const write = async (chunk: Uint8Array): Promise<void> => {
        bytes[name] = (bytes[name] ?? 0) + chunk.length;
      };
      const upload = { write, end: async () => undefined, abort: async () => undefined };
      return new GrowingText(upload, { compress: name.endsWith('.gz') });
    },
  });
  clearInterval(watch);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const { user, system } = process.cpuUsage();
  const figures = { rows, accounts, seconds, cpuSeconds: (user + system) / 1e6, peakMiB: peak / 2 ** 20, bytes };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
