import type { Change } from '../../core/change';
import { endOfLife, foreignWriteOf, markOf, meaningOfForeign } from '../../core/foreign-write';
import { meaningOf } from '../../core/lifecycle/meaning';

const AT = '2026-05-06T07:08:09.000Z';
const change = (eventName: string): Change => ({
  ...{ eventName, at: AT, principal: 'ada', userAgent: null, tool: 'sdk', service: null },
});
const RULE = { ID: 'a', Filter: { Prefix: '' }, Status: 'Enabled', Expiration: { Days: 1 } };
const HEADER = 'x-amz-transition-default-minimum-object-size';
const put = (parameters: object = {}, more: object = {}) =>
  foreignWriteOf(
    { eventID: 'e1', requestParameters: { LifecycleConfiguration: { Rule: RULE }, ...parameters }, ...more },
    change('PutBucketLifecycle'),
  );

test.each(['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'])(
  '%s is a write of what it carries',
  (eventName) => {
    const parameters = { LifecycleConfiguration: { Rule: RULE } };
    expect(foreignWriteOf({ eventID: 'e1', requestParameters: parameters }, change(eventName))).toEqual({
      ...{ at: Date.parse(AT), eventId: 'e1', eventName, by: 'ada', size: null },
      configuration: expect.objectContaining({ kind: 'exact' }),
    });
    expect(foreignWriteOf({ eventID: 'e1' }, change(eventName))).toMatchObject({ configuration: { kind: 'untold' } });
  },
);

test.each(['DeleteBucketLifecycle', 'DeleteBucketLifecycleConfiguration'])('%s is a write of nothing', (eventName) => {
  expect(foreignWriteOf({ eventID: 'e1', requestParameters: null }, change(eventName))).toEqual({
    ...{ at: Date.parse(AT), eventId: 'e1', eventName, by: 'ada', size: null },
    configuration: { kind: 'none' },
  });
});

test('other calls, and those that changed nothing, are no writes', () => {
  expect(foreignWriteOf({ eventID: 'e1' }, change('CreateBucket'))).toBeUndefined();
  expect(foreignWriteOf({ eventID: 'e1' }, undefined)).toBeUndefined();
});

test('the header is told under either name, cut, and only as a text', () => {
  expect(put({ [HEADER]: 'varies' })?.size).toBe('varies');
  expect(put({ TransitionDefaultMinimumObjectSize: 'varies' })?.size).toBe('varies');
  expect(put({ [HEADER]: 7, TransitionDefaultMinimumObjectSize: 'varies' })?.size).toBe('varies');
  expect(put({ [HEADER]: ['varies'] })?.size).toBeNull();
  expect(put({ [HEADER]: 'x'.repeat(101) })?.size).toBe('x'.repeat(100));
});

test('an event without an ID is known by what it is, when and whose', () => {
  for (const eventID of ['', 7, undefined]) {
    expect(put({}, { eventID })?.eventId).toBe(`PutBucketLifecycle ${AT} ada`);
  }
  expect(put({}, { eventID: 'x'.repeat(101) })?.eventId).toBe('x'.repeat(100));
});

test('the end of a life is a write of nothing by nobody', () => {
  expect(endOfLife(7)).toEqual({
    ...{ at: 7, eventId: 'end of life 7', eventName: 'DeleteBucket', by: null, size: null },
    configuration: { kind: 'none' },
  });
});

test('a mark is what is remembered: when, which, and what was meant if that is known', () => {
  const write = put();
  const xml =
    '<LifecycleConfiguration><Rule><ID>a</ID><Filter/><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>';
  expect(write && markOf(write)).toEqual({ at: Date.parse(AT), eventId: 'e1', meaning: meaningOf({ xml }) });
  expect(meaningOfForeign({ kind: 'none' })).toEqual(meaningOf(undefined));
  expect(meaningOfForeign({ kind: 'untold', why: 'x' })).toBeNull();
});
