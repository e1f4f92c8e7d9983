import { RULE_ID } from '../../core/contract/names';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import type { Cloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { runBeside } from './run-beside';
import { actionsSince, loggedIn, REGION, startOrganization } from './scanned-organization';

const ACCOUNT = '210000000001';
const OTHER = '210000000002';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const rule = (inside: string) =>
  `<LifecycleConfiguration xmlns="${NAMESPACE}"><Rule>${inside}</Rule></LifecycleConfiguration>`;
const LOGS = rule(
  '<ID>logs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>30</Days></Expiration>',
);
const V1_ABORT = rule(
  '<ID>old</ID><Status>Enabled</Status><Prefix>logs/</Prefix><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
);
const DISABLED_OURS = rule(
  `<ID>${RULE_ID}</ID><Status>Disabled</Status><Filter><Prefix></Prefix></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>`,
);

describe('partsweep plan of a live bucket', () => {
  let cloud: Cloud;
  let env: Record<string, string>;
  beforeAll(async () => {
    cloud = await startOrganization([
      { id: ACCOUNT, name: 'shop' },
      { id: OTHER, name: 'other' },
    ]);
    env = loggedIn(cloud, ACCOUNT);
    const user = (account: string, region: string) =>
      new BucketUser({ endpoint: cloud.endpoint, account, region, credentials: cloud.administrator(account) });
    const mine = user(ACCOUNT, REGION);
    for (const name of ['logs', 'ours', 'old', 'off', 'left-alone']) await mine.create(`plan-${name}`);
    await mine.writeLifecycle('plan-logs', { xml: LOGS });
    await mine.writeLifecycle('plan-ours', { xml: ourConfigurationXml(7) });
    await mine.writeLifecycle('plan-old', { xml: V1_ABORT });
    await mine.writeLifecycle('plan-off', { xml: DISABLED_OURS });
    await mine.tag('plan-left-alone', { 'partsweep:exclude': 'true' });
    await user(ACCOUNT, 'us-east-1').create('plan-elsewhere');
    await user(OTHER, REGION).create('plan-others');
  });
  afterAll(() => cloud.stop());

  it('shows the rules before and after where one is needed, with status 1', async () => {
    const { status, stdout, stderr } = await runBeside(['plan', 's3://plan-logs'], env);
    expect(stdout.split('\n')).toEqual([
      'put: no rule for the whole bucket aborts incomplete uploads',
      `s3://plan-logs in ${REGION}, account ${ACCOUNT}`,
      'wanted: 7 days',
      expect.stringMatching(/^note: the tags of the account and its OUs were not read/),
      '',
      'rules: 1 now, 2 then',
      '    "logs", enabled, {"Prefix":"logs/"}: Expiration {"Days":30}',
      `  + "${RULE_ID}", enabled, whole bucket: AbortIncompleteMultipartUpload {"DaysAfterInitiation":7}`,
      '',
    ]);
    expect(stderr).toContain('Next: partsweep scan --apply');
    expect(status).toBe(1);
  });

  it('shows a rule that is changed as one that goes and one that comes', async () => {
    const { stdout } = await runBeside(['plan', 'plan-off', '--days', '3'], env);
    expect(stdout).toMatch(/^put: our rule is disabled/);
    expect(stdout).toMatch(/^ {2}- .*disabled.*\n {2}\+ .*enabled, whole bucket: .*"DaysAfterInitiation":3/m);
  });

  it('finds the Region by following S3, and calls nothing but reads', async () => {
    const from = cloud.trace.entries().length;
    const { status, stdout } = await runBeside(['plan', 'plan-elsewhere', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ account: ACCOUNT, region: 'us-east-1', bucket: 'plan-elsewhere', verdict: 'put', days: 7, daysFrom: null },
      configuration: { Rules: [{ ID: RULE_ID }] },
    });
    expect(status).toBe(1);
    const actions = [...actionsSince(cloud, from)];
    expect(actions).toContain('s3:GetBucketLifecycleConfiguration');
    expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it.each([
    ['plan-ours', 0, /^keep: our rule is in place\n/],
    ['plan-old', 1, /^refuse: the rules are of the older kind.*\nwhat to do: turn the rules/],
    ['plan-left-alone', 0, /^excluded: a tag on the bucket excludes it: partsweep:exclude="true"\n/],
  ])('%s ends with status %d', async (bucket, expected, words) => {
    const { status, stdout } = await runBeside(['plan', `s3://${bucket}`], env);
    expect(stdout).toMatch(words);
    expect(stdout).not.toContain('+ ');
    expect(status).toBe(expected);
  });

  it.each([
    [['plan', 's3://plan-nowhere'], 'the bucket does not exist'],
    [['plan', 'plan-others'], `cannot be read as account ${ACCOUNT}: S3 denied access`],
    [['plan', 'package.json'], 'package.json is a file here'],
    [['plan', 's3://No Such'], 'cannot be the name of a bucket'],
    [['plan', 'plan-ours', '--lifecycle', '-'], 'too many arguments: a bucket and --lifecycle exclude each other'],
    [['plan'], '--lifecycle <file> is missing, or a bucket'],
  ])('refuses %j with status 2', async (args, words) => {
    const { status, stdout, stderr } = await runBeside(args, env);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('refuses without credentials, and says what to do', async () => {
    const { status, stderr } = await runBeside(['plan', 'plan-ours'], { AWS_REGION: REGION });
    expect(stderr).toMatch(/there are no credentials.*\nWhat to do: log in/s);
    expect(status).toBe(2);
  });
});
