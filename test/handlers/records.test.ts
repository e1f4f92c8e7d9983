import { bucketKind } from '../../core/identifiers';
import { reason } from '../../core/reasons';
import { deadlineOf, requestIdOf } from '../../handlers/lambda-context';
import { contentOf, interpretRecord, parseSqsEvent } from '../../handlers/settle-record';
import { workByAccount } from '../../handlers/settle-work';
import { interpretSweepRecord, parseSweepRecords } from '../../handlers/sweep-record';
import { PLACE } from '../core/reconcile-world';
import { account, bucketName } from '../fakes/identifiers';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const TIME = '2026-01-01T23:59:00.000Z';
const SQS = { messageId: 'm', receiptHandle: 'r', body: '{}' };
const NO_QUEUE = 'the function is to be called by a queue: there are no Records';
const NO_RECORD = 'a record without messageId, receiptHandle or body did not come from a queue';

describe("a queue's event", () => {
  test('is read, with how often each message was received', () => {
    const attributes = (count: unknown) => ({ ApproximateReceiveCount: count });
    const counts = ['3', '0', '-1', '1.5', 'x', undefined, '1'];
    const Records = counts.map((count) => ({ ...SQS, attributes: attributes(count), other: 'x' }));
    expect(parseSqsEvent({ Records })).toEqual([3, 1, 1, 1, 1, 1, 1].map((tries) => ({ ...SQS, tries })));
    expect(parseSqsEvent({ Records: [SQS] })).toEqual([{ ...SQS, tries: 1 }]);
    expect(parseSqsEvent({ Records: [] })).toEqual([]);
  });

  test('fails where it is none', () => {
    for (const event of [undefined, null, 'x', {}, { Records: {} }]) {
      expect(() => parseSqsEvent(event)).toThrow(new TypeError(NO_QUEUE));
      expect(() => parseSweepRecords(event)).toThrow(new TypeError(NO_QUEUE));
    }
    for (const name of Object.keys(SQS)) {
      expect(() => parseSqsEvent({ Records: [SQS, { ...SQS, [name]: 7 }] })).toThrow(new TypeError(NO_RECORD));
    }
    for (const entry of [null, 'x'])
      expect(() => parseSqsEvent({ Records: [entry] })).toThrow(new TypeError(NO_RECORD));
  });

  test('of the sweep fails without the time at which each message was sent', () => {
    const sent = (SentTimestamp: unknown) => ({ ...SQS, attributes: { SentTimestamp } });
    expect(parseSweepRecords({ Records: [sent('7'), sent('8')] })).toEqual([
      { ...SQS, tries: 1, sentAt: 7 },
      { ...SQS, tries: 1, sentAt: 8 },
    ]);
    for (const entry of [SQS, sent(undefined), sent('x'), sent('1.5')]) {
      expect(() => parseSweepRecords({ Records: [sent('7'), entry] })).toThrow(
        new TypeError('a record without SentTimestamp did not come from a queue'),
      );
    }
  });
});

describe('a message of the settle queue', () => {
  const read = (content: unknown) => interpretRecord(JSON.stringify(content), NOW);
  const settle = { version: 1, ...PLACE, digest: 'd', sightedAt: TIME, firstSightedAt: TIME };
  const event = (detail: object) => ({
    ...{ source: 'aws.s3', 'detail-type': 'AWS API Call via CloudTrail', account: PLACE.account, region: PLACE.region },
    detail: {
      ...{ eventSource: 's3.amazonaws.com', awsRegion: PLACE.region, eventTime: TIME },
      ...{ requestParameters: { bucketName: PLACE.bucket }, ...detail },
    },
  });

  test('is about a bucket where it is one of ours, or an event of a bucket', () => {
    expect(read(settle)).toMatchObject({ kind: 'bucket', sight: { place: PLACE, seen: { digest: 'd' } } });
    const undo = { version: 1, task: 'undo', ...PLACE, by: 'ada', requestedAt: TIME };
    expect(read(undo)).toMatchObject({ kind: 'bucket', sight: { place: PLACE, takeOut: { task: 'undo' } } });
    expect(read(event({ eventName: 'CreateBucket' }))).toMatchObject({
      kind: 'bucket',
      sight: { place: PLACE, kind: bucketKind(PLACE.bucket), knownSince: Date.parse(TIME) },
    });
    expect(read(event({ eventName: 'DeleteBucket' }))).toMatchObject({
      kind: 'bucket',
      sight: { place: PLACE, deleted: true, endsLifeAt: Date.parse(TIME) },
    });
  });

  test('is ignored where there is nothing to do, and says of what', () => {
    expect(read(event({ eventName: 'PutBucketPolicy' }))).toEqual({
      kind: 'ignore',
      reason: reason('other-event', '"PutBucketPolicy"'),
      details: { action: 'ignore', ...PLACE },
    });
    const unknown: [object, object][] = [
      [{ eventTime: 'x' }, PLACE],
      [{ requestParameters: {} }, { ...PLACE, bucket: null }],
      [{ awsRegion: 7 }, { ...PLACE, region: null }],
    ];
    for (const [more, place] of unknown) {
      expect(read(event({ eventName: 'DeleteBucket', ...more }))).toMatchObject({
        kind: 'ignore',
        reason: { code: 'bucket-deleted' },
        details: { action: 'ignore', ...place },
      });
    }
    const moved = { eventSource: 'organizations.amazonaws.com', eventName: 'MoveAccount' };
    expect(read({ source: 'aws.organizations', account: PLACE.account, detail: moved })).toMatchObject({
      kind: 'ignore',
      details: { action: 'sweep', account: null, region: null, bucket: null },
    });
  });

  test('is a stranger where it is neither, and says why', () => {
    expect(interpretRecord('{', NOW)).toEqual({
      kind: 'stranger',
      reason: reason('not-our-message', 'it is not JSON'),
    });
    expect(read(event({}).detail)).toEqual({ kind: 'stranger', reason: reason('not-our-message') });
    expect(read({ source: 'aws.s3' })).toEqual({
      kind: 'stranger',
      reason: reason('not-our-message', reason('not-an-event', 'it has no detail').text),
    });
    expect(contentOf('{"a": 1}')).toEqual({ a: 1 });
    expect(contentOf('x')).toBeUndefined();
  });
});

