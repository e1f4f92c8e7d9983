import { covers } from '../../../core/plan';
import { activeProfile } from '../../fakes/in-memory-accounts';
import { COVERED, FOREIGN } from '../reconcile-world';
import { HERE, ONE, sweepWorld, THERE, TWO, UNIT } from './sweep-world';

describe('a sweep of everything', () => {
  test('brings every bucket of every account the rule, and says so', async () => {
    const { bucket, sweep, s3, verdicts, surveys } = sweepWorld();
    bucket('bare');
    bucket('covered', { lifecycle: COVERED });
    bucket('foreign', { lifecycle: FOREIGN });
    bucket('theirs', { account: TWO });
    bucket('express--use1-az4--x-s3');
    const { run, accounts, buckets } = await sweep();
    expect(run.finishedAt).not.toBeNull();
    expect(accounts).toEqual({ listed: true, expected: 2, open: 0, done: 2, excluded: 0, failed: 0 });
    expect(buckets).toEqual({ waiting: 4, covered: 1 });
    expect(await verdicts()).toEqual({
      ...{ bare: 'applied', covered: 'covered', foreign: 'applied', 'express--use1-az4--x-s3': 'applied' },
    });
    expect(await verdicts(TWO)).toEqual({ theirs: 'applied' });
    for (const { lifecycle } of s3.buckets.values()) expect(covers(lifecycle, { days: 7 })).toBe(true);
    expect(surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(4);
  });

  test('leaves a record of the coverage and asks for the report at its end; one of a single account and an undo do not', async () => {
    const { bucket, sweep, inventory, clock, reports } = sweepWorld();
    bucket('bare');
    bucket('covered', { lifecycle: COVERED });
    await sweep({ scope: { kind: 'account', id: ONE } }, false);
    await sweep({ task: 'undo' }, false);
    expect(await inventory.coverage.newest(9)).toEqual([]);
    expect(reports.sent).toEqual([]);
    const { run } = await sweep({}, false);
    const record = { run: run.id, at: run.finishedAt, buckets: { waiting: 1, covered: 1 }, accounts: { covered: 2 } };
    expect(await inventory.coverage.newest(9)).toEqual([record]);
    expect(Date.parse(record.at ?? '')).toBeLessThanOrEqual(clock.now());
    expect(reports.sent).toEqual([{ version: 1, kind: 'report', run: run.id }]);
    // what it sent to settle, for 300 seconds, was looked at by then
    expect(reports.messages[0]?.visibleAt).toBe(Date.parse(record.at ?? '') + 600_000);
  });

  test('costs one call to S3 for each covered bucket, and the pages of the listings', async () => {
    const { bucket, sweep, surveys } = sweepWorld({ accounts: [ONE], pageSize: 2 });
    for (const name of ['one', 'two', 'ten']) bucket(name, { lifecycle: COVERED });
    await sweep();
    expect(Object.fromEntries(surveys.calls)).toEqual({
      's3:ListBuckets': 2,
      's3:GetBucketLifecycleConfiguration': 3,
      's3express:ListDirectoryBuckets': 1,
    });
  });

  test('asks the tag listing once for each Region with a bucket that needs the rule', async () => {
    const { bucket, sweep, surveys, verdicts } = sweepWorld({ accounts: [ONE] });
    for (const name of ['one', 'two', 'ten']) bucket(name);
    bucket('tagged', { tags: new Map([['partsweep:exclude', 'yes']]) });
    bucket('covered', { lifecycle: COVERED, region: THERE });
    await sweep({}, false);
    expect(surveys.called('tag:GetResources')).toBe(1);
    expect(surveys.called('s3:GetBucketTagging')).toBe(1);
    expect(await verdicts()).toMatchObject({ one: 'waiting', tagged: 'excluded', covered: 'covered' });
  });

  test('asks every bucket for its tags where the tag listing cannot be had', async () => {
    const { bucket, sweep, surveys } = sweepWorld({ accounts: [ONE] });
    surveys.tagProblem = 'AccessDenied: words';
    for (const name of ['one', 'two', 'ten']) bucket(name);
    await sweep({}, false);
    expect(surveys.called('tag:GetResources')).toBe(1);
    expect(surveys.called('s3:GetBucketTagging')).toBe(3);
  });

  test('of no account at all ends', async () => {
    const { sweep } = sweepWorld({ accounts: [] });
    const { run, accounts } = await sweep();
    expect(run.finishedAt).not.toBeNull();
    expect(accounts).toMatchObject({ listed: true, expected: 0 });
  });

  test('makes no call in an excluded account, and calls excluded what is known of it', async () => {
    const { bucket, sweep, profiles, surveys, verdicts, inventory, events } = sweepWorld({ accounts: [ONE] });
    bucket('covered', { lifecycle: COVERED });
    await sweep();
    const calls = [...surveys.calls.values()];
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    const { accounts } = await sweep();
    expect([...surveys.calls.values()]).toEqual(calls);
    expect(accounts).toMatchObject({ expected: 1, excluded: 1 });
    expect(await verdicts()).toEqual({ covered: 'excluded' });
    expect(await inventory.accounts.account(ONE)).toMatchObject({
      standing: { verdict: 'excluded' },
      counts: { excluded: 1 },
    });
    expect(events.changes.at(-1)).toMatchObject({ was: 'covered', outcome: { verdict: 'excluded' } });
  });

  test('leaves accounts alone in which there is no role, active or not', async () => {
    const closed = { account: TWO, name: 'closed', state: 'SUSPENDED' };
    const { sweep, surveys, inventory } = sweepWorld({
      accounts: [ONE, closed],
      sweep: { excludedAccounts: new Set([ONE]) },
    });
    const { accounts } = await sweep();
    expect(accounts).toMatchObject({ expected: 2, excluded: 2 });
    expect(surveys.openings).toEqual([]);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { reason: { code: 'outside-targets' } } });
    expect(await inventory.accounts.account(TWO)).toMatchObject({
      standing: { reason: { code: 'account-not-active' } },
    });
  });

  test('calls excluded the buckets of an account that takes no part any more', async () => {
    const excludedAccounts = new Set<typeof ONE>();
    const { bucket, sweep, verdicts, surveys } = sweepWorld({ accounts: [ONE], sweep: { excludedAccounts } });
    bucket('covered', { lifecycle: COVERED });
    await sweep();
    excludedAccounts.add(ONE);
    const calls = surveys.openings.length;
    expect((await sweep()).accounts).toMatchObject({ excluded: 1 });
    expect(surveys.openings).toHaveLength(calls);
    expect(await verdicts()).toEqual({ covered: 'excluded' });
  });

  test('two at a time come to the same as one', async () => {
    const { bucket, queues, drain, everything, verdicts, inventory } = sweepWorld();
    for (const name of ['one', 'two', 'ten']) bucket(name);
    await queues.sweep.send(everything, 0);
    await queues.sweep.send(everything, 0);
    await drain();
    expect(await verdicts()).toEqual({ one: 'applied', two: 'applied', ten: 'applied' });
    const runs = await inventory.runs.latest(10);
    expect(runs.filter(({ finishedAt }) => finishedAt !== null)).toHaveLength(2);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { applied: 3 } });
  });

  test('calls gone what S3 says is gone, and no more', async () => {
    const { bucket, sweep, s3, verdicts, surveys, inventory } = sweepWorld({ accounts: [ONE], pageSize: 2 });
    const names = ['ask', 'bag', 'cat', 'dog', 'elk'].map((name) => bucket(name, { lifecycle: COVERED }));
    const express = bucket('express--use1-az4--x-s3', { lifecycle: COVERED });
    await sweep();
    for (const name of [names[1], names[4], express]) if (name !== undefined) s3.buckets.delete(name);
    await sweep();
    expect(await verdicts()).toMatchObject({ bag: 'gone', cat: 'covered', elk: 'gone', [express]: 'gone' });
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 3, gone: 3 } });
    const calls = surveys.called('s3:GetBucketLifecycleConfiguration');
    await sweep();
    // what is gone is not asked for again
    expect(surveys.called('s3:GetBucketLifecycleConfiguration') - calls).toBe(3);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 3, gone: 3 } });
    bucket('bag', { lifecycle: COVERED });
    bucket('express--use1-az4--x-s3', { lifecycle: COVERED });
    expect((await sweep()).buckets).toEqual({ covered: 5, gone: 1 });
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 5, gone: 1 } });
  });

  test('calls gone a name that another account has taken since', async () => {
    const { bucket, sweep, verdicts } = sweepWorld();
    bucket('moved', { lifecycle: COVERED });
    await sweep();
    bucket('moved', { lifecycle: COVERED, account: TWO });
    bucket('other', { lifecycle: COVERED, account: TWO });
    await sweep();
    expect(await verdicts()).toEqual({ moved: 'gone' });
    expect(await verdicts(TWO)).toMatchObject({ moved: 'covered' });
  });

  test('goes on behind a bucket in a Region that is off, and one that no Region is known of', async () => {
    const { bucket, sweep, outcomes, surveys } = sweepWorld({ accounts: [ONE] });
    bucket('far', { region: THERE });
    const strange = bucket('strange', { lifecycle: COVERED });
    const elsewhere = bucket('elsewhere', { lifecycle: COVERED, region: THERE });
    bucket('ten', { lifecycle: COVERED });
    surveys.listedRegions.set(strange, 'Mars');
    surveys.regionsOff.add(THERE);
    surveys.listedRegions.set(elsewhere, '');
    await sweep();
    expect(await outcomes()).toMatchObject({
      far: { verdict: 'failed', reason: { code: 's3-unavailable' } },
      // S3 itself says where a bucket is; there it cannot be asked
      elsewhere: { verdict: 'failed', reason: { code: 'region-unusable' } },
      strange: { verdict: 'covered', region: HERE },
      ten: { verdict: 'covered' },
    });
  });

  test('goes on behind a bucket at which something breaks', async () => {
    const { bucket, sweep, outcomes, surveyServices } = sweepWorld({ accounts: [ONE] });
    bucket('bad', { lifecycle: COVERED });
    bucket('good', { lifecycle: COVERED });
    const { access } = surveyServices;
    const open = access.open.bind(access);
    Object.assign(access, {
      open: async (id: typeof ONE) => {
        const opening = await open(id);
        if (opening.kind !== 'open') return opening;
        const { survey } = opening;
        const readLifecycle: typeof survey.readLifecycle = (place) => {
          if (place.bucket.startsWith('bad')) throw new Error('no endpoint is known');
          return survey.readLifecycle(place);
        };
        return {
          kind: 'open',
          survey: new Proxy(survey, {
            get: (target, key) => (key === 'readLifecycle' ? readLifecycle : Reflect.get(target, key)),
          }),
        };
      },
    });
    await sweep();
    expect(await outcomes()).toMatchObject({
      bad: { verdict: 'failed', reason: { code: 'unexpected-error' } },
      good: { verdict: 'covered' },
    });
  });

  test('goes through the accounts of one OU alone where it is asked to', async () => {
    const { sweep, roster, inventory } = sweepWorld();
    Object.assign(roster, {
      page: async (under: string | null) => ({
        kind: 'page',
        accounts: under === UNIT ? [{ account: TWO, name: null, state: 'ACTIVE' }] : [],
        next: null,
      }),
    });
    await sweep({ scope: { kind: 'unit', id: UNIT } });
    expect(await inventory.accounts.account(ONE)).toBeUndefined();
    expect(await inventory.accounts.account(TWO)).toMatchObject({ standing: { verdict: 'covered' } });
  });
});
