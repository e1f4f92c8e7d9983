import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './command';
import { runBeside } from './run-beside';

interface Ready {
  readonly endpoint: string;
  readonly management: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

let sandbox: ChildProcess;
let ready: Ready;

// the README's scan of 2,000 buckets in 20 accounts, with fewer buckets in each
beforeAll(async () => {
  const args = ['--import', 'tsx', join(ROOT, 'tour/sandbox.ts'), '--accounts', '20', '--buckets', '3', '--bare'];
  sandbox = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  ready = await new Promise<Ready>((resolve, reject) => {
    let text = '';
    sandbox.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('\n')) resolve(JSON.parse(text.slice(0, text.indexOf('\n'))));
    });
    sandbox.on('close', (status) => reject(new Error(`the sandbox ended with ${status}`)));
  });
}, 600_000);

afterAll(() => {
  sandbox.removeAllListeners('close');
  sandbox.kill('SIGTERM');
});

test('scans the buckets of twenty accounts by the documented commands alone', async () => {
  const { accessKeyId, secretAccessKey } = ready.management;
  const { status, stdout } = await runBeside(['scan', '--organization', '--json'], {
    AWS_ENDPOINT_URL: ready.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  expect(status).toBe(1);
  const { accounts, buckets } = JSON.parse(stdout) as {
    readonly accounts: readonly unknown[];
    readonly buckets: readonly { readonly bucket: string | null; readonly verdict: string }[];
  };
  // with the management account, the hub and the log archive
  expect(accounts.length).toBe(23);
  const seen = buckets.filter(({ bucket }) => bucket !== null);
  // the first of the twenty accounts is excluded by its tag
  expect(seen.length).toBe(57);
  expect(seen.every(({ verdict }) => verdict === 'would-apply')).toBe(true);
}, 600_000);
