import { STSClient } from '@aws-sdk/client-sts';
import { openMemberSession } from '../../adapters/member-session';
import { S3BucketStore } from '../../adapters/s3';
import { ScanAccess, type ScanAccessProps, scanPolicy } from '../../adapters/scan-access';
import type { Cloud } from '../../sandbox/cloud';
import { bucketName } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import { HOME, HUB, MEMBER, NEIGHBOUR, ROLE, startLocalOrganization, userOf } from './local-organization';

const BUCKET = bucketName('orders');
const ADMINISTRATOR = 'administrator-of-all';

/** A role in MEMBER that may do everything, and that the hub may assume. */
async function giveAdministratorRole(cloud: Cloud): Promise<void> {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${HUB}:root` } };
  const Properties = {
    RoleName: ADMINISTRATOR,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  await cloud.stacks.deployStack({
    account: MEMBER,
    region: HOME,
    stackName: ADMINISTRATOR,
    template: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    parameters: {},
  });
}

describe('the policy of a scan', () => {
  it.each([false, true])('allows reading and listing only, and fits: uploads %s', (uploads) => {
    const policy = scanPolicy(uploads);
    expect(policy.length).toBeLessThanOrEqual(2_048);
    const { Statement } = JSON.parse(policy) as { Statement: { Effect: string; Action: string[] }[] };
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9]+:(Get|List)[A-Za-z]+$/.test(action))).toEqual([]);
    expect(actions.includes('s3:ListMultipartUploadParts')).toBe(uploads);
  });
});

describe('access of a scan', () => {
  let cloud: Cloud;
  let sts: STSClient;

  beforeAll(async () => {
    cloud = await startLocalOrganization();
    const credentials = cloud.administrator(HUB);
    sts = new STSClient({ endpoint: cloud.endpoint, region: HOME, credentials });
    await userOf(cloud, MEMBER, HOME).create(BUCKET);
    await userOf(cloud, HUB, HOME).create('of-the-hub');
  });
  afterAll(async () => {
    sts.destroy();
    await cloud.stop();
  });

  const props = (more: Partial<ScanAccessProps> = {}): ScanAccessProps => ({
    sts,
    partition: 'aws',
    rolePath: '/',
    roleName: ROLE,
    sessionName: 'scan',
    clock: new ManualClock(),
    caller: HUB,
    credentials: cloud.administrator(HUB),
    homeRegion: HOME,
    uploads: false,
    endpoint: cloud.endpoint,
    ...more,
  });
  const assumed = () =>
    cloud.trace.entries().filter((entry) => entry.kind === 'call' && entry.action === 'sts:AssumeRole').length;

  it('reads the account of the caller without a role', async () => {
    const before = assumed();
    const opening = await new ScanAccess(props()).open(HUB);
    if (opening.kind !== 'open') throw new Error(opening.message);
    const page = await opening.survey.listBuckets(null);
    expect(page).toMatchObject({ kind: 'page', buckets: [{ bucket: 'of-the-hub' }] });
    expect(assumed()).toBe(before);
  });

  it('reads another account through its role', async () => {
    const opening = await new ScanAccess(props()).open(MEMBER);
    if (opening.kind !== 'open') throw new Error(opening.message);
    expect(await opening.survey.listBuckets(null)).toMatchObject({ kind: 'page', buckets: [{ bucket: BUCKET }] });
  });

  it('is narrowed to what it needs, whatever the role may do', async () => {
    await giveAdministratorRole(cloud);
    const place = { account: MEMBER, region: HOME, bucket: BUCKET };
    const list = async (uploads: boolean) => {
      const opening = await new ScanAccess(props({ uploads, roleName: ADMINISTRATOR })).open(MEMBER);
      if (opening.kind !== 'open') throw new Error(opening.message);
      return opening.uploads.listUploads(place, null);
    };
    expect(await list(true)).toMatchObject({ kind: 'page', uploads: [] });
    expect(await list(false)).toMatchObject({ kind: 'denied', policyKind: 'session policy' });
  });

  it('has a session that can write nothing, though its role can', async () => {
    const credentials = await openMemberSession(props(), MEMBER, scanPolicy(true), 900);
    const store = new S3BucketStore({ credentials, endpoint: cloud.endpoint });
    const written = await store.deleteLifecycle({ account: MEMBER, region: HOME, bucket: BUCKET });
    expect(written).toMatchObject({ kind: 'denied', policyKind: 'session policy' });
  });

  it('goes on with another session before the first ends', async () => {
    // a clock so far behind that the SDK takes every session for one that has ended, and asks again each time
    const clock = new ManualClock();
    const before = assumed();
    const opening = await new ScanAccess(props({ clock })).open(MEMBER);
    if (opening.kind !== 'open') throw new Error(opening.message);
    clock.advance(45 * 60 - 1);
    await opening.survey.listBuckets(null);
    expect(assumed()).toBe(before + 1);
    clock.advance(1);
    expect(await opening.survey.listBuckets(null)).toMatchObject({ kind: 'page' });
    expect(assumed()).toBe(before + 2);
  });

  it('fails for a role that is not there', async () => {
    expect(await new ScanAccess(props()).open(NEIGHBOUR)).toMatchObject({
      kind: 'not-assumable',
      message: expect.stringContaining('AccessDenied'),
    });
  });
});
