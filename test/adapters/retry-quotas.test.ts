import fc from 'fast-check';
import { RetryQuotas } from '../../adapters/retry-quotas';

const SERVICE = ['s3', 'eu-central-1'] as const;
/** Answers of a service: good, a no, throttled, down, no connection. */
const FAILURES = {
  no: { error: failure(404), errorType: 'CLIENT_ERROR' },
  throttled: { error: failure(503), errorType: 'THROTTLING' },
  down: { error: failure(503), errorType: 'TRANSIENT' },
  unreachable: { error: Object.assign(new Error(), { code: 'ECONNRESET' }), errorType: 'TRANSIENT' },
} as const;
type Answer = 'good' | keyof typeof FAILURES;

function failure(httpStatusCode: number) {
  return Object.assign(new Error(), { $metadata: { httpStatusCode } });
}

/** How often a call is made whose tries come to these answers. Time does not pass. */
async function tries(quotas: RetryQuotas, answers: readonly Answer[]): Promise<number> {
  const strategy = quotas.of(...SERVICE);
  let token = await strategy.acquireInitialRetryToken('');
  for (const [index, answer] of answers.entries()) {
    if (answer === 'good') {
      strategy.recordSuccess(token);
      return index + 1;
    }
    const next = strategy.refreshRetryTokenForRetry(token, FAILURES[answer] as never).catch(() => undefined);
    await jest.advanceTimersByTimeAsync(30_000);
    const renewed = await next;
    if (renewed === undefined) return index + 1;
    token = renewed;
  }
  return answers.length;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const times = <Value>(many: number, value: Value): Value[] => Array.from({ length: many }, () => value);

async function useUp(quotas: RetryQuotas): Promise<void> {
  for (let calls = 0; calls < 60; calls += 1) await tries(quotas, ['down', 'down', 'down']);
}

test('one quota is for whoever calls a service in a Region, and another one for the next Region', () => {
  const quotas = new RetryQuotas(3);
  expect(quotas.of('s3', 'eu-central-1')).toBe(quotas.of('s3', 'eu-central-1'));
  expect(quotas.of('s3', 'us-east-1')).not.toBe(quotas.of('s3', 'eu-central-1'));
  expect(quotas.of('sts', 'eu-central-1')).not.toBe(quotas.of('s3', 'eu-central-1'));
});

test('once it is used up each call is made once, whatever fails', async () => {
  const quotas = new RetryQuotas(3);
  await useUp(quotas);
  for (const answer of ['down', 'unreachable', 'down'] as const) {
    expect(await tries(quotas, times(3, answer))).toBe(1);
  }
});

test.each(['good', 'no'] as const)('after enough answers that are %s a call is tried again', async (answer) => {
  const quotas = new RetryQuotas(3);
  await useUp(quotas);
  for (let calls = 0; calls < 14; calls += 1) expect(await tries(quotas, [answer])).toBe(1);
  expect(await tries(quotas, ['down', 'good'])).toBe(2);
});

test('what no service said does not count as an answer', async () => {
  const quotas = new RetryQuotas(3);
  await useUp(quotas);
  const nobody = { error: new Error('the certificate is another one'), errorType: 'CLIENT_ERROR' } as never;
  for (let calls = 0; calls < 20; calls += 1) {
    const strategy = quotas.of(...SERVICE);
    const token = await strategy.acquireInitialRetryToken('');
    await expect(strategy.refreshRetryTokenForRetry(token, nobody)).rejects.toThrow('No retry token');
  }
  expect(await tries(quotas, ['down', 'good'])).toBe(1);
});

test('whatever the answers, further tries are never more than a full quota and the answers pay for', async () => {
  const failing = fc.constantFrom<Answer>('throttled', 'down', 'unreachable');
  const answer = fc.oneof({ weight: 6, arbitrary: failing }, { weight: 1, arbitrary: fc.constantFrom('good', 'no') });
  const call = fc.array(answer, { minLength: 5, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 60, maxLength: 120 }), async (calls) => {
      const quotas = new RetryQuotas(5);
      let [further, paid] = [0, 500];
      for (const answers of calls) {
        const made = await tries(quotas, answers);
        expect(made).toBeGreaterThanOrEqual(1);
        expect(made).toBeLessThanOrEqual(5);
        further += made - 1;
        const isAnswered = ['good', 'no'].includes(answers[made - 1] ?? '');
        // what the last try cost, 14 at most, or one
        if (isAnswered) paid += made > 1 ? 14 : 1;
      }
      // five tokens at least for a try
      expect(further).toBeLessThanOrEqual(paid / 5);
    }),
    { numRuns: 30 },
  );
});
