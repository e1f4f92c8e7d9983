import { RULE_ID } from '../../core/contract/names';
import { type ReasonCode, reason } from '../../core/reasons';
import { stateOf } from '../../core/written-state';
import { bucketName, region } from '../fakes/identifiers';
import { TAKE_OUT, WHY, lookWorld as world } from './look-world';
import { FOREIGN, PLACE } from './reconcile-world';

describe('what a look comes to', () => {
  test('is what is known so far', async () => {
    const { look } = world();
    const bare = {
      ...PLACE,
      days: 7,
      ruleId: null,
      before: null,
      after: null,
      calls: {},
      at: '2026-01-01T00:00:00.000Z',
    };
    expect(look.done('waiting', WHY)).toEqual({
      kind: 'outcome',
      outcome: { ...bare, verdict: 'waiting', reason: WHY },
    });
    expect(look.again(WHY)).toEqual({ kind: 'retry', outcome: { ...bare, verdict: 'failed', reason: WHY } });
    expect(look.giveUp(WHY)).toEqual({ kind: 'give-up', outcome: { ...bare, verdict: 'failed', reason: WHY } });
    expect(await look.read()).toEqual({ kind: 'read', existing: FOREIGN });
    expect(look.done('waiting', WHY).outcome).toMatchObject({
      before: stateOf(FOREIGN),
      after: stateOf(FOREIGN),
      calls: { 's3:GetBucketLifecycleConfiguration': 1 },
    });
  });

  test('has our rule where it was put or would be, and where the reason says so', () => {
    const { look } = world();
    const ruleOf = (verdict: Parameters<typeof look.done>[0], code: ReasonCode = 'settling') =>
      look.done(verdict, reason(code)).outcome.ruleId;
    expect([ruleOf('applied'), ruleOf('would-apply')]).toEqual([RULE_ID, RULE_ID]);
    expect([ruleOf('covered', 'covered-by-ours'), ruleOf('reported', 'directory-bucket-policy')]).toEqual([
      RULE_ID,
      RULE_ID,
    ]);
    const others = ['covered', 'waiting', 'failed', 'denied', 'refused', 'excluded', 'gone'] as const;
    expect(others.map((verdict) => ruleOf(verdict))).toEqual(others.map(() => null));
  });

  test('has our rule still where it could not be taken out of an excluded bucket', () => {
    for (const task of ['exclusion', 'undo'] as const) {
      const { look } = world({ takeOut: TAKE_OUT(task) });
      const undecided = ['waiting', 'failed', 'denied', 'refused'] as const;
      const expected = task === 'exclusion' ? RULE_ID : null;
      expect(undecided.map((verdict) => look.done(verdict, WHY).outcome.ruleId)).toEqual(undecided.map(() => expected));
      expect(look.done('excluded', WHY).outcome.ruleId).toBeNull();
    }
  });

  test('is a directory bucket by its sight or by its name', () => {
    expect(world().look.isDirectory).toBe(false);
    expect(world({ kind: 'directory' }).look.isDirectory).toBe(true);
    expect(world({ place: { ...PLACE, bucket: bucketName('hot--euc1-az1--x-s3') } }).look.isDirectory).toBe(true);
  });

  test('may still come where the bucket is known for less than the settling time', () => {
    const gone = { kind: 'no-such-bucket' } as const;
    const now = Date.parse('2026-01-01T00:00:00Z');
    const comesTo = (knownSince: number | null) => world({ knownSince }).look.problem(gone);
    expect(comesTo(now - 299_999)).toMatchObject({
      kind: 'retry',
      outcome: { reason: { code: 'bucket-not-there-yet' } },
    });
    expect(comesTo(now - 300_000)).toMatchObject({ kind: 'outcome', outcome: { verdict: 'gone' } });
    expect(comesTo(null)).toMatchObject({ kind: 'outcome', outcome: { verdict: 'gone' } });
  });
});

describe('an inventory that does not answer', () => {
  const broken = async () => {
    throw new RangeError('no');
  };

  test('lets the bucket be looked at again, with its words', async () => {
    const { look } = world();
    const came = await look.unlessInventoryFails(async () => look.ask(broken));
    expect(came).toMatchObject({
      kind: 'retry',
      outcome: { reason: reason('inventory-unavailable', 'RangeError: no') },
    });
    const odd = look.unlessInventoryFails(() => look.ask(() => Promise.reject('odd')));
    expect((await odd).outcome.reason).toEqual(reason('inventory-unavailable', 'odd'));
    await expect(look.ask(broken)).rejects.toMatchObject({ cause: new RangeError('no') });
    await expect(look.unlessInventoryFails(broken)).rejects.toThrow(new RangeError('no'));
  });

  test('is told of in the log where something was done already', async () => {
    const { look, journal } = world();
    expect(await look.tell('it', async () => 7)).toBe(true);
    expect(await look.tell('it', broken)).toBe(false);
    expect(journal.lines).toEqual([{ level: 'error', message: 'the inventory did not take it: RangeError: no' }]);
    expect(journal.details).toEqual([{ ...PLACE }]);
  });
});

test('the place is in the Region that S3 named', async () => {
  const { look, s3 } = world();
  const there = region('us-east-1');
  s3.answerNext('readLifecycle', { kind: 'wrong-region', region: there });
  s3.answerNext('readLifecycle', { kind: 'none' });
  await look.read();
  expect(look.place).toEqual({ ...PLACE, region: there });
  expect(look.before).toEqual(stateOf(undefined));
});
