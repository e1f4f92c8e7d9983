import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { giveAccess } from '../../tour/account-access';
import { landscape } from '../../tour/landscape';
import { ROOT } from './command';
import { runBeside } from './run-beside';
import { runProcess } from './run-process';

const REGION = 'eu-central-1';
const LANDSCAPE = landscape(2);
const [, WORKLOAD] = LANDSCAPE.workloads;
const HUB = LANDSCAPE.hub.id;
const ORGANIZATION = LANDSCAPE.organization.id;

let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  cloud = await startCloud({ organization: LANDSCAPE.organization });
  await giveAccess(cloud, LANDSCAPE, REGION);
  cloud.s3.seedBuckets(WORKLOAD?.id ?? '', REGION, ['orders'], new Date(Date.now() - 86_400_000));
  folder = mkdtempSync(join(tmpdir(), 'partsweep-newcomer-'));
}, 600_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.stop();
});

function loggedIn(account: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = cloud.administrator(account);
  return {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** CloudFormation's schemas have looked at the templates in `test/lib`; to let them do it at each step again takes as long as all else. */
const UNCHECKED = { CDK_VALIDATION: 'false' };

const partsweep = (args: readonly string[], account = HUB, watch?: (output: string, kill: () => void) => void) =>
  runBeside(args, { ...loggedIn(account), ...UNCHECKED }, { cwd: folder, ...(watch === undefined ? {} : { watch }) });

const settingsFile = () => join(folder, 'cdk.json');

function changeSettings(changes: object): void {
  const { context } = JSON.parse(readFileSync(settingsFile(), 'utf8'));
  writeFileSync(settingsFile(), JSON.stringify({ context: { partsweep: { ...context.partsweep, ...changes } } }));
}

const stackNames = (account: string): readonly string[] =>
  cloud.stacks
    .list()
    .filter((stack) => stack.account === account)
    .map(({ stackName }) => stackName.replace(/-[0-9a-f]{8}-.*/, ''));

/** The path of the README, in its order: each step needs the one before it. */
describe('from nothing to a deployment and back, as the README walks it', () => {
  test('scan: an answer before anything is deployed', async () => {
    const { status, stdout } = await partsweep(['scan', '--organization', '--json'], LANDSCAPE.managementAccountId);
    expect(status).toBe(1);
    expect(stdout).toContain('"orders"');
  }, 600_000);

  test('fails to deploy without settings', async () => {
    const { status, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('run partsweep init') });
  }, 600_000);

  test('init --yes: writes settings', async () => {
    const { status } = await partsweep(['init', '--yes', '--regions', REGION]);
    expect(status).toBe(0);
    const { context } = JSON.parse(readFileSync(settingsFile(), 'utf8'));
    expect(context.partsweep).toMatchObject({ hubAccountId: HUB, organizationId: ORGANIZATION, mode: 'audit' });
    // nobody waits five minutes here
    changeSettings({ settleSeconds: 1 });
  }, 600_000);

  test('fails to deploy where the CDK was not bootstrapped, with the command that does it', async () => {
    const { status, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION]);
    expect(status).toBe(2);
    expect(stderr).toContain(`npx cdk bootstrap aws://${HUB}/${REGION}`);
  }, 600_000);

  test('doctor: names the bootstrap and the deployment as what is missing', async () => {
    const { status, stdout } = await partsweep(['doctor']);
    expect(status).toBe(1);
    expect(stdout).toContain('mend: npx cdk bootstrap');
    expect(stdout).toContain('mend: npx partsweep deploy');
  }, 600_000);

  test('cdk bootstrap: the command of the CDK itself', async () => {
    const { status } = await runProcess(
      [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'bootstrap', `aws://${HUB}/${REGION}`, '--no-notices'],
      { cwd: folder, env: { ...loggedIn(HUB), CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: '1' } },
    );
    expect(status).toBe(0);
    expect(stackNames(HUB)).toContain('CDKToolkit');
  }, 600_000);

  test.each([
    ['deploy', ['deploy']],
    ['destroy', ['destroy', '--rules', 'keep']],
  ])(
    'fails to %s unless it is confirmed by the ID of the organization',
    async (_, args) => {
      const nobody = await partsweep(args);
      expect({ status: nobody.status, stderr: nobody.stderr }).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('--confirm'),
      });
      const wrong = await partsweep([...args, '--confirm', HUB]);
      expect({ status: wrong.status, stderr: wrong.stderr }).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('is not the ID of the organization'),
      });
    },
    60_000,
  );

  test('fails to deploy or destroy with the credentials of another account', async () => {
    const { status, stderr } = await partsweep(['destroy', '--dry-run'], WORKLOAD?.id);
    expect(status).toBe(2);
    expect(stderr).toContain(`these are credentials of account ${WORKLOAD?.id}, and the hub is in ${HUB}`);
  }, 600_000);

  test('stops at Ctrl-C while it deploys, and says how far it is', async () => {
    const { status, stdout, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION], HUB, (output, kill) => {
      if (output.includes('partsweep-hub (eu-central-1) CREATE_')) kill();
    });
    expect(stderr).toContain('stopped: CloudFormation goes on with the stack that it was at');
    expect(stdout).toContain('partsweep-fleet');
    expect(status).toBe(130);
  }, 600_000);

  test('deploy: what is missing, with the accounts that have it', async () => {
    const { status, stdout, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION, '--json']);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { stacks, stackSets, changed } = JSON.parse(stdout);
    expect(changed).toBe(true);
    expect(stacks.map(({ name, status: at }: Record<string, unknown>) => `${name} ${at}`)).toEqual([
      'partsweep-hub CREATE_COMPLETE',
      'partsweep-fleet CREATE_COMPLETE',
    ]);
    // the hub, the log archive and the two workload accounts
    expect(stackSets).toMatchObject([
      { name: 'partsweep-roles', current: 4, failed: 0 },
      { name: `partsweep-forwarder-${REGION}`, current: 4, failed: 0 },
    ]);
  }, 600_000);

  test('audit: the bucket that the scan found would get the rule, and has none', async () => {
    const coverage = async () => {
      const { stdout } = await partsweep(['report', '--now', '--format', 'json']);
      const { buckets = [] } = JSON.parse(stdout) as { buckets?: { bucket: string; verdict: string }[] };
      return buckets.find(({ bucket }) => bucket === 'orders')?.verdict;
    };
    while ((await coverage()) !== 'would-apply') await new Promise((go) => setTimeout(go, 500));
    expect(cloud.s3.inspect('orders')?.lifecycle).toBeUndefined();
  }, 600_000);

  test('deploy again, in another mode, with a bucket excluded and another hour: the stack is updated', async () => {
    changeSettings({ mode: 'apply', excludedBucketNames: ['legacy-*'], sweepHours: 12 });
    const shown = await partsweep(['deploy', '--dry-run']);
    expect({ status: shown.status, stdout: shown.stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/-.*audit[\s\S]*\+.*apply/),
    });
    const { status, stdout, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION, '--json']);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { stacks, changed } = JSON.parse(stdout);
    expect(changed).toBe(true);
    expect(stacks.map(({ name, status: at }: Record<string, unknown>) => `${name} ${at}`)).toEqual([
      'partsweep-hub UPDATE_COMPLETE',
      'partsweep-fleet CREATE_COMPLETE',
    ]);
  }, 600_000);

  test('the bucket that the scan found has the rule, and the excluded one has none', async () => {
    cloud.s3.seedBuckets(WORKLOAD?.id ?? '', REGION, ['legacy-orders'], new Date(Date.now() - 86_400_000));
    const { status } = await partsweep(['sweep', '--watch']);
    expect(status).toBe(0);
    while (cloud.s3.inspect('orders')?.lifecycle === undefined) await new Promise((go) => setTimeout(go, 200));
    expect(cloud.s3.inspect('legacy-orders')?.lifecycle).toBeUndefined();
  }, 600_000);

  test('deploy a third time: there is nothing to change', async () => {
    const { status, stderr } = await partsweep(['deploy', '--confirm', ORGANIZATION]);
    expect(stderr).toContain('nothing had to be changed');
    expect(status).toBe(0);
  }, 600_000);

  test('doctor: the deployment is right', async () => {
    const { stdout } = await partsweep(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: readonly { id: string; standing: string }[] };
    const deployment = checks.filter(({ id }) => /^(stack|stack-set|bootstrap)/.test(id));
    expect(deployment.filter(({ standing }) => standing !== 'fine')).toEqual([]);
    expect(deployment.length).toBeGreaterThanOrEqual(5);
  }, 600_000);

  test('destroy --rules undo: takes the rules out, then the stacks, and finds nothing left', async () => {
    const args = ['destroy', '--rules', 'undo', '--confirm', ORGANIZATION];
    const { status, stdout, stderr } = await partsweep(args);
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('nothing is left of stacks, stack sets, roles, rules and queues');
    expect(stdout).toContain(`aws dynamodb delete-table --table-name partsweep-inventory --region ${REGION}`);
    expect(cloud.s3.inspect('orders')?.lifecycle).toBeUndefined();
    expect(stackNames(HUB)).toEqual(['organization-access', 'CDKToolkit']);
    expect(stackNames(WORKLOAD?.id ?? '')).toEqual(['organization-access']);
    expect(cloud.stackSets.list()).toEqual([]);
  }, 600_000);
});
