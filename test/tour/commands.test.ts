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

/** The same without the process that synthesizes for the tests. */
function runAlone(file: string, ...args: string[]): ChildProcessWithoutNullStreams {
  const { PARTSWEEP_SYNTHESIZER, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', join('tour', file), ...args], { cwd: ROOT, env });
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

type Json = Record<string, unknown>;

interface TourDocument {
  readonly ok: boolean;
  readonly buckets: Json[];
  readonly strangers: { readonly ok: boolean }[];
  readonly sweep: {
    readonly progress: { readonly accounts: Json }[];
    readonly buckets: Json[];
    readonly lostEvent: Json;
    readonly again: Json;
  };
  readonly contested: Json;
  readonly pause: Json;
  readonly undo: {
    readonly bucket: Json;
    readonly everything: Json & {
      readonly configurations: number;
      readonly same: number;
      readonly withoutOurs: string[];
    };
  };
  readonly accounts: { readonly name: string }[];
}

const BUCKET_KEYS =
  'account region bucket verdict reason days ruleId before after calls at beforeConfiguration afterConfiguration'.split(
    ' ',
  );

describe('npm start', () => {
  it('prints with --json one document and nothing else, and all held', async () => {
    const { status, stdout } = await outputOf(run('main.ts', '--json'));
    const document = JSON.parse(stdout) as TourDocument;
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
    for (const bucket of document.buckets) expect(Object.keys(bucket)).toEqual(BUCKET_KEYS);

    const { sweep, contested, pause, undo, accounts, strangers } = document;
    expect(sweep.buckets).toHaveLength(30);
    for (const bucket of [...sweep.buckets, sweep.lostEvent, contested, undo.bucket]) {
      expect(Object.keys(bucket)).toEqual(expect.arrayContaining(BUCKET_KEYS));
    }
    expect(sweep.lostEvent).toMatchObject({ bucket: expect.stringMatching(/^lost-event-/), verdict: 'applied' });
    const { listed, expected, open, done, excluded, failed } = sweep.progress.at(-1)?.accounts ?? {};
    expect({ listed, open, failed }).toEqual({ listed: true, open: 0, failed: 0 });
    expect(Number(done) + Number(excluded)).toBe(expected);
    expect(sweep.again).toMatchObject({ writes: 0, check: { ok: true } });
    expect(contested).toMatchObject({
      verdict: 'contested',
      reason: { code: 'contested', snippet: expect.stringContaining('abort_incomplete_multipart_upload {') },
    });
    expect(pause).toMatchObject({ whilePaused: { reason: { code: 'paused' } }, afterResume: { verdict: 'applied' } });
    expect(undo.bucket).toMatchObject({ verdict: 'held', reason: { code: 'undone' } });
    expect(undo.everything).toMatchObject({ different: [], check: { ok: true } });
    expect(undo.everything.configurations).toBeGreaterThan(45);
    expect(undo.everything.same).toBe(undo.everything.configurations - undo.everything.withoutOurs.length);
    expect(accounts.map(({ name }) => name)).toEqual(expect.arrayContaining(['security', 'newcomer', 'workload-1']));
    expect(strangers.every(({ ok }) => ok)).toBe(true);
  }, 600_000);

  it('fails for an argument that it does not know', async () => {
    const { status, stderr } = await outputOf(run('main.ts', '--colour'));
    expect(status).toBe(2);
    expect(stderr).toContain('usage: npm start');
  });
});

describe('npm run sandbox', () => {
  it('runs the product: the ready line first, then one line for each outcome, whatever the sweeps are at', async () => {
    const region = 'eu-central-1';
    const child = run('sandbox.ts', '--accounts', '3', '--regions', region, '--settle', '1');
    const lines: Record<string, unknown>[] = [];
    const input = createInterface({ input: child.stdout });
    input.on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
    const [first] = (await once(input, 'line')) as [string];
    const { hub, accounts, endpoint } = JSON.parse(first) as {
      hub: Record<string, string>;
      accounts: { id: string; ou: string; accessKeyId: string; secretAccessKey: string; tags: object }[];
      endpoint: string;
    };
    expect(hub).toEqual({ id: landscape(3).hub.id, region, busArn: expect.stringMatching(/:event-bus\/partsweep$/) });
    expect(accounts.map(({ tags }) => tags)).toEqual([{ 'partsweep:exclude': 'true' }, {}, {}]);
    for (const [index, { id, ...credentials }] of accounts.entries()) {
      const s3 = new S3Client({ endpoint, region, credentials });
      const CreateBucketConfiguration = { LocationConstraint: region } as const;
      await s3.send(new CreateBucketCommand({ Bucket: `by-hand-${index}-${id}`, CreateBucketConfiguration }));
      s3.destroy();
    }
    const settled = (): Record<string, unknown>[] =>
      lines.slice(1).filter(({ bucket, verdict }) => String(bucket).startsWith('by-hand-') && verdict !== 'waiting');
    while (new Set(settled().map(({ bucket }) => bucket)).size < 3) await once(input, 'line');
    const verdicts = new Map(settled().map(({ bucket, verdict }) => [String(bucket).slice(0, 9), verdict]));
    expect(verdicts.get('by-hand-0')).toBe('excluded');
    expect(['applied', 'covered']).toContain(verdicts.get('by-hand-1'));
    expect(['applied', 'covered']).toContain(verdicts.get('by-hand-2'));
    for (const line of lines.slice(1)) expect(Object.keys(line)).toEqual(BUCKET_KEYS.slice(0, -2));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 600_000);

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
  }, 600_000);

  it('writes with --synth the assembly, by itself, and ends', async () => {
    const target = join(folder, 'synth');
    const { status, stdout } = await outputOf(
      runAlone('sandbox.ts', '--accounts', '1', '--settle', '3', '--synth', target),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ synthesized: target });
    expect(readdirSync(target)).toEqual(
      expect.arrayContaining(['Hub.template.json', 'Fleet.template.json', 'manifest.json']),
    );
  }, 600_000);

  it('fails for an assembly whose accounts do not exist here', async () => {
    const assembly = join(folder, 'stranger');
    synthesize(assembly, { hubAccount: '123123123123', memberAccount: '321321321321', region: 'eu-central-1' });
    const { status, stdout, stderr } = await outputOf(run('sandbox.ts', '--accounts', '1', '--assembly', assembly));
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/123123123123|321321321321/);
  }, 600_000);

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
