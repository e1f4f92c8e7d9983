import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { FleetProblem } from '../../core/sweep/account-record';
import type { RunProgress } from '../../core/sweep/run';
import { Stage } from '../../tour/stage';
import { now } from './sweep-calls';
import { all, inventoryOf, items, knownOutcome } from './sweep-items';
import { calm, sweepToTheEnd, until } from './sweep-stage';

jest.setTimeout(600_000);

const HOME = 'eu-central-1';
const HEARD = 'eu-west-1';
/** One that an account can turn off. */
const OPT_IN = 'eu-south-1';
const MINUTE = 60_000;

const NO_ROLES = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: ['iam:CreateRole'], Resource: ['*'] }],
};

let stage: Stage;
let progress: RunProgress;
let problems: readonly FleetProblem[];
let metrics: Readonly<Record<string, unknown>>;
/** Joined under a policy that denies roles; joined with a Region turned off. */
let barred: string;
let partial: string;

beforeAll(async () => {
  stage = await Stage.open({
    accounts: 3,
    regions: [HOME, HEARD, OPT_IN],
    settleSeconds: 1,
    settings: { maxTries: 2, directoryBucketRegions: [] },
  });
  const { organization, stackSets, s3 } = stage.cloud;
  const unit = organization.organizationalUnitId('workloads/production');
  organization.attachServiceControlPolicy(unit, 'no-roles', NO_ROLES);
  barred = organization.createAccount('barred', unit).id;
  await stackSets.settled();
  organization.detachServiceControlPolicy(unit, 'no-roles');
  partial = organization.createAccount('partial', organization.organizationalUnitId('workloads')).id;
  stackSets.disableRegion(partial, OPT_IN);
  await stackSets.settled();
  await calm(stage);

  s3.seedBuckets(member(), OPT_IN, ['in-a-region-off'], new Date('2020-01-01'));
  stackSets.disableRegion(member(), OPT_IN);
  s3.seedBuckets(member(), HOME, ['beside-it'], new Date('2020-01-01'));
  // as if the account had been swept an hour ago, and the bucket made since then without an event
  await visitedAgo(60 * MINUTE, neighbour());
  s3.seedBuckets(neighbour(), HEARD, ['never-heard-of'], new Date(Date.now() - 20 * MINUTE));
  const from = now(stage);
  progress = await sweepToTheEnd(stage);
  metrics = metricsSince(from);
  problems = await problemsNow();
}, 600_000);

afterAll(() => stage?.stop());

const member = (): string => stage.landscape.workloads[1]?.id ?? '';
const neighbour = (): string => stage.landscape.workloads[2]?.id ?? '';

async function visitedAgo(milliseconds: number, account: string): Promise<void> {
  const { cloud, landscape } = stage;
  const credentials = cloud.administrator(landscape.hub.id);
  const dynamodb = new DynamoDBClient({ endpoint: cloud.endpoint, region: HOME, credentials });
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: 'partsweep-inventory',
      Key: { pk: { S: `account#${account}` }, sk: { S: 'account' } },
      UpdateExpression: 'SET visitedAt = :at',
      ExpressionAttributeValues: { ':at': { S: new Date(Date.now() - milliseconds).toISOString() } },
    }),
  );
  dynamodb.destroy();
}

async function problemsNow(): Promise<readonly FleetProblem[]> {
  const inventory = inventoryOf(stage);
  try {
    return await all((from) => inventory.accounts.problems(null, from));
  } finally {
    inventory.close();
  }
}

/** The totals that the end of a sweep of everything told, as metrics in the log. */
function metricsSince(from: number): Readonly<Record<string, unknown>> {
  const told = stage.cloud.trace
    .entries()
    .slice(from)
    .filter((entry) => entry.kind === 'log' && entry.functionName === 'partsweep-start-sweep')
    .map((entry) => (entry.kind === 'log' ? (JSON.parse(entry.line) as Record<string, unknown>) : {}));
  return told.findLast((line) => line['fleet-problems'] !== undefined) ?? {};
}

