import { parseAccountMessage, parseSweepMessage } from '../../../core/sweep/messages';

const ACCOUNT = '111122223333';
const UNIT = 'ou-ab12-11111111';
const BUCKET = { account: ACCOUNT, region: 'eu-central-1', bucket: 'orders' };

/** Values that no member of a message may have, whatever it is called; numbers apart. */
const NEVER = [true, [], {}, '', 'x'.repeat(300)];
const STEPS = { good: [0, 7], bad: [-1, 0.5, '0', 2 ** 53, null, undefined] };

describe('a message that goes on with an account', () => {
  const message = { version: 1, run: 'r', account: ACCOUNT, step: 0 };

  test('is read', () => {
    for (const step of STEPS.good) {
      expect(parseAccountMessage({ ...message, step, other: 'x' })).toEqual({ ...message, step });
    }
    expect(parseAccountMessage({ ...message, run: 'r'.repeat(256) })).toMatchObject({ run: 'r'.repeat(256) });
  });

  test('is none where a member is missing or impossible', () => {
    for (const name of Object.keys(message)) {
      for (const value of [...NEVER, null, undefined]) {
        expect(parseAccountMessage({ ...message, [name]: value })).toBeUndefined();
      }
    }
    for (const step of STEPS.bad) expect(parseAccountMessage({ ...message, step })).toBeUndefined();
    expect(parseAccountMessage({ ...message, run: 'r'.repeat(257) })).toBeUndefined();
    for (const other of [null, 'x', [message], undefined]) expect(parseAccountMessage(other)).toBeUndefined();
  });
});

describe('a message of the sweep', () => {
  test.each<[string, object, object]>([
    [
      'the least of a sweep',
      { kind: 'sweep' },
      { kind: 'sweep', trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: null },
    ],
    [
      'an undo of an OU',
      { kind: 'sweep', trigger: 'schedule', scope: { kind: 'unit', id: UNIT, more: 1 }, task: 'undo', by: 'ada' },
      { kind: 'sweep', trigger: 'schedule', scope: { kind: 'unit', id: UNIT }, task: 'undo', by: 'ada' },
    ],
    ...['roster', 'stack', 'organization-event'].map((trigger): [string, object, object] => [
      `a sweep for ${trigger}`,
      { kind: 'sweep', trigger, scope: { kind: 'never-surveyed', id: 7 }, by: 7 },
      { kind: 'sweep', trigger, scope: { kind: 'never-surveyed' }, task: 'sweep', by: null },
    ]),
    [
      'a pause of everything',
      { kind: 'pause', by: 'ada' },
      { kind: 'pause', scope: { kind: 'all' }, by: 'ada', why: '' },
    ],
    [
      'a pause of an account',
      { kind: 'pause', scope: { kind: 'account', id: ACCOUNT }, by: 'ada', why: 'storm' },
      { kind: 'pause', scope: { kind: 'account', id: ACCOUNT }, by: 'ada', why: 'storm' },
    ],
    ['its end', { kind: 'resume', by: 'ada' }, { kind: 'resume', scope: { kind: 'all' }, by: 'ada' }],
    [
      'the end of the pause of an OU',
      { kind: 'resume', by: 'ada', scope: { kind: 'unit', id: UNIT } },
      { kind: 'resume', by: 'ada', scope: { kind: 'unit', id: UNIT } },
    ],
    ...['undo', 'release'].map((task): [string, object, object] => [
      `${task} of a bucket`,
      { kind: 'bucket', task, ...BUCKET, by: 'ada' },
      { kind: 'bucket', task, ...BUCKET, by: 'ada' },
    ]),
    ['a question', { kind: 'progress' }, { kind: 'progress', run: null }],
    ['a question about a run', { kind: 'progress', run: 'r' }, { kind: 'progress', run: 'r' }],
    ['a step of the listing', { kind: 'list', run: 'r', step: 7 }, { kind: 'list', run: 'r', step: 7 }],
    ['the beginning of the fleet', { kind: 'fleet', run: 'r' }, { kind: 'fleet', run: 'r', from: null }],
    ['the rest of the fleet', { kind: 'fleet', run: 'r', from: 'x' }, { kind: 'fleet', run: 'r', from: 'x' }],
    ['the end', { kind: 'close', run: 'r', tries: 0 }, { kind: 'close', run: 'r', tries: 0 }],
  ])('is read: %s', (_, given, read) => {
    expect(parseSweepMessage({ version: 1, ...given, other: 'x' })).toEqual({ version: 1, ...read });
    expect(parseSweepMessage({ version: 2, ...given })).toBeUndefined();
    expect(parseSweepMessage(given)).toBeUndefined();
  });

  test.each<[string, object]>([
    ['is of no kind', {}],
    ['is of another kind', { kind: 'nothing' }],
    ['sweeps another scope', { kind: 'sweep', scope: { kind: 'some' } }],
    ['sweeps no scope', { kind: 'sweep', scope: 'all' }],
    ['sweeps an OU that is none', { kind: 'sweep', scope: { kind: 'unit', id: ACCOUNT } }],
    ['sweeps an account that is none', { kind: 'sweep', scope: { kind: 'account', id: UNIT } }],
    ['sweeps an ID of nothing', { kind: 'sweep', scope: { id: UNIT } }],
    ['sweeps for nobody', { kind: 'sweep', trigger: 'chance' }],
    ['does something else', { kind: 'sweep', task: 'release' }],
    ['pauses for nobody', { kind: 'pause' }],
    ['pauses what cannot be paused', { kind: 'pause', by: 'ada', scope: { kind: 'never-surveyed' } }],
    ['resumes for nobody', { kind: 'resume' }],
    ['resumes nothing', { kind: 'resume', by: 'ada', scope: { kind: 'never-surveyed' } }],
    ['goes on with no run', { kind: 'list', step: 1 }],
    ['looks at the fleet of no run', { kind: 'fleet' }],
    ['looks at the fleet from nowhere', { kind: 'fleet', run: 'r', from: 7 }],
    ['closes no run', { kind: 'close', tries: 1 }],
    ...STEPS.bad.flatMap((step): [string, object][] => [
      [`lists from the step ${step}`, { kind: 'list', run: 'r', step }],
      [`closes at the try ${step}`, { kind: 'close', run: 'r', tries: step }],
    ]),
    ...['account', 'region', 'bucket', 'task', 'by'].flatMap((name) =>
      [...NEVER, null, undefined].map((value): [string, object] => [
        `has the ${name} ${JSON.stringify(value)?.slice(0, 20)} for a bucket`,
        { kind: 'bucket', task: 'undo', ...BUCKET, by: 'ada', [name]: value },
      ]),
    ),
  ])('is none where it %s', (_, given) => {
    expect(parseSweepMessage({ version: 1, ...given })).toBeUndefined();
  });

  test('is none where it is no object', () => {
    for (const other of [null, 'x', 7, [], undefined]) expect(parseSweepMessage(other)).toBeUndefined();
  });
});
