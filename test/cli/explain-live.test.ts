import { EXCLUDE_TAG, RULE_ID } from '../../core/contract/names';
import { BucketUser } from '../../tour/bucket-user';
import { calm } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

const REGION = 'eu-central-1';
let hub: HubStage;
let user: BucketUser;

beforeAll(async () => {
  hub = await HubStage.open();
  const account = hub.account(1);
  hub.seed(account, ['why-ours', 'why-held', 'why-excluded']);
  await hub.run(['sweep', '--watch']);
  await calm(hub.stage);
  await hub.run(['undo', 's3://why-held', '--confirm', 'why-held']);
  await calm(hub.stage);
  const { cloud } = hub.stage;
  user = new BucketUser({
    endpoint: cloud.endpoint,
    account,
    region: REGION,
    credentials: cloud.administrator(account),
  });
  await user.tag('why-excluded', { [EXCLUDE_TAG]: 'yes' });
}, 600_000);
afterAll(async () => hub.stop());

jest.setTimeout(600_000);

const member = () => ({ account: hub.account(1) });

test('says which rule covers a bucket, with credentials of its account and no hub', async () => {
  const { status, stdout, stderr } = await hub.run(['explain', 's3://why-ours'], member());
  expect(stdout).toMatch(/^covered: our rule is in place\n/);
  expect(stdout).toContain(`s3://why-ours in ${REGION}, account ${hub.account(1)}\n`);
  expect(stdout).toMatch(new RegExp(`"${RULE_ID}", enabled, whole bucket: .*<- this one does it\n`));
  expect(stdout).not.toContain('inventory:');
  expect(stderr).toContain('Next: partsweep explain s3://why-ours --config cdk.json');
  expect(status).toBe(0);
});

test('says which tag excludes a bucket', async () => {
  const { status, stdout } = await hub.run(['explain', 's3://why-excluded'], member());
  expect(stdout).toMatch(/^excluded: a tag on the bucket excludes it: partsweep:exclude="yes"\n/);
  expect(stdout).toContain('  the bucket: partsweep:exclude="yes"\n');
  expect(status).toBe(0);
});

test('says without the rule and without a hub that it would be written', async () => {
  const { status, stdout } = await hub.run(['explain', 's3://why-held'], member());
  expect(stdout).toMatch(/^would-apply: no rule for the whole bucket/);
  expect(status).toBe(1);
});

test('says with the hub why the rule is not there, though the bucket itself cannot be read from there', async () => {
  const { status, stdout } = await hub.run(['explain', 's3://why-held', '--config', 'cdk.json']);
  expect(stdout).toMatch(/^held: our rule was taken out/);
  expect(stdout).toContain('what to do: resume the bucket');
  expect(stdout).toMatch(/rules: not read, .*S3 denied access/);
  expect(stdout).toMatch(/tags, nearest first:\n {2}the account: .*\n {2}ou-/);
  expect(stdout).toMatch(/ {2}hold: since .*, asked for by arn:aws:/);
  expect(stdout).toMatch(
    / {2}our writes: the last took the rule out, as somebody asked, written \(.*\); before-images: 2\n/,
  );
  expect(stdout).toMatch(/ {2}removals: none\n/);
  expect(stdout).toContain('  account: workload-2, ACTIVE, last swept 2');
  expect(status).toBe(1);
});

test('says the same as JSON', async () => {
  const { stdout, stderr } = await hub.run(['explain', 's3://why-ours', '--qualifier', 'partsweep', '--json']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({
    ...{
      account: hub.account(1),
      region: REGION,
      bucket: 'why-ours',
      verdict: 'applied',
      configuration: null,
      days: 7,
    },
    inventory: { record: { outcome: { verdict: 'applied' }, hold: null }, write: { purpose: 'rule', images: 1 } },
    profile: { state: 'ACTIVE' },
  });
});

test('refuses a bucket that neither S3 nor the hub knows', async () => {
  const alone = await hub.run(['explain', 's3://why-nowhere']);
  expect(alone).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('the bucket does not exist') });
  const asked = await hub.run(['explain', 's3://why-nowhere', '--config', 'cdk.json']);
  expect(asked).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('the inventory does not know'),
  });
});
