import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { digest } from '../../core/plan';
import { reconcile } from '../../core/reconcile';
import { textDigest } from '../../core/written-state';
import { CHANGED, COVERED, FOREIGN, PLACE, reconcileWorld as world } from './reconcile-world';

const OURS = { xml: ourConfigurationXml(7) };

describe('before a write', () => {
  test('the before-image is kept, and after it how the write ended', async () => {
    const { settled, inventory, s3, services } = world(FOREIGN);
    const seen: unknown[] = [];
    s3.after('writeLifecycle', () => seen.push(inventory.writes.last(PLACE)));
    await settled();
    expect(await seen[0]).toMatchObject({ before: FOREIGN, state: 'pending', purpose: 'rule', days: 7 });
    const last = await services.writes.last(PLACE);
    const readAt = Date.parse('2026-01-01T00:05:00.000Z');
    expect(last).toMatchObject({ before: FOREIGN, state: 'written', readAt });
    expect(last?.planned).toBe(textDigest(s3.buckets.get(PLACE.bucket)?.lifecycle));
  });

  test.each([
    [{ kind: 'denied', message: 'no' }, 'not-written'],
    [{ kind: 'refused', code: 'InvalidRequest', message: 'no' }, 'not-written'],
    [{ kind: 'retry', code: 'SlowDown', message: 'later' }, 'unknown'],
  ] as const)('an answer %j ends the write as %s', async (answer, state) => {
    const { settled, s3, services } = world(FOREIGN);
    s3.answerNext('writeLifecycle', answer);
    await settled();
    expect(await services.writes.last(PLACE)).toMatchObject({ state, before: FOREIGN });
  });

  test('an image that cannot be kept refuses the write, for good', async () => {
    const { settled, s3, inventory } = world(FOREIGN);
    inventory.writes.refusesImages = 'the bucket for images denied it';
    expect(await settled()).toMatchObject({
      kind: 'outcome',
      outcome: { verdict: 'refused', reason: { code: 'image-not-kept', text: expect.stringContaining('denied it') } },
    });
    expect(s3.operations()).not.toContain('writeLifecycle');
  });

  test.each([
    ['buckets', 'bucket'],
    ['writes', 'last'],
    ['writes', 'claim'],
    ['brake', 'allow'],
  ] as const)('fails as one to be tried again when %s.%s does not answer, and writes nothing', async (part, method) => {
    const { run, event, clock, s3, inventory } = world(FOREIGN);
    const sight = { ...event('PutBucketTagging'), seen: { digest: digest(FOREIGN), since: clock.now(), first: 0 } };
    clock.advance(300);
    inventory[part].failNext(method);
    expect(await run(sight)).toMatchObject({
      kind: 'retry',
      outcome: { verdict: 'failed', reason: { code: 'inventory-unavailable' } },
    });
    expect(s3.operations()).not.toContain('writeLifecycle');
    clock.advance(120);
    expect((await run(sight)).outcome.verdict).toBe('applied');
  });

  test('a write whose end is not kept is logged and tried again: the next look finds it covered', async () => {
    const { settled, runNext, inventory, journal } = world(FOREIGN);
    inventory.writes.failNext('end');
    expect(await settled()).toMatchObject({ kind: 'retry', outcome: { reason: { code: 'inventory-unavailable' } } });
    expect(journal.lines).toMatchObject([{ level: 'error' }]);
    expect((await runNext()).outcome).toMatchObject({ verdict: 'covered', reason: { code: 'covered-by-ours' } });
  });

  test('a second look ends the write as written', async () => {
    const { s3, settled, runNext, services } = world();
    s3.after('writeLifecycle', () => s3.answerNext('readLifecycle', { kind: 'none' }));
    await settled();
    expect(await services.writes.last(PLACE)).toMatchObject({ state: 'unknown' });
    expect((await runNext()).outcome.verdict).toBe('applied');
    expect(await services.writes.last(PLACE)).toMatchObject({ state: 'written' });
  });

  test('a bucket that somebody else is writing waits until the lease is over', async () => {
    const { settled, runNext, s3, settleQueue, inventory, clock } = world(FOREIGN);
    const write = { purpose: 'rule', before: FOREIGN, planned: 'p', days: 7 } as const;
    clock.advance(250);
    await inventory.writes.claim(PLACE, { ...write, readAt: clock.now() }, undefined);
    clock.advance(-250);
    expect((await settled()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'being-written' } });
    expect(s3.operations()).not.toContain('writeLifecycle');
    // one message for the settling, and one for the lease
    expect(settleQueue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([300, 30]);
    expect((await runNext()).outcome.reason.code).toBe('being-written');
    expect(settleQueue.sent.at(-1)?.delaySeconds).toBe(10);
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('what was read before a write that came meanwhile is read again, and no ground for another', async () => {
    const { settled, s3, bucket, services, clock } = world(FOREIGN);
    // between our read and our look into the log somebody else writes the rule, and ends that
    const { writes } = services;
    const asked = writes.last.bind(writes);
    let calls = 0;
    writes.last = async (place) => {
      calls += 1;
      if (calls === 1) {
        const intended = { purpose: 'rule', before: FOREIGN, planned: 'p', days: 7, readAt: clock.now() } as const;
        const claim = await writes.claim(place, intended, undefined);
        bucket.lifecycle = OURS;
        if (claim.kind === 'claimed') await writes.end(place, claim.id, 'written');
      }
      return asked(place);
    };
    expect((await settled()).outcome).toMatchObject({ verdict: 'covered', reason: { code: 'covered-by-ours' } });
    expect(s3.operations()).not.toContain('writeLifecycle');
    expect((await services.buckets.bucket(PLACE))?.removals ?? []).toEqual([]);
  });
});

describe('a covered bucket', () => {
  test('is asked for nothing in the log and of the brake', async () => {
    const { run, event, inventory, s3 } = world(COVERED);
    for (const method of ['last', 'claim', 'images']) inventory.writes.failNext(method);
    for (const method of ['switch', 'allow']) inventory.brake.failNext(method);
    expect((await run(event('CreateBucket'))).outcome.verdict).toBe('covered');
    expect(s3.operations()).toEqual(['readLifecycle']);
  });
});

describe('a bucket on hold', () => {
  test('is not written, and costs one call', async () => {
    const { run, event, services, s3, settleQueue } = world(FOREIGN);
    await services.buckets.hold(PLACE, { since: '2026-01-01T00:00:00.000Z', by: 'ada\u001b[2J' });
    expect((await run(event('PutBucketTagging'))).outcome).toMatchObject({
      verdict: 'held',
      reason: { code: 'held', text: expect.stringContaining('"ada\\u001b[2J"') },
    });
    expect(s3.operations()).toEqual(['readLifecycle']);
    expect(settleQueue.sent).toEqual([]);
  });

  test('is written again once released', async () => {
    const { settled, services } = world(FOREIGN);
    await services.buckets.hold(PLACE, { since: '2026-01-01T00:00:00.000Z', by: 'ada' });
    await services.buckets.release(PLACE);
    expect((await settled()).outcome.verdict).toBe('applied');
  });

  test('is free again in its next life', async () => {
    const { run, runNext, event, clock, services } = world(FOREIGN);
    await services.buckets.hold(PLACE, { since: '2026-01-01T00:00:00.000Z', by: 'ada' });
    clock.advance(3600);
    const created = {
      requestParameters: { bucketName: PLACE.bucket, CreateBucketConfiguration: { LocationConstraint: PLACE.region } },
    };
    expect((await run(event('CreateBucket', clock.now(), created))).outcome.verdict).toBe('waiting');
    expect((await runNext()).outcome.verdict).toBe('applied');
  });
});

describe('whoever changes the lifecycle', () => {
  const arn = (name: string, account: string = PLACE.account): Readonly<Record<string, unknown>> => ({
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${account}:assumed-role/${name}/session`,
      sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${account}:role/${name}` } },
    },
    userAgent: '[APN/1.0 HashiCorp/1.0 Terraform/1.9.0]',
  });

  test('is kept, ourselves left out', async () => {
    const { run, event, clock, services } = world(COVERED);
    await run(event('PutBucketLifecycle', clock.now(), arn('deployer')));
    await run(event('PutBucketLifecycle', clock.now() + 1000, arn('partsweep-member')));
    expect((await services.buckets.bucket(PLACE))?.change).toMatchObject({
      principal: 'arn:aws:iam::111122223333:role/deployer (session session)',
      tool: 'terraform',
    });
  });

  test('is not left out for having a role of our name in another account', async () => {
    const { run, event, clock, services } = world(COVERED);
    await run(event('PutBucketLifecycle', clock.now(), arn('partsweep-member', '999900001111')));
    expect((await services.buckets.bucket(PLACE))?.change?.principal).toContain('999900001111');
  });

  test('is not kept for a bucket that was there before', async () => {
    const { run, event, clock, services } = world(COVERED);
    const sight = event('PutBucketLifecycle', clock.now(), arn('deployer'));
    await run({ ...sight, endsLifeAt: clock.now() + 60_000 });
    expect((await services.buckets.bucket(PLACE))?.change ?? null).toBeNull();
  });
});

