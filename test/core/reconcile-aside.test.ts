import type { Change } from '../../core/change';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { reason } from '../../core/reasons';
import type { ReconcileRules } from '../../core/reconcile-services';
import { COVERED, FOREIGN, PLACE, reconcileWorld as world } from './reconcile-world';

const OURS = { xml: ourConfigurationXml(7), transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
const REMOVE = { ruleOfExcluded: 'remove' } as const;
const EXCLUDED = reason('excluded-by-account-tag', 'partsweep:exclude="true"');
const change = (at: number, tool: Change['tool'] = 'terraform'): Change => ({
  ...{
    eventName: 'PutBucketLifecycle',
    at: new Date(at).toISOString(),
    principal: 'arn:aws:iam::111122223333:user/ada',
  },
  ...{ userAgent: null, tool, service: null },
});

describe('a bucket of an excluded account', () => {
  test('comes to that without a call', async () => {
    const { run, event, s3 } = world(FOREIGN, { terms: { excluded: EXCLUDED } });
    const { outcome } = await run(event('PutBucketTagging'));
    expect(outcome).toMatchObject({ verdict: 'excluded', reason: EXCLUDED, calls: {} });
    expect(s3.calls).toEqual([]);
  });

  test('loses our rule by message, whatever its own tags: they are not asked for', async () => {
    const { run, takeOut, s3, bucket } = world(OURS, { rules: REMOVE, terms: { excluded: EXCLUDED } });
    expect((await run(takeOut('exclusion'))).outcome.reason).toEqual(reason('rule-taken-out', EXCLUDED.text));
    expect(bucket.lifecycle).toBeUndefined();
    expect(s3.operations()).toEqual(['readLifecycle', 'deleteLifecycle', 'readLifecycle']);
  });
});

describe('a message that takes our rule out of an excluded bucket', () => {
  test('leaves it where buckets may not opt out, without a call for the tags', async () => {
    const { run, takeOut, s3, bucket } = world(OURS, { rules: { ...REMOVE, bucketOptOut: false } });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await run(takeOut('exclusion'))).outcome).toMatchObject({
      verdict: 'covered',
      reason: { code: 'covered-by-ours' },
    });
    expect(s3.operations()).toEqual(['readLifecycle']);
  });

  test('comes to what keeps the tags from being read', async () => {
    const { run, takeOut, s3, bucket } = world(OURS, { rules: REMOVE });
    s3.answerNext('readTags', { kind: 'retry', code: 'SlowDown', message: 'later' });
    expect(await run(takeOut('exclusion'))).toMatchObject({
      kind: 'retry',
      outcome: { verdict: 'failed', reason: { code: 's3-unavailable' } },
    });
    s3.answerNext('readTags', { kind: 'denied', message: 'no' });
    expect(await run(takeOut('exclusion'))).toMatchObject({
      kind: 'outcome',
      outcome: { verdict: 'denied', reason: { code: 'tags-denied' } },
    });
    expect(bucket.lifecycle).toBe(OURS);
  });
});

describe('a covered bucket whose tags changed', () => {
  test('keeps our rule where they do not exclude it', async () => {
    const { run, event, s3, bucket } = world(OURS, { rules: REMOVE });
    bucket.tags.set('team', 'blue');
    expect((await run(event('PutBucketTagging'))).outcome).toMatchObject({
      verdict: 'covered',
      reason: { code: 'covered-by-ours' },
    });
    expect(s3.operations()).toEqual(['readLifecycle', 'readTags']);
    expect(bucket.lifecycle).toBe(OURS);
  });

  test('is not asked for them where the rule is not ours', async () => {
    const { run, event, s3, bucket } = world(COVERED, { rules: REMOVE });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await run(event('PutBucketTagging'))).outcome.reason.code).toBe('covered-by-other');
    expect(s3.operations()).toEqual(['readLifecycle']);
  });
});

describe('a bucket in whose configuration somebody else has a hand', () => {
  const managed = { bucketOptOut: false, onManagedConfiguration: 'report' } as const;

  test.each<[string, Partial<ReconcileRules>, string, string]>([
    ['its stack tag says so, and is read for that alone', managed, 'managed-configuration', 'stack "shop"'],
    [
      'it has rules',
      { ...managed, onManagedConfiguration: 'merge', onForeignConfiguration: 'report' },
      'foreign-configuration',
      '',
    ],
  ])('is left to them where %s', async (_, rules, code, text) => {
    const { settled, bucket, s3 } = world(FOREIGN, { rules });
    bucket.tags.set('aws:cloudformation:stack-name', 'shop');
    const { outcome } = await settled();
    expect(outcome).toMatchObject({ verdict: 'reported', reason: { code, text: expect.stringContaining(text) } });
    expect(s3.operations()).not.toContain('writeLifecycle');
  });

  test('is left to the tool that changed it last', async () => {
    const { settled, bucket, services, clock } = world(FOREIGN, { rules: { onManagedConfiguration: 'report' } });
    await services.buckets.noteChange(PLACE, change(clock.now()));
    expect((await settled()).outcome).toMatchObject({
      verdict: 'reported',
      reason: { code: 'managed-configuration', text: expect.stringContaining('terraform, as arn:aws:iam::') },
    });
    expect(bucket.lifecycle).toBe(FOREIGN);
  });
});

test.each([
  ['before the bucket was made', -1000, false],
  ['when it was made', 0, true],
  ['since then', 1000, true],
])('a change of the lifecycle %s is kept or not', async (_, milliseconds, isKept) => {
  const { run, event, services, clock } = world(COVERED);
  const endsLifeAt = clock.now();
  const made = change(endsLifeAt + milliseconds);
  await run({ ...event('PutBucketLifecycle'), endsLifeAt, change: made });
  expect((await services.buckets.bucket(PLACE))?.change ?? null).toEqual(isKept ? made : null);
});
