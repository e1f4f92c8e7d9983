import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateMultipartUploadCommand, ListBucketsCommand, ListDirectoryBucketsCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { HOME, HUB, MEMBER } from '../adapters/local-organization';
import { startLocalStage } from '../stages/local-stage';
import { clientsOf } from './account';
import { QUESTIONS, type Report } from './ask-all';
import { makeBucket } from './buckets';
import { CreatedThings } from './created-things';
import { verify } from './verification';

const ROOT = join(__dirname, '../..');
const ZONE = 'euc1-az1';

let stage: Awaited<ReturnType<typeof startLocalStage>>;
let folder: string;
const before = { ...process.env };

beforeAll(async () => {
  stage = await startLocalStage();
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const { accessKeyId, secretAccessKey } = stage.administrator(HUB);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
});
afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true });
  await stage.stop();
});

const clients = () => clientsOf(HOME, stage.endpoint);
const options = (...more: readonly string[]) => [
  ...['--create', '--account', HUB, '--region', HOME, '--zone', ZONE, '--wait', '1', '--endpoint', stage.endpoint],
  ...more,
];

async function run(args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const status = await verify(args, { print, signal: new AbortController().signal });
  return { status, said: lines.join('\n') };
}

/** Names of all that there is in the account. */
async function there(): Promise<readonly string[]> {
  const { s3, sqs } = clients();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ MaxBuckets: 100 }));
  const directories = await s3.send(new ListDirectoryBucketsCommand({}));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return [...Buckets, ...(directories.Buckets ?? [])].map(({ Name = '' }) => Name).concat(QueueUrls);
}

test('every thing to check in a real account is a question, and no other', () => {
  const page = readFileSync(join(ROOT, 'docs/decisions/0005-things-to-check-in-a-real-account.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  const uncertain = rows.slice(1).map((row) => row.split(' | ')[0]?.slice(2));
  expect(QUESTIONS.map((question) => question.uncertain).sort()).toEqual(uncertain.sort());
});

test('refuses to make anything without the flag, or in another account than the one typed, and says what it would make', async () => {
  const without = await run(['--account', HUB, '--endpoint', stage.endpoint]);
  expect(without).toMatchObject({ status: 2, said: expect.stringContaining('two service-managed stack sets') });
  const another = await run(['--create', '--account', MEMBER, '--endpoint', stage.endpoint]);
  expect(another).toMatchObject({ status: 2, said: expect.stringContaining(`the credentials are of account ${HUB}`) });
  expect(await there()).toEqual([]);
});

test('answers each question or says why not, and leaves nothing behind', async () => {
  const json = join(folder, 'report.json');
  const { status, said } = await run(options('--json', json));
  expect({ status, there: await there() }).toEqual({ status: 0, there: [] });
  const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
  expect(report).toMatchObject({ account: HUB, region: HOME, stopped: false, left: [] });
  const about = (piece: string) => report.findings.find(({ uncertain }) => uncertain.includes(piece));
  expect(report.findings).toHaveLength(QUESTIONS.length);
  expect(about('two V1 rules')).toMatchObject({
    answered: expect.stringContaining('Found two rules with same prefix'),
  });
  expect(about('NoSuchBucket')).toMatchObject({ answered: expect.stringContaining('never') });
  expect(about('continuation token')).toMatchObject({ holds: 'such a listing starts over, once' });
  expect(about('of a directory bucket that one owns')).toMatchObject({ answered: expect.stringContaining('(409)') });
  expect(about('Account.Paths')).toMatchObject({ verifiable: true });
  expect(about('ListOrganizationalUnitsForParent')).toMatchObject({ answered: 'allowed' });
  expect(about('MFA delete')).toMatchObject({ verifiable: false, why: expect.stringContaining('root user') });
  expect(about('s3control TagResource')).toMatchObject({
    verifiable: false,
    why: expect.stringContaining('NotModelled'),
  });
  expect(about('DependsOn')).toMatchObject({ verifiable: false, why: expect.stringContaining('NotModelled') });
  expect(said).toMatch(/\d+ answered, \d+ not verifiable here, of \d+$/);
});

test('removes what it made when it is stopped', async () => {
  const command = ['--import', 'tsx', join(__dirname, 'verify-aws.ts'), ...options()];
  const child = spawn(process.execPath, command, { cwd: ROOT, env: process.env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (/^making bucket/.test(line)) child.kill('SIGINT');
  }
  expect({ status: (await ended)[0], there: await there() }).toEqual({ status: 1, there: [] });
  expect(said.filter((line) => /^(making|removing)/.test(line))).toEqual([
    expect.stringMatching(/^making bucket .*-same-prefix$/),
    expect.stringMatching(/^removing bucket .*-same-prefix$/),
  ]);
}, 600_000);

describe('what was made', () => {
  const sayNothing = () => {};

  test('is removed last first, and tells what is left', async () => {
    const things = new CreatedThings(sayNothing);
    const removed: string[] = [];
    const remove = (name: string) => async () => void removed.push(name);
    await things.make('one', async () => {}, remove('one'));
    await things.make(
      'two',
      async () => {},
      () => Promise.reject(new Error('it is in use')),
    );
    await things.make('three', async () => {}, remove('three'));
    expect(await things.removeAll()).toEqual(['two: Error: it is in use']);
    expect(removed).toEqual(['three', 'one']);
    expect(await things.removeAll()).toEqual([]);
  });

  test('counts as made where the answer was lost, and not where it was refused', async () => {
    const things = new CreatedThings(sayNothing);
    const removed: string[] = [];
    const lost = Object.assign(new Error('time is up'), { name: 'TimeoutError' });
    const refused = Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } });
    await expect(
      things.make(
        'lost',
        () => Promise.reject(lost),
        async () => void removed.push('lost'),
      ),
    ).rejects.toBe(lost);
    await expect(
      things.make(
        'refused',
        () => Promise.reject(refused),
        async () => void removed.push('refused'),
      ),
    ).rejects.toBe(refused);
    expect(await things.removeAll()).toEqual([]);
    expect(removed).toEqual(['lost']);
  });

  test('is a bucket whose uploads are aborted before it goes', async () => {
    const created = new CreatedThings(sayNothing);
    const bucket = await makeBucket(
      {
        ...{ id: HUB, region: HOME, prefix: 'uploading', tags: { any: 'tag' }, created, waitSeconds: 1, clients },
        signal: new AbortController().signal,
      },
      'bucket',
    );
    await clients().s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'part of a whole' }));
    expect(await created.removeAll()).toEqual([]);
    expect(await there()).toEqual([]);
    const calls = stage.cloud.trace.entries().flatMap((entry) => (entry.kind === 'call' ? [entry.action] : []));
    expect(calls).toContain('s3:AbortMultipartUpload');
  });
});
