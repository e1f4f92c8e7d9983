import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { Outcome } from '../../core/outcome';
import { peaceSnippet } from '../../core/peace';
import { reason } from '../../core/reasons';
import { accountOfRecord, problemOfFleet, rowOfOutcome, rowOfRecord, runOfSweep } from '../../report/source-rows';

const OUTCOME: Outcome = {
  account: '111122223333' as AccountId,
  region: 'eu-central-1' as Region,
  bucket: 'bucket' as BucketName,
  verdict: 'contested',
  reason: { ...reason('contested'), snippet: peaceSnippet('terraform', 7).text },
  days: 7,
  ruleId: null,
  before: { rules: 1, digest: 'a' },
  after: null,
  calls: {},
  at: '2026-11-23T06:00:00.000Z',
};

test('an outcome becomes a row with the remedy and the snippet', () => {
  expect(rowOfOutcome(OUTCOME, { beforeConfiguration: '{}' })).toMatchObject({
    bucket: 'bucket',
    reason: {
      code: 'contested',
      remedy: expect.stringContaining('resume the bucket'),
      snippet: expect.stringContaining('rule {'),
    },
    beforeConfiguration: '{}',
    change: null,
  });
});

test('a record brings its hold and removals, and is no row before its first outcome', () => {
  const record = {
    outcome: OUTCOME,
    change: null,
    removals: [],
    hold: { since: OUTCOME.at, by: 'me' },
    since: OUTCOME.at,
  };
  expect(rowOfRecord({ bucket: OUTCOME.bucket, record })).toMatchObject({ hold: { by: 'me' } });
  expect(rowOfRecord({ bucket: OUTCOME.bucket, record: { ...record, outcome: null } })).toBeUndefined();
});

test('accounts and problems keep their reasons', () => {
  const standing = { verdict: 'denied', reason: reason('role-not-assumable'), at: OUTCOME.at } as const;
  const { account } = OUTCOME;
  const unknown = { profile: null, profileAt: null, visitedAt: null, visitedBy: null, counts: {}, countsVersion: 0 };
  expect(accountOfRecord({ account, name: 'web', standing, ...unknown })).toMatchObject({
    account,
    standing: { verdict: 'denied', reason: { remedy: expect.stringContaining('role stack set') } },
  });
  const problem = {
    account,
    region: null,
    source: { kind: 'listing', name: 'buckets' },
    reason: reason('listing-failed'),
  } as const;
  expect(problemOfFleet({ ...problem, at: OUTCOME.at, run: 'r' })).toMatchObject({ source: 'listing buckets' });
});

test('a run keeps who asked, when and of what', () => {
  const run = {
    id: 'r',
    trigger: 'operator',
    task: 'undo',
    by: 'me',
    startedAt: OUTCOME.at,
    finishedAt: null,
  } as const;
  expect(runOfSweep({ ...run, scope: { kind: 'all' } })).toEqual({ ...run, scope: 'everything' });
  expect(runOfSweep({ ...run, scope: { kind: 'never-surveyed' } }).scope).toBe('new accounts');
  expect(runOfSweep({ ...run, scope: { kind: 'account', id: OUTCOME.account } }).scope).toBe(OUTCOME.account);
});
