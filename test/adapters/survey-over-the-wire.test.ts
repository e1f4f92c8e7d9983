import { openMemberSession } from '../../adapters/member-session';
import { S3BucketStore } from '../../adapters/s3';
import { SURVEY_POLICY } from '../../adapters/session-policy';
import { StsSurveyAccess } from '../../adapters/survey-access';
import type { Cloud } from '../../sandbox/cloud';
import { describeAccountSurveyContract } from '../contracts/account-survey';
import { describeSurveyAccessContract } from '../contracts/survey-access';
import { bucketName } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import { accountSurveyOn } from '../stages/account-surveys';
import type { AwsStage } from '../stages/aws-stage';
import { startLocalStage } from '../stages/local-stage';
import { memberRoleOn, surveyAccessOn } from '../stages/member-accounts';
import { createDirectoryBucket, directoryName, HOME, MEMBER, userOf } from './local-organization';

const stages: AwsStage[] = [];

async function start() {
  const stage = await startLocalStage();
  stages.push(stage);
  return stage;
}

afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

describeAccountSurveyContract('S3AccountSurvey over the wire', async () => accountSurveyOn(await start()));

describe('a survey', () => {
  let stage: Awaited<ReturnType<typeof startLocalStage>>;
  let cloud: Cloud;
  const bucket = bucketName('orders');

  beforeEach(async () => {
    stage = await start();
    ({ cloud } = stage);
    await userOf(cloud, MEMBER, HOME).create(bucket);
  });

  const accessTo = (clock: ManualClock) =>
    new StsSurveyAccess({ ...memberRoleOn(stage), clock, homeRegion: HOME, endpoint: cloud.endpoint });
  const assumed = (): number =>
    cloud.trace.entries().filter((entry) => entry.kind === 'call' && entry.action === 'sts:AssumeRole').length;

  test('has a session that is denied every write by its session policy', async () => {
    const credentials = await openMemberSession(memberRoleOn(stage), MEMBER, SURVEY_POLICY, 3_600);
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
  // one organization for all of the suite
  let stage: AwsStage;
  beforeAll(async () => {
    stage = await startLocalStage();
  });
  afterAll(() => stage.stop());

  describeSurveyAccessContract('StsSurveyAccess', () => surveyAccessOn(stage));
});
