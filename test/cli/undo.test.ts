import { calm, until } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

const ORGANIZATION = 'o-tour000001';

let hub: HubStage;

beforeAll(async () => {
  hub = await HubStage.open();
  hub.seed(hub.account(1), ['orders-1', 'orders-2']);
  hub.seed(hub.account(2), ['logs-1', 'logs-2']);
  await hub.run(['sweep', '--watch']);
  await calm(hub.stage);
}, 600_000);
afterAll(async () => hub.stop());

jest.setTimeout(600_000);

function lastOf(bucket: string): string | undefined {
  return hub.stage.outcomes(bucket).at(-1)?.verdict;
}

describe('undo refuses', () => {
  test.each([
    [[], 'it is not said what to undo'],
    [['orders-1', '--all'], 'two different things'],
    [['--account', '111111111111', '--all'], 'contradict each other'],
    [['--bucket-region', 'eu-central-1', '--all'], '--bucket-region goes with a bucket'],
    [['--all'], 'there is nobody who could be asked'],
    [['orders-1'], 'there is nobody who could be asked'],
    [['--all', '--confirm', 'o-another'], 'nothing was done: "o-another" is not the ID of the organization'],
    [['orders-1', '--confirm', 'orders-2'], 'nothing was done: "orders-2" is not the name of the bucket'],
  ])('%j', async (args, words) => {
    const { status, stdout, stderr } = await hub.run(['undo', ...args]);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(['orders-1', 'orders-2'].map(lastOf)).toEqual(['applied', 'applied']);
  });
});

test('a dry run shows how many buckets of which accounts have our rule', async () => {
  const { status, stdout } = await hub.run(['undo', '--all', '--dry-run']);
  expect(stdout).toContain('5 buckets in 3 accounts have our rule');
  expect(stdout).toContain(`  ${hub.account(1)}  2  workload-2\n`);
  expect(status).toBe(0);
  const json = await hub.run(['undo', '--account', hub.account(2), '--dry-run', '--json']);
  expect(JSON.parse(json.stdout)).toEqual({
    dryRun: true,
    buckets: 2,
    accounts: [{ account: hub.account(2), name: 'workload-3', buckets: 2 }],
  });
  expect(lastOf('orders-1')).toBe('applied');
});

test('undoes one bucket, which resume releases again', async () => {
  const { status, stdout, stderr } = await hub.run(['undo', 's3://orders-1', '--confirm', 'orders-1']);
  expect(stdout).toBe('s3://orders-1: held, our rule was taken out\n');
  expect(stderr).toContain(`s3://orders-1 (${hub.account(1)}, eu-central-1): it has our rule; applied`);
  expect(stderr).toContain('include it again with: partsweep resume s3://orders-1');
  expect(status).toBe(0);
  expect(lastOf('orders-2')).toBe('applied');

  const released = await hub.run(['resume', 'orders-1']);
  expect(released.stdout).toBe(`s3://orders-1 (${hub.account(1)}, eu-central-1) is released: it was held\n`);
  expect(released.status).toBe(0);
  await until('the rule in orders-1', async () => lastOf('orders-1') === 'applied' || undefined);
  await calm(hub.stage);
});

test('undoes one account, and names the buckets where it could not be done with the reason', async () => {
  hub.stage.cloud.s3.failNext(
    { operation: 'PutBucketLifecycleConfiguration', bucket: 'logs-2' },
    { code: 'AccessDenied', message: 'Access Denied', status: 403 },
    50,
  );
  hub.stage.cloud.s3.failNext(
    { operation: 'DeleteBucketLifecycle', bucket: 'logs-2' },
    { code: 'AccessDenied', message: 'Access Denied', status: 403 },
    50,
  );
  const { status, stdout } = await hub.run(['undo', '--account', hub.account(2), '--confirm', hub.account(2)]);
  expect(stdout).toContain('1 bucket without our rule now, and held');
  expect(stdout).toContain('1 bucket where it could not be taken out');
  expect(stdout).toContain(`  s3://logs-2 (${hub.account(2)}, eu-central-1)  denied: S3 denied access`);
  expect(status).toBe(1);
  expect(lastOf('logs-1')).toBe('held');
});

test('undoes everything, by its qualifier, and prints what became of it as JSON', async () => {
  const { status, stdout, stderr } = await hub.run([
    ...['undo', '--all', '--confirm', ORGANIZATION, '--qualifier', 'partsweep', '--json'],
  ]);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  expect(document).toMatchObject({
    progress: { run: { task: 'undo', scope: { kind: 'all' } }, accounts: { open: 0, failed: 0 } },
    takenOut: 3,
    notTakenOut: [],
    // denied, as it was before
    nothingNew: 1,
  });
  expect(['orders-1', 'orders-2'].map(lastOf)).toEqual(['held', 'held']);
  expect(stderr).toBe('');
  expect(status).toBe(1);
});
