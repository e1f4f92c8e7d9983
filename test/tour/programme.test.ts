import { loseEvents } from '../../tour/lost-events';
import { Operator } from '../../tour/operator';
import { OwnersCopies } from '../../tour/owners-copies';
import { playContested } from '../../tour/play-contested';
import { playPause } from '../../tour/play-pause';
import { makeUnheard, playSecondSweep, playSweep } from '../../tour/play-sweep';
import { playUndo } from '../../tour/play-undo';
import { allHeld, checksOf, type PlayedTour, TOUR_STAGE } from '../../tour/programme';
import { Stage } from '../../tour/stage';

const REGION = TOUR_STAGE.regions[0] ?? '';
const say = (): void => {};

describe('the parts of the tour, each where the product does not do what it should', () => {
  let stage: Stage;
  let operator: Operator;
  let copies: OwnersCopies;
  let account: string;

  beforeAll(async () => {
    // contests end too early, and no name is excluded
    const settings = { ...TOUR_STAGE.settings, contestedAfter: 1, excludedBucketNames: [] };
    stage = await Stage.open({ ...TOUR_STAGE, settings });
    operator = new Operator(stage);
    loseEvents(stage.cloud);
    copies = new OwnersCopies(stage.cloud);
    account = stage.landscape.workloads[1]?.id ?? '';
  }, 600_000);

  afterAll(async () => {
    operator?.close();
    await stage?.stop();
  });

  it('fails where a bucket is contested after another number of removals', async () => {
    const { check } = await playContested(stage, account, say);
    expect(check).toMatchObject({ ok: false, seen: expect.stringContaining('we wrote 1 times, expected 3') });
  }, 600_000);

  it('fails where one of the existing buckets is not as it should be, and names it', async () => {
    const { checks, buckets } = await playSweep(operator, copies, await makeUnheard(stage), say);
    expect(checks.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(buckets.filter(({ problems }) => problems.length > 0).map(({ title }) => title)).toEqual([
      'excluded by its name',
    ]);
    expect(checks[1]?.seen).toContain('existing-scratchpad-');
  }, 600_000);

  it('fails where a second sweep finds something to write', async () => {
    stage.cloud.s3.seedBuckets(account, REGION, ['found-by-the-second-sweep'], new Date(0));
    const { check } = await playSecondSweep(stage, operator);
    expect(check).toMatchObject({ ok: false, seen: expect.stringContaining('1 buckets were sent to the writer') });
  }, 600_000);

  it('fails where a bucket is written while everything is paused', async () => {
    const deaf = Object.assign(Object.create(operator) as Operator, {
      pause: async () => {},
      resume: async () => 'no run',
      through: async () => {},
    });
    const { check, whilePaused } = await playPause(stage, deaf, copies, say);
    expect(whilePaused.verdict).toBe('applied');
    expect(check).toMatchObject({ ok: false, seen: expect.stringContaining('it was written while paused') });
  }, 600_000);

  it('fails where there is nothing to undo', async () => {
    const place = { account, region: REGION, bucket: `existing-opted-out-too-${account}` };
    const region = stage.cloud.s3.inspect(place.bucket)?.region ?? '';
    const { check } = await playUndo(stage, operator, copies, { ...place, region });
    expect(check).toMatchObject({ ok: false, seen: expect.stringContaining('there was nothing to undo') });
  }, 600_000);
});

describe('whether all held', () => {
  const good = { check: { title: 'good', ok: true, seen: '' } };
  const bad = { check: { title: 'bad', ok: false, seen: '' } };
  const tour = {
    played: [{ problems: [] }],
    strangers: [good.check],
    sweep: { checks: [good.check] },
    again: good,
    contested: good,
    undone: good,
    pause: good,
    report: good,
    everything: good,
  } as unknown as PlayedTour;

  it('is true when every part did', () => {
    expect(allHeld(tour)).toBe(true);
    expect(checksOf(tour)).toHaveLength(8);
  });

  it.each<[string, object]>([
    ['a scene', { played: [{ problems: ['one'] }] }],
    ['a stranger', { strangers: [bad.check] }],
    ['the sweep', { sweep: { checks: [good.check, bad.check] } }],
    ['the second sweep', { again: bad }],
    ['the contest', { contested: bad }],
    ['the undo of a bucket', { undone: bad }],
    ['the pause', { pause: bad }],
    ['the report', { report: bad }],
    ['the undo of everything', { everything: bad }],
  ])('fails with %s', (_part, change) => {
    expect(allHeld({ ...tour, ...change })).toBe(false);
  });
});
