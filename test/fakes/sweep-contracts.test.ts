import { bucketKind, type Region } from '../../core/identifiers';
import { describeAccountRosterContract } from '../contracts/account-roster';
import { describeAccountSurveyContract } from '../contracts/account-survey';
import { describeFleetStatusContract } from '../contracts/fleet-status';
import { describeOutcomeEventsContract } from '../contracts/outcome-events';
import { describeSurveyAccessContract } from '../contracts/survey-access';
import { GeneratedSurvey, generatedName } from './generated-survey';
import { account, bucketName, region } from './identifiers';
import { InMemoryFleet } from './in-memory-fleet';
import { InMemoryRoster } from './in-memory-roster';
import { InMemoryS3 } from './in-memory-s3';
import { InMemorySurveys } from './in-memory-survey';
import { RecordingOutcomeEvents } from './recording-outcome-events';

const OWNER = account('111122223333');
const OTHER = account('444455556666');
const HERE = region('eu-central-1');
const THERE = region('us-east-1');

async function opened(surveys: InMemorySurveys) {
  const opening = await surveys.open(OWNER);
  if (opening.kind !== 'open') throw new Error(opening.message);
  return opening.survey;
}

describeAccountSurveyContract('the in-memory account', async () => {
  const s3 = new InMemoryS3();
  s3.buckets.set(bucketName('of-another-account'), { account: OTHER, region: HERE });
  const create = async (where: Region, name: string, content: object) => {
    const bucket = bucketName(name);
    s3.buckets.set(bucket, { account: OWNER, region: where, ...content });
    return { account: OWNER, region: where, bucket };
  };
  return {
    survey: await opened(new InMemorySurveys(s3, 3)),
    region: HERE,
    otherRegion: THERE,
    createBucket: (where, name, { tags = {}, ...rest } = {}) =>
      create(where, name, { ...rest, tags: new Map(Object.entries(tags)) }),
    createDirectoryBucket: (where, base, grantsLifecycle) => create(where, `${base}--az1--x-s3`, { grantsLifecycle }),
  };
});

describeSurveyAccessContract('the in-memory account', async () => {
  const s3 = new InMemoryS3();
  const bucket = bucketName('orders');
  s3.buckets.set(bucket, { account: OWNER, region: HERE });
  const access = new InMemorySurveys(s3);
  access.closed.set(OTHER, { kind: 'not-assumable', message: 'AccessDenied: words' });
  return { access, account: OWNER, bucket, closedAccount: OTHER };
});

const listed = (id: number, state = 'ACTIVE') => ({
  account: account(String(id).padStart(12, '0')),
  name: `account ${id}`,
  state,
});

describeAccountRosterContract('the in-memory roster', async () => {
  const nested = [listed(3), listed(4, 'SUSPENDED')];
  const inUnit = [listed(2), ...nested];
  const roster = new InMemoryRoster(
    {
      id: 'r-root',
      accounts: [listed(1)],
      units: [
        { id: 'ou-root-one', accounts: [listed(2)], units: [{ id: 'ou-root-two', accounts: nested }] },
        { id: 'ou-root-empty' },
      ],
    },
    2,
  );
  return {
    roster,
    all: [listed(1), ...inUnit],
    unit: 'ou-root-one',
    inUnit: inUnit.map(({ account: id }) => id),
    emptyUnit: 'ou-root-empty',
    root: 'r-root',
  };
});

describeFleetStatusContract('the in-memory fleet', async () => {
  const fleet = new InMemoryFleet(1);
  const instance = { stackSet: 'roles', account: OWNER, region: HERE };
  const instances = [
    { ...instance, detailedStatus: 'SUCCEEDED', statusReason: null },
    { ...instance, account: OTHER, detailedStatus: 'FAILED', statusReason: 'no' },
  ];
  fleet.sets.set('roles', instances);
  return { fleet, stackSet: 'roles', instances };
});

describeOutcomeEventsContract('the recording outcome events', async () => {
  const events = new RecordingOutcomeEvents();
  return { events, received: async () => events.changes };
});

