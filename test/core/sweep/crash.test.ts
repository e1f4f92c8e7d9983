import { account } from '../../fakes/identifiers';
import { activeProfile } from '../../fakes/in-memory-accounts';
import { COVERED, FOREIGN } from '../reconcile-world';
import { HERE, ONE, sweepWorld, TWO } from './sweep-world';

const THREE = account('777788889999');
const FOUR = account('101010101010');
const TAGGED = new Map([['partsweep:exclude', 'true']]);

/**
 * An organization after its first sweep, with everything that a second one may find: new buckets, bare ones and one whose event never
 * came, buckets that are gone, an account that became excluded, one whose role is not there, one that is closed. Few calls a step.
 */
async function changedWorld() {
  const world = sweepWorld({
    accounts: [ONE, TWO, THREE, { account: FOUR, name: null, state: 'SUSPENDED' }],
    ...{ pageSize: 3, rosterPageSize: 2, callsAStep: 7, inventory: { pageSize: 2 } },
    sweep: { maxTries: 2 },
    survey: { maxTries: 2 },
  });
  const { bucket, surveys, clock, s3, profiles, fleet, inventory, queues } = world;
  for (const name of ['ask', 'bag', 'elk', 'old--use1-az4--x-s3']) bucket(name, { lifecycle: COVERED });
  bucket('theirs', { lifecycle: COVERED, account: TWO });
  await world.sweep();
  clock.advance(24 * 3600);
  bucket('cat');
  bucket('dog', { lifecycle: FOREIGN });
  bucket('fox', { tags: TAGGED });
  bucket('new--use1-az4--x-s3');
  surveys.createdAt.set(bucket('gnu', { lifecycle: COVERED }), clock.now());
  for (const name of ['bag', 'old--use1-az4--x-s3'] as const) s3.buckets.delete(bucket(name));
  profiles.profiles.set(TWO, activeProfile({ 'partsweep:exclude': 'true' }));
  surveys.closed.set(THREE, { kind: 'not-assumable', message: 'AccessDenied: words' });
  fleet.sets.set('partsweep-roles', [
    { stackSet: 'partsweep-roles', account: THREE, region: HERE, detailedStatus: 'FAILED', statusReason: 'words' },
  ]);
  queues.settle.messages.splice(0);
  queues.settle.sent.splice(0);
  void inventory;
  return world;
}

async function whatIsThere(world: Awaited<ReturnType<typeof changedWorld>>) {
  const { inventory, queues, outcomes, deadLetters } = world;
  const run = (await inventory.runs.latest(20)).at(0);
  const progress = await world.progress();
  const accounts = await inventory.accounts.accounts([ONE, TWO, THREE, FOUR]);
  const { rows: problems } = await inventory.accounts.problems(null, null);
  const known = await Promise.all([ONE, TWO, THREE, FOUR].map((one) => outcomes(one)));
  return {
    runs: (await inventory.runs.latest(20)).map(({ finishedAt }) => finishedAt !== null),
    accounts: progress.accounts,
    buckets: progress.buckets,
    failures: progress.failures.map(({ account: id }) => id),
    records: accounts.map(({ account: id, standing, counts, visitedBy }) => ({
      id,
      // the try that is disturbed may be the last one
      standing: id === THREE ? standing?.verdict !== 'covered' : [standing?.verdict, standing?.reason.code],
      counts: Object.entries(counts).sort(),
      isVisited: visitedBy === run?.id,
    })),
    outcomes: known.map((of) => Object.values(of).map(({ bucket, verdict, reason }) => [bucket, verdict, reason.code])),
    problems: problems.map(({ account: id, source, reason }) => [id, source, reason.code]).sort(),
    sent: [...new Set(queues.settle.sent.map(({ bucket }) => bucket))].sort(),
    deadLetters: [...new Set(deadLetters.sent.map(({ body }) => body))],
  };
}

async function disturbedSweep(at: number | undefined, how: 'throw' | 'kill', when: 'before' | 'after') {
  const world = await changedWorld();
  const { disturbance, sweep } = world;
  disturbance.calls.splice(0);
  Object.assign(disturbance, { at, how, when });
  await sweep({}, false);
  return world;
}

describe('whatever call is disturbed', () => {
  let calls: readonly string[] = [];
  let expected: Awaited<ReturnType<typeof whatIsThere>>;

  beforeAll(async () => {
    const world = await disturbedSweep(undefined, 'throw', 'before');
    calls = [...world.disturbance.calls];
    expected = await whatIsThere(world);
  });

  test('an undisturbed sweep comes to what is expected', () => {
    expect(calls.length).toBeGreaterThan(100);
    expect(expected).toMatchObject({
      runs: [true, true],
      accounts: { listed: true, expected: 4, open: 0, done: 1, excluded: 2, failed: 1 },
      buckets: { covered: 3, gone: 2, waiting: 3, excluded: 2 },
      sent: ['cat', 'dog', 'new--use1-az4--x-s3'],
      problems: [
        [ONE, { kind: 'bucket', name: 'gnu' }, 'forwarder-gap'],
        [THREE, { kind: 'stack-set', name: 'partsweep-roles' }, 'stack-instance-failed'],
      ],
    });
    expect(new Set(calls)).toEqual(
      new Set([
        ...['accounts.account', 'accounts.accounts', 'accounts.byLastVisit', 'accounts.saveProfile'],
        ...['accounts.saveStanding', 'accounts.completeVisit', 'accounts.correctCounts', 'accounts.saveProblem'],
        ...['coverage.keep', 'reportQueue.send'],
        ...['accounts.problems', 'buckets.bucket', 'buckets.record', 'buckets.buckets'],
        ...['runs.begin', 'runs.run', 'runs.finish', 'runs.open', 'runs.claim', 'runs.advance', 'runs.release'],
        ...['runs.parts', 'sweepQueue.send', 'accountQueue.send', 'settleQueue.sendAll', 'deadLetters.send'],
        ...['roster.page', 'profiles.profile', 'fleet.instances', 'access.open'],
        ...['survey.readLifecycle', 'survey.readTags', 'survey.listBuckets', 'survey.listDirectoryBuckets'],
        'survey.taggedBuckets',
      ]),
    );
  });

  test.each([
    ['the function is killed before it', 'kill', 'before'],
    ['the function is killed after it', 'kill', 'after'],
    ['it fails', 'throw', 'before'],
    ['its answer is lost', 'throw', 'after'],
  ] as const)('and %s, nothing is lost and nothing counted twice', async (_, how, when) => {
    const others: unknown[] = [];
    for (const [at, name] of calls.entries()) {
      // a call to S3 that breaks is one bucket's `failed`, until the next sweep
      if (how === 'throw' && name.startsWith('survey.read')) continue;
      const there = await whatIsThere(await disturbedSweep(at, how, when));
      for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
        if (JSON.stringify(there[key]) !== JSON.stringify(expected[key])) others.push({ at, name, [key]: there[key] });
      }
    }
    expect(others).toEqual([]);
  });
});
