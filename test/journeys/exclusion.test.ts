import { RULE_ID } from '../../core/contract/names';
import { covers } from '../../core/plan';
import type { BucketUser } from '../../tour/bucket-user';
import { Operator } from './operator-stage';
import { OrganizationUser } from './organization-user';
import { ToolUser } from './tool-user';
import { byMemberRole, callsOf } from './trace-reader';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const OUT = { 'partsweep:exclude': 'true' };

let operator: Operator;
let organization: OrganizationUser;

beforeAll(async () => {
  operator = await Operator.open({
    accounts: 5,
    regions: [REGION],
    settleSeconds: 1,
    settings: { profileSeconds: 0, excludedBucketNames: ['*-scratch', 'tmp-*-of-*'], days: 9 },
  });
  organization = new OrganizationUser(operator.stage);
});

afterAll(() => operator?.stage.stop());

const user = (index: number, region = REGION): BucketUser => operator.stage.user(operator.account(index), region);
const tools = (index: number, region = REGION) => new ToolUser(operator.stage, operator.account(index), region);
const unit = (path: string): string => operator.stage.cloud.organization.organizationalUnitId(path);

function warnings(): readonly string[] {
  return operator.stage.cloud.trace
    .entries()
    .flatMap((entry) => (entry.kind === 'log' && entry.line.includes('"warn"') ? [entry.line] : []));
}

describe('the nearest tag wins', () => {
  // workloads: out, five days; production below it: in, with days that are none; one account in production: two days
  beforeAll(async () => {
    await organization.tag(unit('workloads'), { ...OUT, 'partsweep:days': '5' });
    await organization.tag(unit('workloads/production'), { 'partsweep:exclude': 'false', 'partsweep:days': 'soon' });
    await organization.tag(operator.account(3), { 'partsweep:days': '2' });
    await organization.tag(operator.account(4), { 'partsweep:exclude': 'false', 'partsweep:days': '0' });
  });

  afterAll(async () => {
    await organization.untag(unit('workloads'), 'partsweep:exclude', 'partsweep:days');
    await organization.untag(unit('workloads/production'), 'partsweep:exclude', 'partsweep:days');
  });

  it.each([
    ['an OU above it says out', 2, 'excluded', 'excluded-by-ou-tag', null],
    ['the nearer OU says in, and the days come from above it', 1, 'applied', 'applied', 5],
    ['the account has days of its own', 3, 'applied', 'applied', 2],
    ['the account says in, and its days are none', 4, 'applied', 'applied', 5],
    ['the account says out', 0, 'excluded', 'excluded-by-account-tag', null],
  ] as const)('by event and by sweep where %s', async (_, index, verdict, code, days) => {
    const account = operator.account(index);
    await user(index).create(`by-event-${index}`);
    operator.stage.cloud.s3.seedBuckets(account, SILENT, [`by-sweep-${index}`], new Date('2025-03-01'));
    expect(await operator.known(account, `by-event-${index}`, verdict, code)).toMatchObject({ days });
    await operator.sweep({ kind: 'account', id: account as never });
    // nothing is known of the buckets of an account that was always excluded: no call was made there
    if (verdict === 'excluded') {
      expect(await operator.record(account, `by-sweep-${index}`)).toBeUndefined();
      return;
    }
    await operator.known(account, `by-sweep-${index}`, verdict, code);
    for (const [bucket, region] of [
      [`by-event-${index}`, REGION],
      [`by-sweep-${index}`, SILENT],
    ] as const) {
      const configuration = await user(index, region).readLifecycle(bucket);
      expect(configuration?.xml).toContain(`<DaysAfterInitiation>${days}</DaysAfterInitiation>`);
    }
  });

  it('reports bad values by a line in the logs of event and sweep', () => {
    const bad = `partsweep:days=\\"soon\\" on ${unit('workloads/production')} is not a whole number`;
    const lines = operator.stage.cloud.trace
      .entries()
      .flatMap((entry) => (entry.kind === 'log' && entry.line.includes(bad) ? [entry.functionName] : []));
    expect(new Set(lines)).toEqual(new Set(['partsweep-reconcile-bucket', 'partsweep-survey-account']));
    expect(warnings().some((line) => line.includes('partsweep:days=\\"0\\" on the account'))).toBe(true);
  });

  it('makes no call to S3 in an excluded account', () => {
    const calls = callsOf(operator.stage, (call) => byMemberRole(call) && call.account === operator.account(0));
    expect(calls).toEqual([]);
  });
});

