import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, atTerminal, NO_TERMINAL } from '../at-terminal';
import { type Ended, ROOT } from '../command';
import { HubStage } from '../hub-stage';
import { runProcess } from '../run-process';

/** CloudFormation's schemas have looked at the templates in `test/lib`. */
const UNCHECKED = { CDK_VALIDATION: 'false' };

const onTerminal = NO_TERMINAL === '' ? test : test.skip;

let hub: HubStage;
let organization = '';
let management = '';

beforeAll(async () => {
  hub = await HubStage.open();
  organization = hub.stage.landscape.organization.id;
  management = hub.stage.landscape.managementAccountId;
  const file = join(hub.folder, 'cdk.json');
  const { context } = JSON.parse(readFileSync(file, 'utf8'));
  const partsweep = { ...context.partsweep, deployToManagementAccount: true };
  writeFileSync(file, JSON.stringify({ context: { partsweep } }));
  const cdk = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  const bootstrap = ['bootstrap', `aws://${hub.hub}/${hub.region}`, '--no-notices'];
  const { status: bootstrapped } = await runProcess([cdk, ...bootstrap], { cwd: hub.folder, env: loggedIn(hub.hub) });
  expect(bootstrapped).toBe(0);
  hub.seed(hub.account(1), ['kept']);
  const { status } = await hub.run(['sweep', '--watch', '--account', hub.account(1)]);
  expect(status).toBe(0);
  await ruleIsThere();
});
afterAll(async () => hub?.stop());

jest.setTimeout(600_000);

function loggedIn(account: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = hub.stage.cloud.administrator(account);
  return {
    ...UNCHECKED,
    AWS_ENDPOINT_URL: hub.stage.cloud.endpoint,
    AWS_REGION: hub.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}

const rules = () => hub.stage.cloud.s3.inspect('kept')?.lifecycle;

async function ruleIsThere(): Promise<void> {
  while (rules() === undefined) await new Promise((go) => setTimeout(go, 100));
}

function stacksOf(account: string): readonly string[] {
  return hub.stage.cloud.stacks
    .list()
    .filter((stack) => stack.account === account)
    .map(({ stackName, region }) => `${stackName} ${region}`)
    .sort();
}

const inManagement = (args: readonly string[]): Promise<Ended> =>
  hub.run(args, { account: management, env: UNCHECKED });

/** Each step needs the one before it. */
describe('the management account, which no stack set reaches', () => {
  test('gets its stacks by its own credentials, and the others are named', async () => {
    const before = stacksOf(management);
    const { status, stdout, stderr } = await inManagement(['deploy', '--confirm', organization]);
    expect(stdout).toMatch(/partsweep-roles +\d{12} {2}eu-central-1 {2}CREATE_COMPLETE/);
    expect(stderr).toContain(`not touched: partsweep-hub, partsweep-fleet in account ${hub.hub}`);
    expect(status).toBe(1);
    expect(stacksOf(management).filter((name) => !before.includes(name))).toEqual([
      'partsweep-forwarder-eu-central-1 eu-central-1',
      'partsweep-organization-events us-east-1',
      'partsweep-roles eu-central-1',
    ]);
  });

  test('deployed again, has nothing to change', async () => {
    const { stderr } = await inManagement(['deploy', '--confirm', organization]);
    expect(stderr).toContain('nothing had to be changed');
  });

  test('fails to take rules out, which only the hub can', async () => {
    const { status, stderr } = await inManagement(['destroy', '--rules', 'undo', '--confirm', organization]);
    expect(stderr).toContain('the rules cannot be taken out: the hub');
    expect(status).toBe(2);
  });

  test('loses its stacks, and nothing of them is left', async () => {
    const { stdout, stderr } = await inManagement(['destroy', '--confirm', organization]);
    expect(stdout).toContain('nothing is left of stacks, stack sets, roles, rules and queues');
    expect(stderr).toContain(`not touched: partsweep-hub, partsweep-fleet in account ${hub.hub}`);
    expect(stacksOf(management).filter((name) => name.startsWith('partsweep-'))).toEqual([]);
  });
});

describe('the hub', () => {
  test('fails to go where it is not said what becomes of the rules', async () => {
    const { status, stderr } = await hub.run(['destroy', '--confirm', organization], { env: UNCHECKED });
    expect(stderr).toContain('it is not said what becomes of the rules');
    expect(status).toBe(2);
  });

  const person = (answers: readonly Answer[]) =>
    atTerminal(['destroy'], { cwd: hub.folder, answers, env: loggedIn(hub.hub) });

  const QUESTION = 'What becomes of the rules that were written into buckets?';
  const CONFIRMATION = 'Type the ID of the organization to go on';

  onTerminal(`stays where a person breaks off at the question${NO_TERMINAL}`, async () => {
    const { status, shown } = await person([[QUESTION, '\u0003']]);
    expect(shown).toContain('stopped: no stack was touched');
    expect(status).toBe(130);
    expect(stacksOf(hub.hub)).toContain('partsweep-hub eu-central-1');
  });

  onTerminal(`stays where another word is typed${NO_TERMINAL}`, async () => {
    const { status, shown } = await person([
      [QUESTION, '\u001B[B\r'],
      [CONFIRMATION, 'yes\r'],
    ]);
    expect(shown).toContain('and our rule is taken out of every bucket first');
    expect(shown).toContain('is not the ID of the organization');
    expect(status).toBe(2);
    expect(rules()).toBeDefined();
  });

  onTerminal(`goes and leaves the rules, as a person answers${NO_TERMINAL}`, async () => {
    const { shown } = await person([
      [QUESTION, '\r'],
      [CONFIRMATION, `${organization}\r`],
    ]);
    expect(shown).toContain('keep: they go on aborting incomplete uploads');
    expect(shown).toContain('nothing is left of stacks, stack sets, roles, rules and queues');
    expect(shown).toContain('our rules stay in the buckets, and go on aborting incomplete uploads');
    expect(stacksOf(hub.hub).filter((name) => name.startsWith('partsweep-'))).toEqual([]);
    expect(hub.stage.cloud.stackSets.list()).toEqual([]);
    expect(rules()).toBeDefined();
  });

  onTerminal(`is gone: there is nothing to take away any more${NO_TERMINAL}`, async () => {
    const { stdout } = await hub.run(['destroy', '--rules', 'keep', '--confirm', organization], { env: UNCHECKED });
    expect(stdout).toContain('nothing is left of stacks, stack sets, roles, rules and queues');
  });
});