describe('a message of the sweep queue', () => {
  const read = (content: unknown) => interpretSweepRecord(JSON.stringify(content), ['acme-roles']);
  const sweep = { version: 1, kind: 'sweep', task: 'sweep', by: null };

  test('is one of ours, or an event that asks for a sweep', () => {
    const moved = { eventSource: 'organizations.amazonaws.com', eventName: 'MoveAccount' };
    const own = { ...sweep, trigger: 'operator', scope: { kind: 'all' } };
    expect(read(own)).toEqual({ kind: 'message', message: own });
    expect(read({ source: 'aws.organizations', account: PLACE.account, detail: moved })).toEqual({
      kind: 'message',
      message: { ...sweep, trigger: 'organization-event', scope: { kind: 'never-surveyed' } },
    });
  });

  test('is a stranger, or ignored, with its reason', () => {
    expect(interpretSweepRecord('{', [])).toEqual({
      kind: 'stranger',
      reason: reason('not-our-message', 'it is not JSON'),
    });
    expect(read({ kind: 'dance' })).toEqual({ kind: 'stranger', reason: reason('not-our-message') });
    expect(read({ source: 'custom', detail: {} })).toEqual({
      kind: 'ignore',
      reason: reason('other-source', '"custom"'),
    });
  });
});

test("Lambda's context says how long an invocation may run and what it is called, and anything else fails", () => {
  const context = { awsRequestId: 'id', getRemainingTimeInMillis: () => 7 };
  expect(deadlineOf(context).remaining()).toBe(7);
  expect(requestIdOf(context)).toBe('id');
  for (const other of [undefined, null, {}, { ...context, awsRequestId: 7 }, { awsRequestId: 'id' }]) {
    for (const read of [deadlineOf, requestIdOf]) {
      expect(() => read(other)).toThrow(
        new TypeError('the function is to be called by Lambda: its context is missing'),
      );
    }
  }
});

describe('the work of a batch', () => {
  const record = (messageId: string) => ({ ...SQS, messageId, tries: 1 });
  const sight = (bucket: string, more: object = {}, place = PLACE) => ({
    ...({ place: { ...place, bucket: bucketName(bucket) }, kind: 'general-purpose', knownSince: null } as const),
    ...more,
  });
  const takeOut = { takeOut: { task: 'exclusion', by: 'ada', requestedAt: TIME } };
  const seen = (since: number) => ({ seen: { digest: 'd', since, first: since } });

  test('is one message for each bucket of an account, which knows what the others know', () => {
    const other = { ...PLACE, account: account('444455556666') };
    const work = workByAccount([
      { record: record('1'), sight: sight('aaa', { run: 'r' }) },
      { record: record('2'), sight: sight('aaa', {}, other) },
      { record: record('3'), sight: sight('aaa', seen(5)) },
      { record: record('4'), sight: sight('bbb') },
      { record: record('5'), sight: sight('aaa', { ...seen(9), tagsChanged: true }) },
    ]);
    expect([...work.keys()]).toEqual([PLACE.account, other.account]);
    const [a, b] = work.get(PLACE.account) ?? [];
    expect(a).toMatchObject({ record: { messageId: '3' }, sight: { run: 'r', tagsChanged: true, ...seen(5) } });
    expect(a?.others.map(({ messageId }) => messageId)).toEqual(['1', '5']);
    expect(b).toEqual({ record: record('4'), sight: sight('bbb'), others: [] });
    expect(work.get(other.account)).toHaveLength(1);
  });

  test('takes rules out before anything else, and apart from it', () => {
    const work = workByAccount([
      { record: record('1'), sight: sight('aaa') },
      { record: record('2'), sight: sight('bbb') },
      { record: record('3'), sight: sight('bbb', takeOut) },
      { record: record('4'), sight: sight('aaa', takeOut) },
    ]);
    expect(work.get(PLACE.account)?.map(({ record: { messageId } }) => messageId)).toEqual(['3', '4', '1', '2']);
  });
});
