import { giveTurn, takeTurn } from '../../../core/sweep/profile-turn';
import { startSweep } from '../../../core/sweep/start-sweep';
import { account } from '../../fakes/identifiers';
import { activeProfile } from '../../fakes/in-memory-accounts';
import { COVERED } from '../reconcile-world';
import { ONE, sweepWorld, TWO } from './sweep-world';

describe('the listing of accounts', () => {
  test('goes on from the page that failed, and from empty ones', async () => {
    const { roster, sweep } = sweepWorld({ rosterPageSize: 1 });
    roster.failures = 2;
    roster.emptyPages = 2;
    const { accounts, run } = await sweep();
    expect(accounts).toEqual({ listed: true, expected: 2, open: 0, done: 2, excluded: 0, failed: 0 });
    expect(run.finishedAt).not.toBeNull();
  });

  test('fails with its reason when a page can never be had, and so does the run', async () => {
    const { roster, sweep, deadLetters, journal } = sweepWorld();
    roster.failures = 1_000;
    const { run, listing, accounts } = await sweep();
    expect(listing).toMatchObject({ state: 'failed', reason: { code: 'accounts-not-listed' } });
    expect(accounts).toMatchObject({ listed: false, expected: 0 });
    expect(run.finishedAt).not.toBeNull();
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'accounts-not-listed' } }]);
    expect(journal.counts).toContainEqual(expect.objectContaining({ 'sweep-accounts-failed': 1 }));
  });

  test('that was redriven from the dead letters begins a run of the same kind', async () => {
    const { roster, sweep, deadLetters, queues, drain, inventory, clock } = sweepWorld();
    roster.failures = 4;
    await sweep();
    clock.advance(3_600);
    const [letter] = deadLetters.sent;
    await queues.sweep.send(JSON.parse(letter?.body ?? ''), 0);
    await drain();
    const [newest] = await inventory.runs.latest(1);
    expect(newest).toMatchObject({ trigger: 'operator', scope: { kind: 'all' }, finishedAt: expect.any(String) });
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { verdict: 'covered' } });
  });

  test('asks a profile that cannot be read a few times, then fails that account alone', async () => {
    const { profiles, sweep, profileReads, inventory } = sweepWorld();
    profiles.profiles.delete(ONE);
    const { accounts, failures } = await sweep();
    expect(accounts).toEqual({ listed: true, expected: 2, open: 0, done: 1, excluded: 0, failed: 1 });
    expect(failures).toMatchObject([{ account: ONE, reason: { code: 'profile-unreadable' } }]);
    expect(profileReads()).toBe(5);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { verdict: 'failed' } });
    expect(await inventory.accounts.account(TWO)).toMatchObject({ standing: { verdict: 'covered' } });
  });

  test('does not wait for each account where no profile can be read at all', async () => {
    const { profiles, sweep, profileReads } = sweepWorld();
    profiles.profiles.clear();
    expect((await sweep()).accounts).toMatchObject({ expected: 2, failed: 2 });
    expect(profileReads()).toBe(5);
  });

  test('passes over nobody where an account left the page at hand between two steps', async () => {
    const third = account('777788889999');
    let listed = [ONE, TWO, third];
    const page = async () => {
      const accounts = listed.map((id) => ({ account: id, name: null, state: 'ACTIVE' }));
      return { kind: 'page', accounts, next: null } as const;
    };
    const { profiles, sweep, inventory } = sweepWorld({ accounts: [ONE, TWO, third], sweep: { roster: { page } } });
    const known = profiles.profile.bind(profiles);
    let reads = 0;
    jest.spyOn(profiles, 'profile').mockImplementation(async (id) => {
      reads += 1;
      if (reads !== 2) return known(id);
      // the step ends here; before the next one the first account is closed
      listed = [TWO, third];
      return { kind: 'unknown', message: 'TooManyRequestsException: words' };
    });
    const { accounts } = await sweep();
    expect(accounts).toEqual({ listed: true, expected: 3, open: 0, done: 3, excluded: 0, failed: 0 });
    for (const id of [ONE, TWO, third]) {
      expect(await inventory.accounts.account(id)).toMatchObject({ standing: { verdict: 'covered' } });
    }
  });

  test('takes turns: a second run waits, and a single account waits for nobody', async () => {
    const { sweepServices, queues, drain, everything, inventory } = sweepWorld();
    const turn = await takeTurn(sweepServices.runs, 100);
    await queues.sweep.send(everything, 0);
    await queues.sweep.send({ ...everything, scope: { kind: 'account', id: TWO } }, 0);
    await drain();
    // the turn that nobody gave ended by itself
    expect((await inventory.runs.latest(5)).every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    const visited = await inventory.accounts.accounts([ONE, TWO]);
    const [first, second] = visited.map(({ standing }) => Date.parse(standing?.at ?? ''));
    expect((first ?? 0) - (second ?? 0)).toBeGreaterThan(90_000);
    if (turn.kind === 'taken') expect(await giveTurn(sweepServices.runs, turn.step)).toBe(false);
  });
});

