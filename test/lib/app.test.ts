import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { parseSettings } from '../../core/settings/settings';
import { createApp } from '../../lib/app';
import { ACCOUNT, ORGANIZATION, only, readable, settingsOf, synthesize, writeEmptyFunctions } from './synthesized';

const ROOT = resolve(__dirname, '../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an organization gets a hub and a fleet, and nothing in its management account', () => {
  expect(synthesize({ ...ORGANIZATION, qualifier: 'tidy' }).stackNames.toSorted()).toEqual(['tidy-fleet', 'tidy-hub']);
});

test.each([
  ['covered by stacks of its own', { deployToManagementAccount: true }, 'eu-central-1', 'us-east-1'],
  ['the hub', { hubAccountId: '111111111111', callAs: 'SELF' as const }, 'eu-central-1', 'us-east-1'],
  ['in GovCloud', { deployToManagementAccount: true }, 'us-gov-east-1', 'us-gov-west-1'],
])('a management account that is %s forwards changes of the organization', (_, settings, homeRegion, region) => {
  const assembly = synthesize({ ...ORGANIZATION, ...settings, homeRegion, regions: [homeRegion] });
  expect(assembly.environments.get('partsweep-organization-events')).toBe(`aws://111111111111/${region}`);
});

test('one account gets everything in stacks of its own, in all chosen Regions, and trusts no organization', () => {
  const assembly = synthesize(ACCOUNT);
  expect(assembly.stackNames.toSorted()).toEqual([
    'partsweep-forwarder-eu-central-1',
    'partsweep-forwarder-us-east-1',
    'partsweep-hub',
    'partsweep-roles',
  ]);
  const role = only(assembly.template('partsweep-roles'), 'AWS::IAM::Role', { RoleName: 'partsweep-member' });
  expect(readable(role.Properties['AssumeRolePolicyDocument'])).toMatchObject({
    Statement: [
      {
        Principal: { AWS: 'arn:PARTITION:iam::222222222222:root' },
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': ['reconcile-bucket', 'survey-account'].map(
              (name) => `arn:PARTITION:iam::222222222222:role/partsweep-${name}`,
            ),
          },
        },
      },
    ],
  });
  expect(JSON.stringify(assembly.template('partsweep-roles'))).not.toContain('OrgID');
});

test.each([
  ['of the one account', ACCOUNT],
  ['of the management account', { ...ORGANIZATION, deployToManagementAccount: true }],
])('the stacks %s need no bootstrap: the CDK takes no role of one for them', (_, settings) => {
  const outdir = join(folder, 'cdk.out');
  createApp(settingsOf(settings), { outdir, functionsDir: emptyFunctions() }).synth();
  const { artifacts } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<Record<string, { readonly type: string; readonly properties?: object }>>;
  };
  const roles = Object.values(artifacts).flatMap(({ type, properties = {} }) => {
    if (type !== 'aws:cloudformation:stack') return [];
    const { stackName } = properties as { readonly stackName?: string };
    return /-(hub|fleet)$/.test(stackName ?? '') ? [] : [[stackName, JSON.stringify(properties).includes(':role/')]];
  });
  expect(roles.length).toBeGreaterThan(1);
  expect(roles.filter(([, named]) => named)).toEqual([]);
});

test('fails when the synthesized whole has a finding of cdk-nag that nobody acknowledged', () => {
  const app = createApp(settingsOf(ACCOUNT), { outdir: join(folder, 'cdk.out'), functionsDir: emptyFunctions() });
  new CfnBucket(new Stack(app, 'Careless'), 'Bucket');
  const exitCode = process.exitCode;
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let thrown = '';
  try {
    app.synth();
  } catch (error) {
    thrown = String(error);
  }
  const failed = thrown !== '' || process.exitCode === 1;
  process.exitCode = exitCode;
  log.mockRestore();
  const report = readFileSync(join(folder, 'cdk.out', 'validation-report.json'), 'utf8');
  expect(failed).toBe(true);
  expect(report).toContain('AwsSolutions-S1');
});

function emptyFunctions(): string {
  const functions = join(folder, 'functions');
  writeEmptyFunctions(functions);
  return functions;
}

test('the example in cdk.json is valid', () => {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: { partsweep: unknown } };
  expect(parseSettings(context.partsweep)).toMatchObject({ ok: true });
});

test('refuses wrong settings with one message and exit status 2, and synthesizes nothing', () => {
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ context: { partsweep: { ...ORGANIZATION, days: 0, settleSecond: 1, targets: undefined } } }),
  );
  const { CDK_CONTEXT_JSON: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'bin/app.ts')],
    { cwd: folder, encoding: 'utf8', env: { ...env, CDK_OUTDIR: join(folder, 'cdk.out') } },
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(
    /^3 things are wrong .*\n {2}settleSecond is 1: .*settleSeconds\?\n {2}days is 0: .*\n {2}targets is missing: .*\n$/s,
  );
  expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
});