describe('names of buckets', () => {
  it('exclude by event and by sweep, without a call about the bucket', async () => {
    const account = operator.account(1);
    await user(1).create('data-scratch');
    operator.stage.cloud.s3.seedBuckets(account, SILENT, ['tmp-1-of-2', 'tmp-1'], new Date('2025-03-01'));
    await operator.known(account, 'data-scratch', 'excluded', 'excluded-by-name');
    await operator.sweep({ kind: 'account', id: account as never });
    await operator.known(account, 'tmp-1-of-2', 'excluded', 'excluded-by-name');
    await operator.known(account, 'tmp-1', 'applied');

    const about = callsOf(
      operator.stage,
      (call) => byMemberRole(call) && /:(data-scratch|tmp-1-of-2)$/.test(call.resource),
    );
    expect(about).toEqual([]);
  });
});

describe("a bucket's own tag", () => {
  it('excludes, and counts no more once it is gone, by event', async () => {
    const account = operator.account(1);
    const bucket = 'opting-out';
    await user(1).create(bucket);
    await user(1).tag(bucket, OUT);
    await operator.known(account, bucket, 'excluded', 'excluded-by-bucket-tag');
    await operator.idle();
    expect(operator.writes(bucket)).toEqual([]);

    await tools(1).deleteTags(bucket);
    await operator.known(account, bucket, 'applied');
  });

  it('excludes, and counts no more once it is gone, by sweep', async () => {
    const account = operator.account(1);
    const bucket = 'opting-out-silently';
    await user(1, SILENT).create(bucket);
    await user(1, SILENT).tag(bucket, OUT);
    await operator.sweep();
    await operator.known(account, bucket, 'excluded', 'excluded-by-bucket-tag');

    await tools(1, SILENT).deleteTags(bucket);
    await operator.sweep();
    await operator.known(account, bucket, 'applied');
  });

  it('leaves our rule where it is when it comes later', async () => {
    const account = operator.account(1);
    const bucket = 'opting-out-late';
    await user(1).create(bucket);
    await operator.known(account, bucket, 'applied');
    const from = operator.now();
    await user(1).tag(bucket, OUT);
    await operator.idle();
    await operator.sweep();
    await operator.idle();

    expect(operator.writes(bucket, from)).toEqual([]);
    expect(covers(await user(1).readLifecycle(bucket), { days: 9 })).toBe(true);
  });

  it('excludes though the listing of tags has not yet heard of it', async () => {
    const account = operator.account(1);
    const bucket = 'unheard-of';
    operator.stage.cloud.tagging.hide(`arn:aws:s3:::${bucket}`);
    await user(1, SILENT).create(bucket);
    await user(1, SILENT).tag(bucket, OUT);
    await operator.sweep();
    await operator.known(account, bucket, 'excluded', 'excluded-by-bucket-tag');
    expect(operator.writes(bucket)).toEqual([]);
  });

  it('is asked for again when S3 fails to tell it, and nothing is written meanwhile', async () => {
    const account = operator.account(1);
    const bucket = 'asked-again';
    const answer = { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' };
    operator.stage.cloud.s3.failNext({ operation: 'GetBucketTagging', bucket }, answer, 2);
    await user(1).create(bucket);
    await operator.known(account, bucket, 'applied');

    const calls = callsOf(operator.stage, (call) => byMemberRole(call) && call.resource === `arn:aws:s3:::${bucket}`);
    const [put] = calls.flatMap(({ action }, index) =>
      action === 's3:PutBucketLifecycleConfiguration' ? [index] : [],
    );
    const tags = calls.slice(0, put).filter(({ action }) => action === 's3:GetBucketTagging');
    expect(tags.map(({ error }) => error?.code)).toEqual(['SlowDown', 'SlowDown', 'NoSuchTagSet']);
  });

  it('keeps the bucket untouched where it cannot be read', async () => {
    const account = operator.account(1);
    const bucket = 'tags-denied';
    await tools(1).create(bucket);
    await tools(1).putPolicy(bucket, {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetBucketTagging',
      Resource: `arn:aws:s3:::${bucket}`,
    });
    await operator.known(account, bucket, 'denied', 'tags-denied');
    await operator.sweep();
    await operator.idle();
    expect(operator.writes(bucket)).toEqual([]);
  });
});

describe("an account's tag", () => {
  it('is acted on by the next sweep when it comes, and when it goes', async () => {
    const account = operator.account(2);
    const bucket = 'of-an-account-going-out';
    await user(2).create(bucket);
    await operator.known(account, bucket, 'applied');
    await organization.tag(account, OUT);
    await operator.sweep();
    const outcome = await operator.known(account, bucket, 'excluded', 'excluded-by-account-tag');
    // kept in the bucket, and remembered
    expect(outcome.ruleId).toBe(RULE_ID);
    expect(covers(await user(2).readLifecycle(bucket), { days: 9 })).toBe(true);

    // an event of an excluded account changes nothing
    await tools(2).deleteRules(bucket);
    await operator.idle();
    expect(await user(2).readLifecycle(bucket)).toBeUndefined();

    await organization.untag(account, 'partsweep:exclude');
    await operator.sweep();
    await operator.known(account, bucket, 'applied');
    expect(covers(await user(2).readLifecycle(bucket), { days: 9 })).toBe(true);
  });
});
