import pLimit from 'p-limit';
import { RULE_ID } from '../../../core/contract/names';
import { ourConfigurationXml } from '../../../core/lifecycle/xml';
import type { Outcome } from '../../../core/outcome';
import { type AccountScanned, type ScanRules, scanAccount } from '../../../core/scan/scan-account';
import { isFinding, isWhole } from '../../../core/scan/scan-row';
import { totalsOf } from '../../../core/scan/scan-totals';
import type { UploadStore } from '../../../core/scan/uploads';
import type { AccountSurvey } from '../../../core/sweep/survey';
import { account, bucketName, region } from '../../fakes/identifiers';
import { type FakeBucket, InMemoryS3 } from '../../fakes/in-memory-s3';
import { InMemorySurveys } from '../../fakes/in-memory-survey';
import { ManualClock } from '../../fakes/manual-clock';

const OWNER = account('111111111111');
const HOME = region('eu-central-1');
const EAST = region('us-east-1');

const noUploads: UploadStore = {
  listUploads: async () => ({ kind: 'page', uploads: [], next: null }),
  listParts: async () => ({ kind: 'ended' }),
};

describe('a scan of an account', () => {
  let s3: InMemoryS3;
  let surveys: InMemorySurveys;
  let survey: AccountSurvey;
  let stopped: boolean;

  beforeEach(async () => {
    s3 = new InMemoryS3();
    surveys = new InMemorySurveys(s3, 2);
    stopped = false;
    const opening = await surveys.open(OWNER);
    if (opening.kind !== 'open') throw new Error(opening.message);
    survey = opening.survey;
  });

  const put = (name: string, more: Partial<FakeBucket> = {}) =>
    s3.buckets.set(bucketName(name), { account: OWNER, region: HOME, ...more });
  const ours = { xml: ourConfigurationXml(7) };
  const rules = (more: Partial<ScanRules> = {}): ScanRules => ({
    clock: new ManualClock(),
    onLongerRule: 'add',
    directoryRegions: [HOME, EAST],
    homeRegion: HOME,
    limit: (task) => task(),
    uploads: null,
    isStopped: () => stopped,
    ...more,
  });
  const run = (more: Partial<ScanRules> = {}, listed: number[] = []): Promise<AccountScanned> =>
    scanAccount(rules(more), {
      account: OWNER,
      days: 7,
      survey,
      uploads: noUploads,
      progress: (found, seen) => listed.push(found - seen),
    });
  const found = async (more: Partial<ScanRules> = {}) => {
    const result = await run(more);
    if (result.kind !== 'scanned') throw new Error(result.kind);
    return result;
  };
  const only = async (): Promise<Outcome> => {
    const { rows } = await found();
    expect(rows).toHaveLength(1);
    return rows[0] as Outcome;
  };

  it('finds every bucket on all pages, in the order of the listing', async () => {
    for (const name of ['bucket-e', 'bucket-c', 'bucket-a', 'bucket-d', 'bucket-b']) put(name);
    const { rows } = await found();
    expect(rows.map(({ bucket }) => bucket)).toEqual(['bucket-a', 'bucket-b', 'bucket-c', 'bucket-d', 'bucket-e']);
  });

  it('costs one call where a bucket is covered', async () => {
    put('covered', { lifecycle: ours });
    const calls = { 's3:GetBucketLifecycleConfiguration': 1 };
    expect(await only()).toMatchObject({ verdict: 'covered', ruleId: RULE_ID, calls });
  });

  it('costs two calls, and no write, where a bucket needs the rule', async () => {
    put('bare-bucket');
    expect(await only()).toMatchObject({
      verdict: 'would-apply',
      reason: { code: 'would-apply' },
      before: { rules: 0 },
      after: { rules: 1 },
      calls: { 's3:GetBucketLifecycleConfiguration': 1, 's3:GetBucketTagging': 1 },
    });
    expect(s3.operations().filter((operation) => /write|delete/i.test(operation))).toEqual([]);
  });

  it('takes a bucket for excluded by its own tag, and not by one that says false', async () => {
    put('tagged', { tags: new Map([['partsweep:exclude', 'yes']]) });
    expect(await only()).toMatchObject({ verdict: 'excluded', reason: { code: 'excluded-by-bucket-tag' } });
    put('tagged', { tags: new Map([['partsweep:exclude', 'false']]) });
    expect(await only()).toMatchObject({ verdict: 'would-apply' });
  });

  it('does not know of a bucket whose tags are denied', async () => {
    put('tags-hidden');
    s3.answerNext('readTags', { kind: 'denied', message: 'no' });
    expect(await only()).toMatchObject({ verdict: 'denied', reason: { code: 'tags-denied' }, after: { rules: 0 } });
  });

  it.each([
    [{ kind: 'denied', message: 'no' }, 'denied', 'access-denied'],
    [{ kind: 'no-such-bucket' }, 'gone', 'bucket-gone'],
    [{ kind: 'retry', code: 'SlowDown', message: 'slower' }, 'failed', 's3-unavailable'],
    [{ kind: 'refused', code: 'MethodNotAllowed', message: 'no' }, 'refused', 'refused-by-s3'],
    [{ kind: 'wrong-region' }, 'failed', 'region-unusable'],
  ] as const)('says what it means that S3 answers %j', async (answer, verdict, code) => {
    put('troubled');
    s3.answerNext('readLifecycle', answer);
    expect(await only()).toMatchObject({ verdict, reason: { code }, before: null });
  });

  it('follows a bucket to the Region that S3 names', async () => {
    put('elsewhere', { region: EAST });
    surveys.listedRegions.set(bucketName('elsewhere'), '');
    expect(await only()).toMatchObject({ verdict: 'would-apply', region: EAST });
  });

  it('reports a directory bucket on which S3 may not act, with what to add', async () => {
    put('fast--euc1-az1--x-s3', { lifecycle: ours, grantsLifecycle: false });
    const outcome = await only();
    expect(outcome).toMatchObject({ verdict: 'reported', reason: { code: 'directory-bucket-policy' } });
    expect(outcome.reason.snippet).toContain('s3express:CreateSession');
  });

  it('has a row of its own for a listing that fails, which makes it not whole', async () => {
    survey.listBuckets = async () => ({ kind: 'denied', message: 'no', policyKind: 'identity-based policy' });
    const { rows } = await found();
    expect(rows).toMatchObject([{ bucket: null, region: null, verdict: 'denied', reason: { code: 'listing-failed' } }]);
    expect(isWhole({ rows })).toBe(false);
    expect(totalsOf([{ account: OWNER, name: null, problems: [], rows }]).accounts.failed).toBe(1);
  });

  it('takes a Region that the organization forbids for a problem to be said, not for a finding', async () => {
    survey.listDirectoryBuckets = async () => ({ kind: 'denied', message: 'no', policyKind: 'service control policy' });
    const { rows, problems } = await found();
    expect(rows).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(HOME), expect.stringContaining(EAST)]);
  });

  it('counts a Region whose directory buckets cannot be listed, and goes on', async () => {
    put('bare-bucket');
    surveys.regionsOff.add(EAST);
    const { rows } = await found();
    expect(rows.map(({ bucket, region: where }) => [bucket, where])).toEqual([
      ['bare-bucket', HOME],
      [null, EAST],
    ]);
    expect(rows.filter(isFinding)).toHaveLength(2);
  });

  it('has a row for a name that no bucket can have', async () => {
    surveys.unreadable.set(OWNER, ['a/b']);
    const { rows } = await found();
    expect(rows).toMatchObject([
      { bucket: null, verdict: 'failed', reason: { text: expect.stringContaining('"a/b"') } },
    ]);
  });

  it('makes a row of a bucket at which something breaks, and goes on', async () => {
    put('bucket-a');
    put('bucket-b', { lifecycle: ours });
    const readTags = () => Promise.reject(new TypeError('broken'));
    survey.readTags = readTags;
    const { rows } = await found();
    expect(rows).toMatchObject([
      { bucket: 'bucket-a', verdict: 'failed', reason: { code: 'unexpected-error' } },
      { bucket: 'bucket-b', verdict: 'covered' },
    ]);
  });

  it('begins no other bucket once it is stopped, and keeps nothing', async () => {
    for (const name of ['bucket-a', 'bucket-b', 'bucket-c', 'bucket-d']) put(name);
    s3.after('readLifecycle', () => {
      stopped = true;
    });
    expect(await run({ limit: pLimit(1) })).toEqual({ kind: 'stopped' });
    expect(s3.operations().filter((operation) => operation === 'readLifecycle')).toHaveLength(1);
    expect(surveys.called('s3:ListBuckets')).toBe(1);
  });

  it('tells of every bucket twice: listed, and looked at', async () => {
    for (const name of ['bucket-a', 'bucket-b', 'bucket-c']) put(name);
    const steps: number[] = [];
    await run({}, steps);
    expect(steps.filter((step) => step < 0)).toHaveLength(3);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBe(0);
  });

  it('measures uploads where asked, those of excluded buckets too, and says where it does not', async () => {
    put('bucket-a', { tags: new Map([['partsweep:exclude', '']]) });
    put('fast--euc1-az1--x-s3');
    const { rows } = await found({ uploads: { mostMeasured: 10, limit: (task) => task() } });
    expect(rows).toMatchObject([
      { verdict: 'excluded', uploads: { uploads: 0, sampled: null } },
      { uploads: { problem: 'uploads of directory buckets are not measured' } },
    ]);
    expect(totalsOf([{ account: OWNER, name: null, problems: [], rows }]).uploads?.unmeasuredBuckets).toBe(1);
  });
});
