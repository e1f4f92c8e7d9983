import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../../../sandbox/cloud';
import { ROOT } from '../command';
import { runBeside } from '../run-beside';
import { runProcess } from '../run-process';

const ACCOUNT = '100000000001';
const HOME = 'eu-central-1';
/** Was never bootstrapped. */
const OTHER = 'us-east-1';

let cloud: Cloud;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-alone000001',
      managementAccount: { id: '100000000009', name: 'management' },
      root: { accounts: [{ id: ACCOUNT, name: 'alone' }] },
      trustedAccess: [],
    },
  });
  const { accessKeyId, secretAccessKey } = cloud.administrator(ACCOUNT);
  env = {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: HOME,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    // CloudFormation's schemas have looked at the templates in `test/lib`
    CDK_VALIDATION: 'false',
  };
  folder = mkdtempSync(join(tmpdir(), 'partsweep-one-account-'));
  const partsweep = {
    scope: 'account',
    hubAccountId: ACCOUNT,
    homeRegion: HOME,
    regions: [HOME, OTHER],
    mode: 'apply',
    settleSeconds: 1,
  };
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { partsweep } }));
  const old = new Date(Date.now() - 86_400_000);
  cloud.s3.seedBuckets(ACCOUNT, HOME, ['near'], old);
  cloud.s3.seedBuckets(ACCOUNT, OTHER, ['far'], old);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.stop();
});

jest.setTimeout(600_000);

const partsweep = (args: readonly string[]) => runBeside(args, env, { cwd: folder });

const stacks = () =>
  cloud.stacks
    .list()
    .map(({ stackName, region }) => `${stackName} ${region}`)
    .sort();

const OURS = [
  `partsweep-forwarder-${HOME} ${HOME}`,
  `partsweep-forwarder-${OTHER} ${OTHER}`,
  `partsweep-hub ${HOME}`,
  `partsweep-roles ${HOME}`,
];

/** Each step needs the one before it. */
describe('one account alone, by the commands', () => {
  test('is deployed, also into a Region that was never bootstrapped', async () => {
    const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
    const bootstrap = ['bootstrap', `aws://${ACCOUNT}/${HOME}`, '--no-notices'];
    expect((await runProcess([cdk, ...bootstrap], { cwd: folder, env })).status).toBe(0);
    const { status, stdout, stderr } = await partsweep(['deploy', '--confirm', ACCOUNT, '--json']);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, failure: null, stackSets: [] });
    expect(stacks()).toEqual(expect.arrayContaining(OURS));
  });

  test('its buckets get the rule, in each Region', async () => {
    expect((await partsweep(['sweep', '--watch'])).status).toBe(0);
    for (const bucket of ['near', 'far']) {
      while (cloud.s3.inspect(bucket)?.lifecycle === undefined) await new Promise((go) => setTimeout(go, 100));
    }
  });

  test('fails to go but by the ID of the account', async () => {
    const { status, stderr } = await partsweep(['destroy', '--rules', 'keep', '--confirm', 'o-alone000001']);
    expect(stderr).toContain('is not the ID of the account');
    expect(status).toBe(2);
  });

  test('goes, nothing of it is left, and its rules stay', async () => {
    const { status, stdout, stderr } = await partsweep(['destroy', '--rules', 'keep', '--confirm', ACCOUNT]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('nothing is left of stacks, stack sets, roles, rules and queues');
    expect(stdout).toContain('our rules stay in the buckets');
    expect(stacks().filter((name) => name.startsWith('partsweep-'))).toEqual([]);
    for (const bucket of ['near', 'far']) expect(cloud.s3.inspect(bucket)?.lifecycle).toBeDefined();
  });
});
