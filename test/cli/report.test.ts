import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { inventoryBucket } from '../../core/contract/names';
import { sweepToTheEnd, until } from '../journeys/sweep-stage';
import { HubStage } from './hub-stage';

let hub: HubStage;
let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partsweep-report-test-'));
  hub = await HubStage.open();
}, 600_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub?.stop();
});

jest.setTimeout(600_000);

const path = (name: string): string => join(folder, name);
const stored = (name: string): Buffer | undefined =>
  hub.stage.cloud.s3.inspectObject(inventoryBucket('partsweep', hub.hub, hub.region), `reports/${name}`)?.body;

test('before the first sweep of everything there is none, and it says what to do', async () => {
  const { status, stdout, stderr } = await hub.run(['report', '--output', path('none.html')]);
  expect(stderr).toContain('the hub has written no report yet');
  expect(stderr).toContain('partsweep sweep --watch');
  expect({ status, stdout, files: readdirSync(folder) }).toEqual({ status: 2, stdout: '', files: [] });
});

describe('after a sweep', () => {
  beforeAll(async () => {
    hub.seed(hub.account(1), ['orders-1', 'orders-2']);
    run = (await sweepToTheEnd(hub.stage)).run.id;
    await until('the report', async () => stored('report.html'));
  });

  test('the hub has written one, with the buckets that settled meanwhile, and the command gives it to the byte', async () => {
    const { status, stdout, stderr } = await hub.run(['report', '--output', path('report.html')]);
    expect(stderr).toMatch(new RegExp(`Report of the sweep ${run}, written \\d{4}-`));
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(readFileSync(path('report.html')).equals(stored('report.html') ?? Buffer.of())).toBe(true);
    const csv = await hub.run(['report', '--format', 'csv']);
    const lines = csv.stdout.split('\r\n');
    expect(lines[0]).toMatch(/^account,region,bucket,verdict,/);
    expect(lines.filter((line) => /,orders-[12],applied,/.test(line))).toHaveLength(2);
    expect(csv.status).toBe(0);
  });

  test('it leaves no upload under way', async () => {
    const { endpoint } = hub.stage.cloud;
    const s3 = new S3Client({ endpoint, region: hub.region, credentials: hub.stage.cloud.administrator(hub.hub) });
    const Bucket = inventoryBucket('partsweep', hub.hub, hub.region);
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    s3.destroy();
    expect(Uploads).toEqual([]);
  });

  test('a report of the inventory as it is now has before and after, and the course of coverage', async () => {
    const { status, stdout, stderr } = await hub.run(['report', '--now', '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const document = JSON.parse(stdout) as {
      readonly buckets: readonly Readonly<Record<string, unknown>>[];
      readonly history: readonly unknown[];
      readonly scope: string;
    };
    expect(document).toMatchObject({ version: 1, coverage: { covered: 3, total: 3 } });
    expect(document.scope).toContain(`Organization ${hub.stage.landscape.organization.id}`);
    // when the sweep ended, the two may still have been settling
    expect(document.history).toEqual([{ at: expect.any(String), covered: expect.any(Number), total: 3 }]);
    const orders = document.buckets.find(({ bucket }) => bucket === 'orders-1');
    expect(orders).toMatchObject({
      verdict: 'applied',
      beforeConfiguration: null,
      afterConfiguration: expect.stringContaining('"DaysAfterInitiation": 7'),
    });
  });

  test('refuses to replace a file without --force', async () => {
    writeFileSync(path('mine.html'), 'mine');
    const refused = await hub.run(['report', '--output', path('mine.html')]);
    expect(refused.stderr).toContain('mine.html is there already');
    expect({ status: refused.status, text: readFileSync(path('mine.html'), 'utf8') }).toEqual({
      status: 2,
      text: 'mine',
    });
  });

  test('opens the page by a program that is given its path and nothing else', async () => {
    const opener = path('xdg-open');
    writeFileSync(opener, `#!/bin/sh\nfor word; do printf '%s\\n' "$word" >> '${path('opened')}'; done\n`);
    chmodSync(opener, 0o755);
    const env = { PATH: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin` };
    const temporary = await hub.run(['report', '--open'], { env });
    const odd = path('a "$(touch x)"; b.html');
    await hub.run(['report', '--now', '--open', '--output', odd], { env });
    const [first = '', ...others] = readFileSync(path('opened'), 'utf8').trim().split('\n');
    expect(temporary.stderr).toContain(`Written: ${first}`);
    expect(readFileSync(first, 'utf8')).toContain('<!doctype html>');
    expect(others).toEqual([odd]);
    rmSync(dirname(first), { recursive: true });
  });

  test('says where the page is when no browser can be started', async () => {
    const { status, stderr } = await hub.run(['report', '--open', '--output', path('closed.html')], {
      env: { PATH: dirname(process.execPath) },
    });
    expect(stderr).toContain(`No browser could be started: open ${path('closed.html')} yourself.`);
    expect(status).toBe(0);
  });

  test('is made of what a scan found', async () => {
    const scanned = path('scan.json');
    await hub.run(['scan', '--format', 'json', '--output', scanned], { account: hub.account(1) });
    const { status, stderr } = await hub.run(['report', '--from', scanned, '--output', path('scan.html')]);
    expect(stderr).toBe(`Written: ${path('scan.html')}\n`);
    expect(readFileSync(path('scan.html'), 'utf8')).toContain(`Account ${hub.account(1)}, scanned`);
    expect(status).toBe(0);
    // cut off: said so, and nothing is left
    writeFileSync(path('cut.json'), readFileSync(scanned).subarray(0, -9));
    const cut = await hub.run(['report', '--from', path('cut.json'), '--output', path('cut.html')]);
    expect(cut.stderr).toContain('cut.json is cut off or damaged');
    expect({ status: cut.status, left: readdirSync(folder).filter((name) => /^cut\.html/.test(name)) }).toEqual({
      status: 2,
      left: [],
    });
  });
});

test.each([
  [['--format', 'csv', '--json'], 'ask for two formats'],
  [['--format', 'csv', '--open'], 'another format is asked for'],
  [['--from', 'x.json', '--now'], 'cannot be used with option'],
  [['--from', 'nowhere.json'], 'nowhere.json cannot be read: there is no such file'],
])('refuses %j', async (args, words) => {
  const { status, stdout, stderr } = await hub.run(['report', ...args]);
  expect(stderr).toContain(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
