import type { Verdict } from '../../core/outcome';
import { peaceSnippet } from '../../core/peace';
import { type ReasonCode, reason } from '../../core/reasons';
import { buildReport, type ReportSource } from '../../report/build-report';
import type { AccountSource, ReportModel, ReportRow } from '../../report/model';
import { reportReason } from '../../report/source-rows';

const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-2', 'sa-east-1'];
const TEAMS = ['payments', 'search', 'media', 'ledger', 'risk', 'web', 'data-lake', 'logs', 'identity', 'mobile'];
const PURPOSES = ['artifacts', 'backups', 'uploads', 'exports', 'terraform-state', 'assets', 'raw', 'curated'];

/** Verdicts with the reason of each, as often as an organization that is mostly well has them. */
const MIX: readonly (readonly [weight: number, Verdict, ReasonCode, detail?: string])[] = [
  [520, 'covered', 'covered-by-other'],
  [360, 'applied', 'applied'],
  [25, 'waiting', 'settling'],
  [40, 'excluded', 'excluded-by-bucket-tag'],
  [6, 'held', 'held'],
  [12, 'contested', 'contested'],
  [9, 'refused', 'too-many-rules'],
  [20, 'denied', 'access-denied', 'with an explicit deny in a service control policy'],
  [5, 'reported', 'longer-rule-reported'],
  [3, 'failed', 'lost-update'],
];
const WEIGHTS = MIX.reduce((sum, [weight]) => sum + weight, 0);
const START = Date.parse('2026-11-23T06:00:00Z');

/** Buckets of an organization, the same for the same number; digests differ, as they do in life. */
export function* generatedRows(count: number, accounts: number): Generator<ReportRow> {
  const random = randomNumbers(count);
  for (let number = 0; number < count; number += 1) yield generatedRow(number, accounts, random);
}

function generatedRow(number: number, accounts: number, random: () => number): ReportRow {
  const pick = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const [, verdict, code, detail] = weighted(random());
  const account = accountId(Math.floor(random() ** 2 * accounts));
  const digest = (): string =>
    Array.from({ length: 8 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const before = { rules: Math.floor(random() * 5), digest: digest() };
  const contested = verdict === 'contested';
  const at = new Date(START - Math.floor(random() * 30 * 86_400_000)).toISOString();
  const tool = contested ? 'terraform' : pick(['terraform', 'cdk', 'console', 'cli'] as const);
  const why = reportReason(reason(code, detail));
  return {
    account,
    region: pick(REGIONS),
    bucket: `${pick(TEAMS)}-${pick(PURPOSES)}-${account.slice(-4)}-${number.toString(36).padStart(4, '0')}`,
    verdict,
    reason: contested ? { ...why, snippet: peaceSnippet('terraform', 7).text } : why,
    days: 7,
    before: verdict === 'denied' ? null : before,
    after: verdict === 'denied' ? null : verdict === 'applied' ? { rules: before.rules + 1, digest: digest() } : before,
    change:
      random() < 0.6
        ? {
            eventName: 'PutBucketLifecycleConfiguration',
            at,
            principal: `arn:aws:iam::${account}:role/${pick(TEAMS)}-deploy (session ci-${Math.floor(random() * 400)})`,
            userAgent: tool === 'terraform' ? 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8' : 'aws-cli/2.17.1',
            tool,
            service: null,
          }
        : null,
    removals: contested ? [{ at, by: `arn:aws:iam::${account}:role/deploy`, tool: 'terraform' }] : [],
    hold: verdict === 'held' ? { since: at, by: 'somebody@example.com' } : null,
    at,
    ...(random() < 0.1 ? { uploads: generatedUploads(random) } : {}),
    ...(number % 100 === 0 || contested
      ? { beforeConfiguration: configuration(false, number), afterConfiguration: configuration(true, number) }
      : {}),
  };
}

function configuration(ours: boolean, number: number): string {
  const rule = { ID: `expire-${number % 50}`, Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 30 } };
  const abort = {
    ID: 'partsweep',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  };
  return JSON.stringify({ Rules: ours ? [rule, abort] : [rule] }, null, 2);
}

function generatedUploads(random: () => number): NonNullable<ReportRow['uploads']> {
  const count = 1 + Math.floor(random() * 40);
  const bytes = Math.floor(count * random() * 9e9);
  const oldest = new Date(START - Math.floor(random() * 900 * 86_400_000)).toISOString();
  return { count, parts: count * 12, bytes, oldest, monthlyCost: (bytes / 2 ** 30) * 0.023, sampled: count > 38 };
}

/** A whole source: the rows, accounts of which a few need somebody, half a year of coverage, and runs. */
export function generatedSource(count: number, accounts = Math.max(3, Math.floor(count / 40))): ReportSource {
  const known: AccountSource[] = Array.from({ length: accounts }, (_, number) => ({
    account: accountId(number),
    name: `${TEAMS[number % TEAMS.length]}-${number % 3 === 0 ? 'production' : 'staging'}-${number}`,
    standing:
      number % 211 === 2
        ? { verdict: 'denied', reason: reportReason(reason('role-not-assumable')), at: '2026-11-23T06:00:00Z' }
        : { verdict: 'covered', reason: reportReason(reason('surveyed')), at: '2026-11-23T06:00:00Z' },
    visitedAt: new Date(START - number * 1000).toISOString(),
  }));
  const history = Array.from({ length: 180 }, (_, day) => ({
    at: new Date(START - (179 - day) * 86_400_000).toISOString(),
    total: 900 + day,
    covered: Math.round((900 + day) * (0.93 - 0.55 * Math.exp(-day / 22) + 0.004 * Math.sin(day / 3))),
  }));
  return {
    generatedAt: new Date('2026-11-23T06:40:00Z'),
    title: 'Incomplete multipart uploads',
    scope: 'organization o-exampleorgid',
    history,
    problems: [
      {
        account: accountId(1),
        region: 'sa-east-1',
        source: 'stack-set partsweep-forwarder-sa-east-1',
        reason: reportReason(reason('region-off')),
        at: '2026-11-23T05:00:00Z',
      },
    ],
    runs: [
      {
        id: 'r2',
        task: 'sweep',
        scope: 'everything',
        trigger: 'schedule',
        by: null,
        startedAt: '2026-11-23T06:00:00Z',
        finishedAt: '2026-11-23T06:31:00Z',
      },
      {
        id: 'r1',
        task: 'sweep',
        scope: 'everything',
        trigger: 'operator',
        by: 'arn:aws:iam::111122223333:role/Security',
        startedAt: '2026-11-22T09:12:00Z',
        finishedAt: '2026-11-22T09:40:00Z',
      },
    ],
    pricesAt: '2026-11-01',
    accounts: known,
    rows: generatedRows(count, accounts),
  };
}

export function generatedReport(count: number): Promise<ReportModel> {
  return buildReport(generatedSource(count));
}

function accountId(number: number): string {
  return String(100_000_000_000 + ((number * 7_919_317_013) % 900_000_000_000)).padStart(12, '0');
}

function weighted(share: number): (typeof MIX)[number] {
  let left = share * WEIGHTS;
  for (const entry of MIX) {
    left -= entry[0];
    if (left < 0) return entry;
  }
  return MIX[0] as (typeof MIX)[number];
}

/** Numbers of 0 to 1 that are the same every time. Source: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