describe('a rule that somebody removes', () => {
  test('is written three times, and then the bucket is contested: who, and what makes peace', async () => {
    const { settled, removed, runNext, s3, bucket, clock, services, event, run } = world(FOREIGN);
    expect((await settled()).outcome.verdict).toBe('applied');
    expect((await removed({ principal: 'arn:aws:iam::111122223333:user/bob', tool: 'cli' })).outcome.verdict).toBe(
      'applied',
    );
    expect((await removed()).outcome.verdict).toBe('applied');
    const { outcome } = await removed();
    expect(outcome).toMatchObject({ verdict: 'contested', ruleId: null, reason: { code: 'contested' } });
    expect(outcome.reason.text).toContain('3 times in 30 days, by arn:aws:iam::111122223333:user/bob with cli; arn');
    expect(outcome.reason.text).toContain('user/ada with terraform');
    expect(outcome.reason.snippet).toContain('abort_incomplete_multipart_upload');
    expect(bucket.lifecycle).toBe(FOREIGN);

    const before = s3.calls.length;
    expect((await run(event('PutBucketTagging'))).outcome.verdict).toBe('contested');
    expect(s3.calls.length - before).toBe(1);

    clock.advance(31 * 24 * 3600);
    await run(event('PutBucketTagging'));
    expect((await runNext()).outcome.verdict).toBe('applied');
    expect((await services.buckets.bucket(PLACE))?.removals).toHaveLength(3);
  });

  test('is written again once the bucket is released', async () => {
    const { settled, removed, run, runNext, event, services } = world(FOREIGN, { rules: { contestedAfter: 1 } });
    await settled();
    expect((await removed()).outcome.verdict).toBe('contested');
    await services.buckets.release(PLACE);
    await run(event('PutBucketTagging'));
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('counts once, however many notices of it come', async () => {
    const { settled, removed, run, event, services, clock, bucket } = world(FOREIGN, { terms: { mode: 'apply' } });
    await settled();
    await services.brake.pause({ kind: 'all' }, { since: '', by: 'ada', why: 'test' });
    await removed();
    bucket.lifecycle = CHANGED;
    for (let count = 0; count < 3; count += 1) {
      const sight = event('PutBucketTagging');
      clock.advance(300);
      await run({
        ...sight,
        seen: { digest: digest(CHANGED), since: clock.now() - 300_000, first: clock.now() - 300_000 },
      });
    }
    expect((await services.buckets.bucket(PLACE))?.removals).toHaveLength(1);
  });

  test('names nobody when no event of it came: an older change is somebody else', async () => {
    const { settled, services, clock, run, runNext, event, bucket } = world(FOREIGN);
    const old = new Date(clock.now() - 1000).toISOString();
    const change = {
      eventName: 'PutBucketLifecycle',
      at: old,
      principal: 'innocent',
      userAgent: null,
      tool: 'terraform',
      service: null,
    } as const;
    await services.buckets.noteChange(PLACE, change);
    await settled();
    clock.advance(3600);
    bucket.lifecycle = FOREIGN;
    bucket.tags.set('aws:cloudformation:stack-name', 'shop');
    await run(event('PutBucketTagging'));
    await runNext();
    expect((await services.buckets.bucket(PLACE))?.removals).toMatchObject([{ by: null, tool: 'cloudformation' }]);
  });

  test('is no removal where it only is longer than what is wanted now', async () => {
    const { settled, s3, services, event, clock } = world();
    await settled();
    clock.advance(3600);
    const sight = event('PutBucketTagging');
    const existing = digest(s3.buckets.get(PLACE.bucket)?.lifecycle);
    const seen = { digest: existing, since: clock.now() - 300_000, first: clock.now() - 300_000 };
    const terms = { mode: 'apply', units: [], excluded: null, days: 3 } as const;
    expect((await reconcile(services, { ...sight, seen }, terms, s3.store())).outcome.verdict).toBe('applied');
    expect((await services.buckets.bucket(PLACE))?.removals ?? []).toEqual([]);
  });
});