describe('the in-memory account', () => {
  test('has Regions that are off, hints that are wrong, and listings that are odd', async () => {
    const s3 = new InMemoryS3();
    const surveys = new InMemorySurveys(s3);
    const bucket = bucketName('orders');
    const place = { account: OWNER, region: THERE, bucket };
    s3.buckets.set(bucket, { account: OWNER, region: THERE, tags: new Map([['leave', '']]) });
    const survey = await opened(surveys);
    surveys.notYetTagged.add(bucket);
    expect(await survey.taggedBuckets(THERE, 'leave')).toEqual({ kind: 'known', buckets: new Set() });
    surveys.stillTagged.add(bucket);
    expect(await survey.taggedBuckets(THERE, 'leave')).toEqual({ kind: 'known', buckets: new Set([bucket]) });
    surveys.regionsOff.add(THERE);
    expect(await survey.readLifecycle(place)).toMatchObject({ kind: 'retry', code: 'InvalidAccessKeyId' });
    expect(await survey.taggedBuckets(THERE, 'leave')).toMatchObject({ kind: 'unknown' });
    surveys.listedRegions.set(bucket, 'nowhere');
    surveys.createdAt.set(bucket, 17);
    surveys.unreadable.set(OWNER, ['..']);
    expect(await survey.listBuckets(null)).toMatchObject({
      buckets: [{ region: null, regionText: 'nowhere', createdAt: 17 }],
      unreadable: ['..'],
    });
    expect(surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(1);
    expect(surveys.called('tag:GetResources')).toBe(3);
  });

  test('refuses good tokens when it is told to', async () => {
    const s3 = new InMemoryS3();
    for (const name of ['one', 'two']) s3.buckets.set(bucketName(name), { account: OWNER, region: HERE });
    const surveys = new InMemorySurveys(s3, 1);
    const survey = await opened(surveys);
    const first = await survey.listBuckets(null);
    const token = first.kind === 'page' ? first.next : null;
    surveys.refuseTokens = 1;
    expect(await survey.listBuckets(token)).toMatchObject({ kind: 'bad-token' });
    expect(await survey.listBuckets(token)).toMatchObject({ buckets: [{ bucket: 'two' }] });
  });

  test('a listing goes on where it was when a bucket goes in between', async () => {
    const s3 = new InMemoryS3();
    for (const name of ['one', 'three', 'two']) s3.buckets.set(bucketName(name), { account: OWNER, region: HERE });
    const survey = await opened(new InMemorySurveys(s3, 1));
    const first = await survey.listBuckets(null);
    s3.buckets.delete(bucketName('one'));
    expect(await survey.listBuckets(first.kind === 'page' ? first.next : null)).toMatchObject({
      buckets: [{ bucket: 'three' }],
    });
  });
});

describe('the generated account', () => {
  const generated = new GeneratedSurvey({
    buckets: 2_001,
    region: HERE,
    lifecycle: (index) => (index === 7 ? { kind: 'denied', message: 'words' } : { kind: 'none' }),
  });

  test('has as many buckets as it is told, in the order of their names, and reads each', async () => {
    const names: string[] = [];
    for (let token: string | null = null; ; ) {
      const page = await generated.listBuckets(token);
      if (page.kind !== 'page') throw new Error(page.kind);
      names.push(...page.buckets.map(({ bucket }) => bucket));
      if (page.next === null) break;
      token = page.next;
    }
    expect(names).toHaveLength(2_001);
    expect([...names].sort()).toEqual(names);
    expect(names.some((name) => bucketKind(bucketName(name)) === 'directory')).toBe(false);
    const place = { account: OWNER, region: HERE, bucket: generatedName(7) };
    expect(await generated.readLifecycle(place)).toMatchObject({ kind: 'denied' });
    expect(await generated.readLifecycle({ ...place, bucket: generatedName(2_000) })).toEqual({ kind: 'none' });
    expect(await generated.readLifecycle({ ...place, bucket: generatedName(2_001) })).toEqual({
      kind: 'no-such-bucket',
    });
    expect(generated.calls.get('s3:ListBuckets')).toBe(3);
  });

  test('refuses a token that it did not give', async () => {
    expect(await generated.listBuckets('2001')).toMatchObject({ kind: 'bad-token' });
    expect(await generated.listBuckets('x')).toMatchObject({ kind: 'bad-token' });
  });
});