const problemsOf = (account: string) => problems.filter((problem) => problem.account === account);

async function standing(account: string): Promise<unknown> {
  return (await items(stage)).find(({ pk, sk }) => pk === `account#${account}` && sk === 'account')?.['standing'];
}

describe('an account in which no role could be made', () => {
  it('is a problem in the inventory, in the words of StackSets, for each stack that failed', () => {
    const found = problemsOf(barred);
    expect(found).toContainEqual(
      expect.objectContaining({
        region: HOME,
        source: { kind: 'stack-set', name: 'partsweep-roles' },
        reason: expect.objectContaining({
          code: 'stack-instance-failed',
          text: expect.stringContaining('service control policy'),
        }),
      }),
    );
  });

  it('failed in the run, and stands for what is in the way', async () => {
    expect(progress.failures).toEqual([
      { account: barred, reason: expect.objectContaining({ code: 'role-not-assumable' }) },
    ]);
    expect(await standing(barred)).toMatchObject({ verdict: 'denied', reason: { code: 'role-not-assumable' } });
  });
});

describe('an account with a Region that is off', () => {
  it('is a problem in the inventory, for the Region that no event comes from', () => {
    expect(problemsOf(partial)).toEqual([
      expect.objectContaining({
        region: OPT_IN,
        source: { kind: 'stack-set', name: `partsweep-forwarder-${OPT_IN}` },
        reason: expect.objectContaining({ code: 'region-off' }),
      }),
    ]);
  });

  it('has a bucket there as failed, with the reason, and its other buckets done', async () => {
    expect(await knownOutcome(stage, member(), 'in-a-region-off')).toMatchObject({
      verdict: 'failed',
      reason: { code: 's3-unavailable', text: expect.stringContaining('where it is off') },
    });
    expect(await knownOutcome(stage, member(), 'beside-it')).toMatchObject({ verdict: 'applied' });
    expect(await standing(member())).toMatchObject({ verdict: 'covered' });
  });
});

describe('a bucket that was made since the last sweep, and of which no event told', () => {
  it('is a gap of its account and Region in the inventory, and has its rule all the same', async () => {
    expect(problemsOf(neighbour())).toEqual([
      expect.objectContaining({
        region: HEARD,
        source: { kind: 'bucket', name: 'never-heard-of' },
        reason: expect.objectContaining({ code: 'forwarder-gap' }),
      }),
    ]);
    expect(await knownOutcome(stage, neighbour(), 'never-heard-of')).toMatchObject({ verdict: 'applied' });
  });
});

describe('the totals of the sweep', () => {
  it('count what cannot be seen', () => {
    expect(metrics).toMatchObject({
      'fleet-problems': problems.length - 1,
      'forwarder-gaps': 1,
      'accounts-missing': 0,
    });
    expect(problems.length - 1).toBeGreaterThanOrEqual(2);
  });

  it('count no bucket as right that could not be read, and no account that could not be looked into', () => {
    expect(metrics).toMatchObject({ 'buckets-failed': 1, 'accounts-denied': 1, 'accounts-excluded': 2 });
  });

  it('count no account as right that something is in the way of', () => {
    // the hub, the log archive and one workload: not the one with a gap, and not the one with a Region turned off
    expect(metrics).toMatchObject({ 'accounts-covered': 3 });
  });
});

describe('what was mended', () => {
  it('is a problem no more after the next sweep: an event of the Region came', async () => {
    await visitedAgo(10 * MINUTE, neighbour());
    await stage.user(neighbour(), HEARD).create('heard-of');
    await until(
      'its rule',
      async () => (await knownOutcome(stage, neighbour(), 'heard-of'))?.verdict === 'applied' || undefined,
    );
    await sweepToTheEnd(stage);

    const left = (await problemsNow()).filter(({ account }) => account === neighbour());
    expect(left).toEqual([]);
    expect((await problemsNow()).length).toBe(problems.length - 1);
  });
});
