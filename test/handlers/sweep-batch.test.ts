import type { Deadline } from '../../core/sweep/deadline';
import { AccountBatch } from '../../handlers/account-batch';
import { answerDirectly, SweepBatch } from '../../handlers/sweep-batch';
import { interpretSweepRecord, parseSweepRecords } from '../../handlers/sweep-record';
import { ONE, sweepWorld } from '../core/sweep/sweep-world';

const DEADLINE: Deadline = { remaining: () => 900_000 };
const record = (body: unknown, tries = 1) => ({
  ...{ messageId: 'm1', receiptHandle: 'r1', tries, sentAt: Date.parse('2026-01-01T00:00:00Z') },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const stackEvent = (name: string, status = 'CREATE_COMPLETE') => ({
  source: 'aws.cloudformation',
  'detail-type': 'CloudFormation Stack Status Change',
  account: ONE,
  region: 'eu-central-1',
  detail: {
    'stack-id': `arn:aws:cloudformation:eu-central-1:${ONE}:stack/${name}/5d1c0a80-aaaa-11ef-8bbb-0a1b2c3d4e5f`,
    'status-details': { status, 'status-reason': '' },
  },
});
const organizationEvent = (eventName: string, requestParameters: object) => ({
  source: 'aws.organizations',
  'detail-type': 'AWS API Call via CloudTrail',
  account: '999988887777',
  detail: { eventSource: 'organizations.amazonaws.com', eventName, requestParameters },
});

describe('a record of the sweep queue', () => {
  test.each<[string, unknown, object]>([
    [
      'of a new stack',
      stackEvent('StackSet-partsweep-roles-1f0c'),
      { trigger: 'stack', scope: { kind: 'account', id: ONE } },
    ],
    [
      'of an account that moved',
      organizationEvent('MoveAccount', { accountId: ONE }),
      { trigger: 'organization-event', scope: { kind: 'account', id: ONE } },
    ],
    [
      'of an OU that was tagged',
      organizationEvent('TagResource', { resourceId: 'ou-ab12-11111111' }),
      { scope: { kind: 'unit', id: 'ou-ab12-11111111' } },
    ],
    ['of something that is not said', organizationEvent('MoveAccount', {}), { scope: { kind: 'never-surveyed' } }],
    [
      'of the schedule',
      { version: 1, kind: 'sweep', trigger: 'schedule' },
      { trigger: 'schedule', scope: { kind: 'all' }, task: 'sweep' },
    ],
  ])('%s asks for a sweep', (_, content, message) => {
    expect(interpretSweepRecord(JSON.stringify(content), ['partsweep-roles'])).toMatchObject({
      kind: 'message',
      message,
    });
  });

  test.each<[string, unknown, string]>([
    ['a stack that is none of ours', stackEvent('StackSet-others-1f0c'), 'ignore'],
    ['a stack that failed', stackEvent('StackSet-partsweep-roles-1f0c', 'CREATE_FAILED'), 'ignore'],
    ['something that is not JSON', '{', 'stranger'],
    ['a bare record', organizationEvent('MoveAccount', { accountId: ONE }).detail, 'stranger'],
    ['a message of a kind that there is not', { version: 1, kind: 'dance' }, 'stranger'],
    ['an undo of a bucket by nobody', { version: 1, kind: 'bucket', task: 'undo', account: ONE }, 'stranger'],
  ])('asks for nothing where it is %s', (_, content, kind) => {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    expect(interpretSweepRecord(body, ['partsweep-roles'])).toMatchObject({ kind });
  });

  test('fails without the time at which it was sent', () => {
    const sqs = { messageId: 'm', receiptHandle: 'r', body: '{}', attributes: { ApproximateReceiveCount: '2' } };
    expect(() => parseSweepRecords({ Records: [sqs] })).toThrow('SentTimestamp');
    const attributes = { ...sqs.attributes, SentTimestamp: '1700000000000' };
    expect(parseSweepRecords({ Records: [{ ...sqs, attributes }] })).toMatchObject([
      { sentAt: 1700000000000, tries: 2 },
    ]);
  });
});

describe('a batch of the sweep queue', () => {
  test('gives a message back later each time, and gives it up with its reason in the end', async () => {
    const { sweepServices, roster, deadLetters, queues, drain, everything } = sweepWorld();
    roster.failures = 1_000;
    const postponed: number[] = [];
    Object.assign(sweepServices, {
      postpone: async (handle: string, seconds: number) => {
        postponed.push(seconds);
        await queues.sweep.postpone(handle, seconds);
      },
    });
    await queues.sweep.send(everything, 0);
    await drain();
    expect(postponed).toEqual([30, 60, 120]);
    expect(deadLetters.sent).toHaveLength(1);
  });

  test('puts what is not our message into the dead letters at once, and passes over events of no interest', async () => {
    const { sweepServices, deadLetters, journal } = sweepWorld();
    const handled = await new SweepBatch(sweepServices).handle(
      [record('{'), record(stackEvent('StackSet-others-1f0c'))],
      DEADLINE,
    );
    expect(handled).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toMatchObject([{ body: '{', reason: { code: 'not-our-message' } }]);
    expect(journal.counts).toEqual([{ 'dead-letters': 1, ignored: 1 }]);
  });

  test('gives a message back where the dead letters do not take it', async () => {
    const { sweepServices, deadLetters } = sweepWorld();
    deadLetters.broken = true;
    const handled = await new SweepBatch(sweepServices).handle([record('{')], DEADLINE);
    expect(handled).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  test('ends the run although its look at the stack sets fails for good', async () => {
    const { sweep, fleet, deadLetters } = sweepWorld();
    fleet.sets.set('partsweep-roles', []);
    fleet.failures = 1_000;
    const { run, accounts: done } = await sweep();
    expect(run.finishedAt).not.toBeNull();
    expect(done).toMatchObject({ done: 2 });
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'stack-instance-failed' } }]);
  });
});

