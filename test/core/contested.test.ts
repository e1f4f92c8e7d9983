import type { Change } from '../../core/change';
import { contestedReason, withRemoval } from '../../core/contested';
import type { BucketRecord } from '../../core/inventory';
import { peaceSnippet } from '../../core/peace';
import { reason } from '../../core/reasons';
import type { Tool } from '../../core/tool';
import type { WriteRecord } from '../../core/write-log';
import { lookWorld } from './look-world';
import { FOREIGN } from './reconcile-world';

describe('a bucket is contested', () => {
  const DAY = 24 * 3600 * 1000;
  const NOW = Date.parse('2026-01-31T00:00:00Z');
  const rules = { contestedAfter: 2, contestedDays: 30 };
  const removal = (daysAgo: number, by: string | null, tool: 'terraform' | 'cli' | 'unknown' = 'unknown') => ({
    ...{ at: new Date(NOW - daysAgo * DAY).toISOString(), by, tool },
  });

  test('after so many removals within so many days', () => {
    const two = [removal(29.9, 'ada'), removal(1, 'ada')];
    expect(contestedReason([], { ...rules, contestedAfter: 0 }, 7, NOW)).toBeUndefined();
    expect(contestedReason(two.slice(1), rules, 7, NOW)).toBeUndefined();
    expect(contestedReason([removal(30, 'ada'), removal(1, 'ada')], rules, 7, NOW)).toBeUndefined();
    expect(contestedReason(two, rules, 7, NOW)).toEqual({
      ...reason('contested', '2 times in 30 days, by ada'),
      snippet: peaceSnippet('unknown', 7).text,
    });
  });

  test('by everybody who is known, each named once, with the code of the last tool that was named', () => {
    const removals = [removal(3, 'ada', 'cli'), removal(2, 'ada', 'cli'), removal(2, 'ci', 'terraform')];
    expect(contestedReason([...removals, removal(1, null)], rules, 7, NOW)).toEqual({
      ...reason('contested', '4 times in 30 days, by ada with cli; ci with terraform; somebody whom no event named'),
      snippet: peaceSnippet('terraform', 7).text,
    });
  });
});

describe('a rule of ours that is not there any more', () => {
  const READ = Date.parse('2026-01-01T00:00:00.500Z');
  const last = { id: 'w', state: 'written', removed: false, days: 7, readAt: READ } as WriteRecord;
  const record = (change: Change | null): BucketRecord => ({
    ...{ outcome: null, change, removals: [], hold: null, since: '' },
  });
  const by = (tool: Tool, at = '2026-01-01T00:00:00.000Z'): Change => ({
    ...{ eventName: 'PutBucketLifecycle', at, principal: 'ada', userAgent: null, tool, service: null },
  });
  const removals = async (write: WriteRecord | undefined, known: BucketRecord | undefined, tags: object = {}) => {
    const { look, s3, bucket } = lookWorld();
    for (const [key, value] of Object.entries(tags)) bucket.tags.set(key, value);
    Object.assign(look, {
      services: {
        ...look.services,
        writes: { markRemoved: async () => true },
        buckets: { addRemoval: async (_: unknown, one: unknown) => [one] },
      },
    });
    return { found: await withRemoval(look, FOREIGN, write, known), calls: s3.operations() };
  };
  const at = '2026-01-01T00:00:00.000Z';

  test('was removed by whoever changed the bucket since our read, within its second included', async () => {
    expect(await removals(last, record(by('terraform')))).toEqual({
      found: [{ at, by: 'ada', tool: 'terraform' }],
      calls: [],
    });
    expect((await removals(last, record(by('terraform', '2025-12-31T23:59:59.000Z')))).found).toEqual([
      { at, by: null, tool: 'unknown' },
    ]);
    expect((await removals(last, undefined)).found).toEqual([{ at, by: null, tool: 'unknown' }]);
  });

  test('has the tool of its tags where the event tells none, or CloudFormation', async () => {
    const cdk = { 'aws-cdk:x': 'y' };
    expect(await removals(last, record(by('cloudformation')), cdk)).toEqual({
      found: [{ at, by: 'ada', tool: 'cdk' }],
      calls: ['readTags'],
    });
    expect((await removals(last, record(by('cli')), cdk)).found).toEqual([{ at, by: 'ada', tool: 'cli' }]);
  });

  test('was not removed where there is no write of it, or it was told before', async () => {
    for (const none of [
      undefined,
      { ...last, removed: true },
      { ...last, days: null },
      { ...last, state: 'unknown' as const },
    ]) {
      expect((await removals(none, undefined)).found).toEqual([]);
    }
  });
});
