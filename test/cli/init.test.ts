import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings } from '../../core/settings/settings';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { landscape } from '../../tour/landscape';
import { command, type Ended, ROOT } from './command';

const { organization, managementAccountId, hub, workloads } = landscape(2);
const MEMBER = workloads[1]?.id ?? '';

let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  cloud = await startCloud({ organization });
});
afterAll(() => cloud.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partsweep-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

jest.setTimeout(600_000);

function init(args: readonly string[], account: string | null = hub.id): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const keys = account === null ? undefined : cloud.administrator(account);
  const child = spawn(process.execPath, [join(ROOT, 'bin/partsweep.mjs'), 'init', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: 'eu-central-1',
      ...(keys && { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }),
    },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

function put(text: string, name = 'cdk.json'): string {
  writeFileSync(join(folder, name), text);
  return text;
}
function read(name = 'cdk.json'): string {
  return readFileSync(join(folder, name), 'utf8');
}
function settings(): Record<string, unknown> {
  return (JSON.parse(read()) as { context: { partsweep: Record<string, unknown> } }).context.partsweep;
}

const found = {
  scope: 'organization',
  organizationId: 'o-tour000001',
  managementAccountId,
  hubAccountId: hub.id,
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1', 'us-east-1'],
  mode: 'audit',
  days: 7,
};

test('writes what it found, in audit mode, where nothing was, and the settings are right', async () => {
  const { status, stdout, stderr } = await init(['--yes']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'cdk.json is written\n' });
  expect(settings()).toEqual({ ...found, targets: [cloud.organization.rootId] });
  expect(parseSettings(settings()).ok).toBe(true);
  expect(stderr).toContain('next: partsweep doctor');
});

test('puts the found places into the example that comes with the sources, and leaves the rest of the file', async () => {
  const example = put(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  expect((await init(['--yes'])).status).toBe(0);
  expect(settings()).toEqual({ ...found, targets: [cloud.organization.rootId], tags: { application: 'partsweep' } });
  const head = example.slice(0, example.indexOf('"partsweep": {'));
  expect(read().startsWith(head)).toBe(true);
});

test('keeps every other byte of the file, and who may read it', async () => {
  const before = put(
    '{\r\n\t"a": 1.0, "a": 2e0,\r\n\t"context": { "x" : [ 1,2 ] , "partsweep": null, "10": {}, "2": [] },\r\n "z":"\\u00e9"}\r\n\r\n',
  );
  chmodSync(join(folder, 'cdk.json'), 0o666);
  const { status } = await init(['--yes']);
  expect(status).toBe(0);
  expect(statSync(join(folder, 'cdk.json')).mode & 0o777).toBe(0o666);
  const [head = '', tail = ''] = before.split('null');
  expect(read().startsWith(head)).toBe(true);
  expect(read().endsWith(tail)).toBe(true);
  expect(settings()['organizationId']).toBe('o-tour000001');
  expect(readdirSync(folder)).toEqual(['cdk.json']);
});

test('starts again from what is there, and writes nothing where that says it all', async () => {
  await init(['--yes', '--days', '14', '--mode', 'apply', '--regions', 'eu-central-1']);
  const first = settings();
  expect(first).toMatchObject({ days: 14, mode: 'apply', regions: ['eu-central-1'] });
  const text = put(JSON.stringify({ context: { partsweep: { tags: { team: 'finops' }, sweepHours: 12, ...first } } }));
  const before = statSync(join(folder, 'cdk.json')).mtimeMs;
  const again = await init(['--yes']);
  expect(again.stdout).toBe('cdk.json says so already, and was left as it is\n');
  expect({ text: read(), at: statSync(join(folder, 'cdk.json')).mtimeMs }).toEqual({ text, at: before });
  const changed = await init(['--yes', '--days', '3']);
  expect(changed.stderr).toContain('- days: 14');
  expect(changed.stderr).toContain('+ days: 3');
  expect(settings()).toEqual({ tags: { team: 'finops' }, sweepHours: 12, ...first, days: 3 });
  expect(Object.keys(settings())[0]).toBe('tags');
});

test('begins anew for another organization where it is told to, and keeps what is of no place', async () => {
  const partsweep = { organizationId: 'o-somebodyelses', hubAccountId: MEMBER, targets: ['r-zzzz'], sweepHours: 12 };
  put(JSON.stringify({ context: { partsweep } }));
  expect((await init(['--yes', '--organization-id', 'o-tour000001'])).status).toBe(0);
  expect(settings()).toEqual({ ...found, targets: [cloud.organization.rootId], sweepHours: 12 });
});

test('shows what it would write and writes nothing, with --dry-run', async () => {
  const { status, stdout } = await init(['--dry-run', '--scope', 'account']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    scope: 'account',
    hubAccountId: hub.id,
    homeRegion: 'eu-central-1',
    regions: ['eu-central-1', 'us-east-1'],
    mode: 'audit',
    days: 7,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('prints one JSON document and nothing else, with --json', async () => {
  const { status, stdout, stderr } = await init(['--yes', '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ file: 'cdk.json', written: true, before: null, settings: found });
});

test('takes the management account for the hub where it is asked to, and says what would be better', async () => {
  const { status, stderr } = await init(['--yes'], managementAccountId);
  expect(status).toBe(0);
  expect(settings()).toMatchObject({ hubAccountId: managementAccountId, callAs: 'SELF' });
  expect(stderr).toContain('better is a delegated administrator');
  await init(['--yes', '--hub-account', hub.id], managementAccountId);
  expect(settings()).not.toHaveProperty('callAs');
});

test('says in a member account what it could not see, and goes by the options', async () => {
  const without = await init(['--yes'], MEMBER);
  expect(without.status).toBe(2);
  expect(without.stderr).toContain('targets is missing');
  expect(without.stderr).toContain('reading roots and organizational units: not possible (AccessDeniedException');
  expect(readdirSync(folder)).toEqual([]);
  const { status } = await init(['--yes', '--targets', cloud.organization.rootId], MEMBER);
  expect(status).toBe(0);
  expect(settings()).toMatchObject({ hubAccountId: MEMBER, targets: [cloud.organization.rootId] });
});

test('goes without credentials by the options alone', async () => {
  const { status } = await init(
    ['--yes', '--scope', 'account', '--hub-account', MEMBER, '--home-region', 'eu-west-1'],
    null,
  );
  expect(status).toBe(0);
  expect(settings()).toMatchObject({ hubAccountId: MEMBER, regions: ['eu-west-1', 'us-east-1'] });
});

test('writes through a link, which stays one', async () => {
  put('{}', 'real.json');
  symlinkSync('real.json', join(folder, 'cdk.json'));
  expect((await init(['--yes'])).status).toBe(0);
  expect(JSON.parse(read('real.json'))).toHaveProperty('context.partsweep.scope', 'organization');
  expect(readdirSync(folder).sort()).toEqual(['cdk.json', 'real.json']);
});

describe('refuses, and writes nothing:', () => {
  test.each([
    ['a file that is cut off', '{ "context": {', 'is not JSON'],
    ['a file that is no object', '[]', 'no file of the CDK'],
    ['a context that is no object', '{"context": 1}', 'its "context" is no object'],
    ['settings that are no object', '{"context": {"partsweep": []}}', 'are no object'],
    ['a setting that is none', '{"context": {"partsweep": {"dayz": 3}}}', 'did you mean days?'],
    [
      'settings of another organization',
      '{"context": {"partsweep": {"organizationId": "o-somebodyelses"}}}',
      'is for organization o-somebodyelses',
    ],
  ])('%s', async (_, text, words) => {
    put(text);
    const { status, stdout, stderr } = await init(['--yes']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toContain('What to do:');
    expect(read()).toBe(text);
    expect(readdirSync(folder)).toEqual(['cdk.json']);
  });

  test('when there is nobody to ask', async () => {
    const { status, stderr } = await init([]);
    expect(status).toBe(2);
    expect(stderr).toContain('there is nobody who could be asked');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [['--days', '0'], 'whole number'],
    [['--scope', 'all'], 'Allowed choices'],
    [['--regions', 'eu-central-1,'], 'separated by commas'],
    [['--hub-account', '12'], 'twelve digits'],
    [['--home-region', 'Frankfurt'], 'code of a Region'],
  ])('%j', (args, words) => {
    const { status, stderr } = command(process.execPath, [join(ROOT, 'bin/partsweep.mjs'), 'init', '--yes', ...args], {
      cwd: folder,
    });
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(readdirSync(folder)).toEqual([]);
  });
});