describe('a direct call of start-sweep', () => {
  const delivery = { id: 'call-1', sentAt: Date.parse('2026-01-01T00:00:00Z'), isAgain: false };
  const call = (world: ReturnType<typeof sweepWorld>, payload: unknown) =>
    answerDirectly(world.sweepServices, payload, delivery, DEADLINE);

  test('is answered as JSON: a sweep with its run, whose progress can be asked for', async () => {
    const world = sweepWorld();
    const started = await call(world, { version: 1, kind: 'sweep', by: 'jo' });
    expect(started).toEqual({ kind: 'started', run: '2026-01-01T00:00:00.000Z-call-1' });
    // the same call again finds its run
    expect(await call(world, { version: 1, kind: 'sweep', by: 'jo' })).toEqual(started);
    await world.drain();
    expect(await call(world, { version: 1, kind: 'progress' })).toMatchObject({
      kind: 'progress',
      progress: { run: { trigger: 'operator', by: 'jo' }, accounts: { done: 2 } },
    });
  });

  test('pauses and resumes, and the resuming sweeps', async () => {
    const world = sweepWorld();
    expect(await call(world, { version: 1, kind: 'pause', by: 'jo', why: 'to look' })).toEqual({ kind: 'paused' });
    expect(await world.inventory.brake.switch()).toMatchObject({ state: { all: { by: 'jo', why: 'to look' } } });
    expect(await call(world, { version: 1, kind: 'resume', by: 'jo' })).toMatchObject({ kind: 'resumed', was: true });
    await world.drain();
    expect((await world.progress()).accounts).toMatchObject({ done: 2 });
  });

  test.each([
    ['nothing', null],
    ['another version', { version: 2, kind: 'sweep' }],
    ['an impossible account', { version: 1, kind: 'sweep', scope: { kind: 'account', id: '1' } }],
    ['an impossible OU', { version: 1, kind: 'pause', scope: { kind: 'unit', id: 'r-ab12' }, by: 'jo' }],
    ['a pause by nobody', { version: 1, kind: 'pause' }],
  ])('is refused for %s', async (_, payload) => {
    expect(await call(sweepWorld(), payload)).toEqual({
      error: { code: 'not-our-message', text: expect.stringContaining('docs/operations.md') },
    });
  });
});

describe('a batch of the account queue', () => {
  test.each([['{'], ['null'], ['{"version":1,"run":"r","account":"1","step":0}']])(
    'puts %s into the dead letters',
    async (body) => {
      const { surveyServices, deadLetters } = sweepWorld();
      const handled = await new AccountBatch(surveyServices).handle([record(body)], DEADLINE);
      expect(handled).toEqual({ batchItemFailures: [] });
      expect(deadLetters.sent).toMatchObject([{ reason: { code: 'not-our-message' } }]);
    },
  );

  test('puts a message whose run is forgotten into the dead letters: nothing is dropped in silence', async () => {
    const { surveyServices, deadLetters } = sweepWorld();
    const message = { version: 1, run: 'forgotten', account: ONE, step: 3 };
    const handled = await new AccountBatch(surveyServices).handle([record(message)], DEADLINE);
    expect(handled).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toMatchObject([{ body: JSON.stringify(message), reason: { code: 'not-our-message' } }]);
  });

  test('waits for another invocation however often that is, and tells no failure', async () => {
    const { surveyServices, inventory, deadLetters } = sweepWorld();
    const run = { id: 'r', trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: null } as const;
    await inventory.runs.begin({ ...run, startedAt: '2026-01-01T00:00:00.000Z', finishedAt: null });
    await inventory.runs.open('r', ONE);
    await inventory.runs.claim('r', ONE, 0, 600);
    const postponed: number[] = [];
    const services = {
      ...surveyServices,
      postpone: async (_: string, seconds: number) => void postponed.push(seconds),
    };
    const message = record({ version: 1, run: 'r', account: ONE, step: 0 }, 9);
    const handled = await new AccountBatch(services).handle([message], DEADLINE);
    expect(handled).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(postponed).toEqual([600]);
    expect(deadLetters.sent).toEqual([]);
  });
});
