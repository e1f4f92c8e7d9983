import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import type { AccountSpec } from '../../sandbox/organization/spec';
import { type Ended, ROOT } from './command';

export const MANAGEMENT = '100000000001';
export const ORGANIZATION = 'o-scanned0001';
export const REGION = 'eu-central-1';
export const ROLE = 'OrganizationAccountAccessRole';

/** An organization with these accounts in one OU; the management account may assume ROLE in each but those `without` it. */
export async function startOrganization(
  accounts: readonly AccountSpec[],
  { without = [], tags = {} }: { without?: readonly string[]; tags?: Readonly<Record<string, string>> } = {},
): Promise<Cloud> {
  const cloud = await startCloud({
    organization: {
      id: ORGANIZATION,
      managementAccount: { id: MANAGEMENT, name: 'management' },
      root: { organizationalUnits: [{ name: 'workloads', accounts, tags }] },
      trustedAccess: [],
    },
  });
  for (const { id } of accounts) {
    if (!without.includes(id)) await giveRole(cloud, id);
  }
  return cloud;
}

export async function giveRole(cloud: Cloud, account: string): Promise<void> {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` } };
  const Properties = {
    RoleName: ROLE,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  await cloud.stacks.deployStack({
    account,
    region: REGION,
    stackName: 'access',
    template: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    parameters: {},
  });
}

/** The environment of a person who has logged in to `account`. */
export function loggedIn(cloud: Cloud, account: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = cloud.administrator(account);
  return {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Runs `partsweep scan` beside the test, in whose own process the organization runs. */
export function startScan(args: readonly string[], env: Record<string, string>, cwd = ROOT): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'bin/partsweep.mjs'), 'scan', ...args], {
    cwd,
    env: {
      PATH,
      HOME,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { process: child, ended };
}

export function scan(args: readonly string[], env: Record<string, string>, cwd?: string): Promise<Ended> {
  return startScan(args, env, cwd).ended;
}

/** API calls since the trace had `from` entries, by their action. */
export function actionsSince(cloud: Cloud, from: number): ReadonlySet<string> {
  const calls = cloud.trace.entries().slice(from);
  return new Set(calls.flatMap((entry) => (entry.kind === 'call' ? [entry.action] : [])));
}
