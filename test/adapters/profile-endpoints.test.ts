import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STSClient } from '@aws-sdk/client-sts';
import { endpointsOfProfile } from '../../adapters/profile-endpoints';

const VARIABLES = [
  'AWS_CONFIG_FILE',
  'AWS_PROFILE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_ENDPOINT_URL_S3_CONTROL',
];
const before = new Map(VARIABLES.map((name) => [name, process.env[name]]));
const folder = mkdtempSync(join(tmpdir(), 'profile-test-'));

// once: the SDK keeps what it has read of the file
beforeAll(() => {
  for (const name of VARIABLES) delete process.env[name];
  process.env['AWS_CONFIG_FILE'] = join(folder, 'config');
  process.env['AWS_PROFILE'] = 'work';
  const lines = [
    ...['[profile work]', 'region = eu-central-1', 'use_fips_endpoint = true', 'services = local'],
    ...[
      '[services local]',
      's3 =',
      '  endpoint_url = http://127.0.0.1:1',
      's3_control =',
      '  endpoint_url = http://127.0.0.1:2',
    ],
  ];
  writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`);
});
afterAll(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(folder, { recursive: true, force: true });
});

test("a person's S3 is where their profile says", async () => {
  const { fips, dualStack, url } = await endpointsOfProfile(new STSClient({}));
  expect({ fips, dualStack }).toEqual({ fips: true, dualStack: false });
  expect([url('S3'), url('S3_CONTROL')]).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
});

test('the environment comes first', async () => {
  process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:3';
  const { url } = await endpointsOfProfile(new STSClient({}));
  expect(url('S3')).toBe('http://127.0.0.1:3');
});
