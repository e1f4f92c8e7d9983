import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateBucketCommand, GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { landscape } from '../../tour/landscape';
import { NAMES, synthesize } from '../foreign-solution/solution';

const ROOT = join(__dirname, '..', '..');
const children: ChildProcessWithoutNullStreams[] = [];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs one of the tour's commands as npm does, without npm. */
function run(file: string, ...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', join('tour', file), ...args], { cwd: ROOT });
  children.push(child);
  return child;
}

async function outputOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [status] = await once(child, 'close');
  return { status: status as number | null, stdout, stderr };
}

describe('npm start', () => {
  it('prints with --json one document and nothing else, and all held', async () => {
    const { status, stdout } = await outputOf(run('main.ts', '--json'));
    const document = JSON.parse(stdout) as { ok: boolean; buckets: Record<string, unknown>[] };
    expect(document.ok).toBe(true);
    expect(status).toBe(0);
    expect(document.buckets.map(({ verdict }) => verdict).sort()).toEqual([
      ...Array(9).fill('applied'),
      'covered',
      'denied',
      'excluded',
      'excluded',
      'refused',
    ]);
    for (const bucket of document.buckets) {
      expect(Object.keys(bucket)).toEqual(
        'account region bucket verdict reason days ruleId before after calls at beforeConfiguration afterConfiguration'.split(
          ' ',
        ),
      );
    }
  }, 60_000);

  it('fails for an argument that it does not know', async () => {
    const { status, stderr } = await outputOf(run('main.ts', '--colour'));
    expect(status).toBe(2);
    expect(stderr).toContain('usage: npm start');
  });
});

describe('npm run sandbox', () => {
  it('runs another solution, unchanged, by --assembly, and ends at SIGTERM', async () => {
    const { hub, workloads } = landscape(2);
    const region = 'eu-central-1';
    const member = workloads[1]?.id ?? '';
    const assembly = join(folder, 'foreign');
    synthesize(assembly, { hubAccount: hub.id, memberAccount: member, region });
    const child = run('sandbox.ts', '--accounts', '2', '--regions', region, '--settle', '1', '--assembly', assembly);
    const lines = createInterface({ input: child.stdout });
    const [first] = (await once(lines, 'line')) as [string];
    const ready = JSON.parse(first) as {
      ready: boolean;
      endpoint: string;
      hub: { id: string; region: string; busArn: string };
      accounts: { id: string; accessKeyId: string; secretAccessKey: string; tags: Record<string, string> }[];
    };
    expect(ready).toMatchObject({ ready: true, hub: { id: hub.id, region } });
    expect(ready.accounts.map(({ id, tags }) => [id, tags])).toEqual([
      [workloads[0]?.id, { 'partsweep:exclude': 'true' }],
      [member, {}],
    ]);
    const user = ready.accounts[1];
    if (user === undefined) throw new Error('there is no second account');
    const s3 = new S3Client({ endpoint: ready.endpoint, region, credentials: user });
    await s3.send(
      new CreateBucketCommand({ Bucket: 'by-hand', CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    expect(await tagsOf(s3, 'by-hand')).toContainEqual({ Key: NAMES.tag.key, Value: NAMES.tag.value });
    s3.destroy();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('writes with --synth the assembly, and ends', async () => {
    const target = join(folder, 'synth');
    const { status, stdout } = await outputOf(run('sandbox.ts', '--accounts', '1', '--settle', '3', '--synth', target));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ synthesized: target });
    expect(readdirSync(target)).toEqual(
      expect.arrayContaining(['Hub.template.json', 'Fleet.template.json', 'manifest.json']),
    );
  }, 60_000);

  it('fails for an assembly whose accounts do not exist here', async () => {
    const assembly = join(folder, 'stranger');
    synthesize(assembly, { hubAccount: '123123123123', memberAccount: '321321321321', region: 'eu-central-1' });
    const { status, stdout, stderr } = await outputOf(run('sandbox.ts', '--accounts', '1', '--assembly', assembly));
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/123123123123|321321321321/);
  }, 60_000);

  it('fails with exit status 2 for wrong arguments, naming each', async () => {
    const { status, stderr } = await outputOf(run('sandbox.ts', '--settle', '0', '--accounts', 'many'));
    expect(status).toBe(2);
    expect(stderr).toContain('--settle');
    expect(stderr).toContain('--accounts');
  });
});

/** Asks until the bucket has tags; the test's own time-out ends it. */
async function tagsOf(s3: S3Client, bucket: string): Promise<unknown[]> {
  for (;;) {
    try {
      const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
      return TagSet;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NoSuchTagSet')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