describe('the hourly roster', () => {
  const hour = { trigger: 'roster', scope: { kind: 'never-surveyed' } } as const;

  test('asks nothing of accounts that were surveyed, and queues those that were not', async () => {
    const { sweep, surveys } = sweepWorld();
    expect((await sweep(hour)).accounts).toMatchObject({ expected: 2, done: 2 });
    expect((await sweep(hour)).accounts).toMatchObject({ expected: 0 });
    expect(surveys.openings).toEqual([ONE, TWO]);
  });

  test('asks an account without its role every hour of its first day, then no more', async () => {
    const { queues, drain, everything, surveys, clock, progress } = sweepWorld({ accounts: [ONE] });
    surveys.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied: words' });
    const asked: number[] = [];
    for (let hours = 0; hours < 30; hours += 1) {
      await queues.sweep.send({ ...everything, ...hour }, 0);
      const began = clock.now();
      await drain();
      asked.push((await progress()).accounts.expected);
      clock.advance(3_600 - (clock.now() - began) / 1000);
    }
    expect(asked.slice(0, 24).every((count) => count === 1)).toBe(true);
    expect(asked.slice(25)).toEqual([0, 0, 0, 0, 0]);
  });

  test('passes over an account that is excluded, and one that is not active', async () => {
    const closed = { account: TWO, name: null, state: 'SUSPENDED' };
    const { sweep, profiles, profileReads } = sweepWorld({ accounts: [ONE, closed] });
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'yes' }));
    expect((await sweep(hour)).accounts).toMatchObject({ expected: 1, excluded: 1 });
    expect((await sweep(hour)).accounts).toMatchObject({ expected: 0 });
    expect(profileReads()).toBe(1);
  });

  test('is not the run that is meant by somebody who names none', async () => {
    const { sweep, sweepServices, bucket } = sweepWorld();
    bucket('orders', { lifecycle: COVERED });
    await sweep();
    await sweep(hour);
    const delivery = { id: 'call', sentAt: 0, isAgain: false };
    const asked = await startSweep(sweepServices, { version: 1, kind: 'progress', run: null }, delivery, {
      remaining: () => 900_000,
    });
    expect(asked).toMatchObject({ answer: { progress: { run: { trigger: 'schedule' }, buckets: { covered: 1 } } } });
  });
});

describe('a hint that a stack was created', () => {
  test('surveys its account at most once in ten minutes', async () => {
    const { queues, drain, everything, surveys, clock } = sweepWorld();
    const hint = { ...everything, trigger: 'stack', scope: { kind: 'account', id: ONE } } as const;
    await queues.sweep.send(hint, 0);
    await queues.sweep.send(hint, 0);
    await drain();
    expect(surveys.openings).toEqual([ONE]);
    clock.advance(601);
    await queues.sweep.send(hint, 0);
    await drain();
    expect(surveys.openings).toEqual([ONE, ONE]);
  });

  test('is not lost when the answer whether it may is', async () => {
    const { queues, drain, everything, surveys, disturbance } = sweepWorld();
    Object.assign(disturbance, { at: 0, how: 'throw', when: 'after' });
    const hint = { ...everything, trigger: 'stack', scope: { kind: 'account', id: ONE } } as const;
    await queues.sweep.send(hint, 0);
    await drain();
    expect(disturbance.calls[0]).toBe('accounts.mayHint');
    expect(surveys.openings).toEqual([ONE]);
  });
});
