import { STSClient } from '@aws-sdk/client-sts';
import { S3AccountSurvey } from '../../adapters/account-survey';
import { openMemberSession } from '../../adapters/member-session';
import { S3BucketStore } from '../../adapters/s3';
import { SURVEY_POLICY } from '../../adapters/session-policy';
import { StsSurveyAccess } from '../../adapters/survey-access';
import type { Region } from '../../core/identifiers';
import type { Cloud } from '../../sandbox/cloud';
import { describeAccountSurveyContract } from '../contracts/account-survey';
import { describeSurveyAccessContract } from '../contracts/survey-access';
import { bucketName } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import {
  createDirectoryBucket,
  directoryName,
  ELSEWHERE,
  HOME,
  HUB,
  lifecycleStatement,
  MEMBER,
  NEIGHBOUR,
  ROLE,
  startLocalOrganization,
  userOf,
} from './local-organization';

const clouds: Cloud[] = [];

async function start(): Promise<Cloud> {
  const cloud = await startLocalOrganization();
  clouds.push(cloud);
  return cloud;
}

afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
});

function memberRole(cloud: Cloud) {
  const sts = new STSClient({ endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(HUB) });
  return { sts, partition: 'aws', rolePath: '/', roleName: ROLE, sessionName: 'survey' };
}

describeAccountSurveyContract('S3AccountSurvey over the wire', async () => {
  const cloud = await start();
  const place = (region: Region, name: string) => ({ account: MEMBER, region, bucket: bucketName(name) });
  await userOf(cloud, NEIGHBOUR, HOME).create('of-another-account');
  return {
    survey: new S3AccountSurvey({
      credentials: await openMemberSession(memberRole(cloud), MEMBER, SURVEY_POLICY, 3_600),
      endpoint: cloud.endpoint,
      partition: 'aws',
      homeRegion: HOME,
      pageSize: 3,
    }),
    region: HOME,
    otherRegion: ELSEWHERE,
    async createBucket(region, name, { lifecycle, tags } = {}) {
      const user = userOf(cloud, MEMBER, region);
      await user.create(name);
      if (tags !== undefined) await user.tag(name, tags);
      if (lifecycle !== undefined) await user.writeLifecycle(name, lifecycle);
      return place(region, name);
    },
    async createDirectoryBucket(region, base, grants) {
      const made = place(region, directoryName(base, region));
      await createDirectoryBucket(cloud, made, grants ? { statement: lifecycleStatement(made) } : {});
      return made;
    },
  };
});

describe('a survey', () => {
  let cloud: Cloud;
  const bucket = bucketName('orders');

  beforeEach(async () => {
    cloud = await start();
    await userOf(cloud, MEMBER, HOME).create(bucket);
  });

  const accessTo = (clock: ManualClock) =>
    new StsSurveyAccess({ ...memberRole(cloud), clock, homeRegion: HOME, endpoint: cloud.endpoint });
  const assumed = (): number =>
    cloud.trace.entries().filter((entry) => entry.kind === 'call' && entry.action === 'sts:AssumeRole').length;

  test('has a session that is denied every write by its session policy', async () => {
    const credentials = await openMemberSession(memberRole(cloud), MEMBER, SURVEY_POLICY, 3_600);
    const store = new S3BucketStore({ credentials, endpoint: cloud.endpoint });
    const denied = { kind: 'denied', policyKind: 'session policy' };
    const place = { account: MEMBER, region: HOME, bucket };
    expect(await store.deleteLifecycle(place)).toMatchObject(denied);
    const directory = { ...place, bucket: bucketName(directoryName('fast', HOME)) };
    await createDirectoryBucket(cloud, directory);
    expect(await store.deleteLifecycle(directory)).toMatchObject(denied);
  });

  test('opens one session for an account in 45 minutes', async () => {
    const clock = new ManualClock();
    const access = accessTo(clock);
    await Promise.all([access.open(MEMBER), access.open(MEMBER)]);
    clock.advance(45 * 60 - 1);
    await access.open(MEMBER);
    expect(assumed()).toBe(1);
    clock.advance(1);
    await access.open(MEMBER);
    expect(assumed()).toBe(2);
  });

  test('costs one call for the listing, and one for each bucket that is read', async () => {
    const opening = await accessTo(new ManualClock()).open(MEMBER);
    if (opening.kind !== 'open') throw new Error(opening.message);
    const before = cloud.trace.entries().length;
    await opening.survey.listBuckets(null);
    await opening.survey.readLifecycle({ account: MEMBER, region: HOME, bucket });
    const calls = cloud.trace.entries().slice(before);
    expect(calls.flatMap((entry) => (entry.kind === 'call' ? [entry.action] : []))).toEqual([
      's3:ListBuckets',
      's3:GetBucketLifecycleConfiguration',
    ]);
  });
});

describe('over the wire', () => {
  // one cloud for all of the suite
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startLocalOrganization();
  });
  afterAll(() => cloud.stop());

  describeSurveyAccessContract('StsSurveyAccess', async () => {
    const bucket = bucketName('orders');
    await userOf(cloud, MEMBER, HOME).create(bucket);
    const access = new StsSurveyAccess({
      ...memberRole(cloud),
      clock: new ManualClock(),
      homeRegion: HOME,
      endpoint: cloud.endpoint,
    });
    return { access, account: MEMBER, bucket, closedAccount: NEIGHBOUR };
  });
});
