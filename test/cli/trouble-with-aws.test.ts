import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/program';
import { ORGANIZATION } from '../lib/synthesized';

type Trouble = 'expired' | 'unknown' | 'denied';

const CODES: Readonly<Record<Trouble, string>> = {
  expired: 'ExpiredToken',
  unknown: 'InvalidClientTokenId',
  denied: 'AccessDenied',
};
const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ORGANIZATION.hubAccountId}:user/ada</Arn><UserId>AIDA</UserId><Account>${ORGANIZATION.hubAccountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

let trouble: Trouble = 'expired';
let server: Server;
let folder: string;
const before = { ...process.env };

/** An endpoint that answers every call with the trouble, in the protocol of its service; who is denied is known. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const code = CODES[trouble];
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const isSts = request.headers.authorization?.includes('/sts/') ?? false;
  request.resume();
  if (trouble === 'denied' && isSts) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(IDENTITY);
    return;
  }
  if (request.headers['x-amz-target'] !== undefined || request.url?.includes('/functions/')) {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code });
    response.end(JSON.stringify({ __type: code, message: 'it is so' }));
    return;
  }
  const error = `<Error><Code>${code}</Code><Message>it is so</Message></Error>`;
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end(isForm ? `<ErrorResponse>${error}</ErrorResponse>` : error);
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'partsweep-trouble-'));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { partsweep: ORGANIZATION } }));
});

afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function environment(credentials: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...rest } = before;
  return {
    ...rest,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: ORGANIZATION.homeRegion,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_MAX_ATTEMPTS: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...credentials,
  };
}

async function said(args: readonly string[], credentials: Readonly<Record<string, string>>) {
  process.env = environment(credentials);
  let [stdout, stderr] = ['', ''];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  try {
    return { status: await run(args), stdout, stderr };
  } finally {
    process.removeAllListeners('SIGINT');
    out.mockRestore();
    err.mockRestore();
  }
}

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000000', AWS_SECRET_ACCESS_KEY: 'secret' };
const config = (): string[] => ['--config', join(folder, 'cdk.json')];

/** Commands that cannot do anything without AWS; `doctor` and `init` go on without it, and say what they could not see. */
const COMMANDS: readonly (readonly [name: string, args: () => readonly string[]])[] = [
  ['scan', () => ['scan']],
  ['scan --organization', () => ['scan', '--organization']],
  ['plan', () => ['plan', 's3://orders']],
  ['explain', () => ['explain', 's3://orders', ...config()]],
  ['deploy', () => ['deploy', '--dry-run', ...config()]],
  ['destroy', () => ['destroy', '--dry-run', ...config()]],
  ['sweep', () => ['sweep', ...config()]],
  ['status', () => ['status', ...config()]],
  ['pause', () => ['pause', '--why', 'x', ...config()]],
  ['resume', () => ['resume', ...config()]],
  ['undo', () => ['undo', '--all', '--confirm', ORGANIZATION.organizationId, ...config()]],
  ['redrive', () => ['redrive', ...config()]],
];

describe.each(COMMANDS)('%s', (_, args) => {
  test('refuses to go on without credentials, and says how to log in', async () => {
    const { status, stdout, stderr } = await said(args(), {});
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^partsweep: .*there are no credentials/);
    expect(stderr).toContain('What to do: log in (aws sso login, aws configure)');
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 600_000);

  test.each([
    ['expired', 'the credentials are expired', 'What to do: log in again'],
    ['unknown', 'AWS does not know the credentials', 'aws sts get-caller-identity'],
  ] as const)(
    'refuses to go on where the credentials are %s',
    async (kind, what, remedy) => {
      trouble = kind;
      const { status, stdout, stderr } = await said(args(), KEYS);
      expect({ status, stdout, stderr }).toMatchObject({ status: 2, stdout: '' });
      expect(stderr).toContain(what);
      expect(stderr).toContain(remedy);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    60_000,
  );
});

describe.each(COMMANDS.filter(([name]) => name !== 'scan' && name !== 'plan'))('%s', (_, args) => {
  test('refuses to go on without the permission, and names it', async () => {
    trouble = 'denied';
    const { status, stdout, stderr } = await said(args(), KEYS);
    expect({ status, stdout, stderr }).toMatchObject({ status: 2, stdout: '' });
    expect(stderr).toContain('permission is denied');
    expect(stderr).toMatch(/What to do: use credentials that may do [a-z0-9]+:[A-Z]/);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 600_000);
});

test('fails to plan where S3 denies the bucket, in words and with a remedy', async () => {
  trouble = 'denied';
  const { status, stderr } = await said(['plan', 's3://orders'], KEYS);
  expect(status).toBe(2);
  expect(stderr).toContain('cannot be read as account 222222222222: S3 denied access');
  expect(stderr).toContain('What to do: ');
});

test('an account that a scan may not list is a row with the reason, and the status says so', async () => {
  trouble = 'denied';
  const { status, stdout } = await said(['scan'], KEYS);
  expect(status).toBe(1);
  expect(stdout).toContain('denied: the buckets of the account could not be listed');
}, 600_000);
