import { interpretEvent } from '../../core/events';
import { account, bucketName, region } from '../fakes/identifiers';
import { type BucketCall, cloudTrailEvent } from './cloud-trail-event';
import { Random } from './random';
import { type DeliveryChances, SimulatedEvents } from './simulated-events';
import { terraformOf } from './terraform-rules';
import { VirtualClock } from './virtual-clock';

const PLACE = { account: account('111122223333'), region: region('eu-west-1'), bucket: bucketName('orders') };
const TERRAFORM = terraformOf(PLACE.account);
const AT = Date.parse('2026-03-04T05:06:07.890Z');
const RULE = '<Rule><ID>a</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status></Rule>';
const lifecycle = (rules: string): BucketCall => ({
  eventName: 'PutBucketLifecycle',
  xml: `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules}</LifecycleConfiguration>`,
});
const eventOf = (call: BucketCall, place = PLACE) => cloudTrailEvent(place, call, TERRAFORM, AT, 'event-1');

describe('an event of CloudTrail', () => {
  test('says what the product needs to know of a new bucket', () => {
    expect(interpretEvent(eventOf({ eventName: 'CreateBucket' }))).toMatchObject({
      ...{ action: 'reconcile', ...PLACE, createsBucket: true, provesNew: true },
      eventTime: Date.parse('2026-03-04T05:06:07Z'),
      change: { tool: 'terraform', principal: 'arn:aws:iam::111122223333:user/ci' },
    });
  });

  test('of a bucket in us-east-1 names no location, and so does not prove it new', () => {
    const event = eventOf({ eventName: 'CreateBucket' }, { ...PLACE, region: region('us-east-1') });
    expect(event.detail.requestParameters).toEqual({
      bucketName: 'orders',
      Host: 'orders.s3.us-east-1.amazonaws.com',
    });
    expect(interpretEvent(event)).toMatchObject({ action: 'reconcile', region: 'us-east-1', provesNew: false });
  });

  test('carries a lifecycle configuration whole: one rule as an object, several as a list', () => {
    const rule = { ID: 'a', Filter: { Prefix: '' }, Status: 'Enabled' };
    const ruleOf = (call: BucketCall) => eventOf(call).detail.requestParameters;
    expect(ruleOf(lifecycle(RULE))).toMatchObject({ lifecycle: '', LifecycleConfiguration: { Rule: rule } });
    expect(ruleOf(lifecycle(RULE + RULE))).toMatchObject({ LifecycleConfiguration: { Rule: [rule, rule] } });
  });

  test('tells of a deletion', () => {
    expect(interpretEvent(eventOf({ eventName: 'DeleteBucket' }))).toMatchObject({
      ...{ action: 'ignore', reason: { code: 'bucket-deleted' } },
      deletedAt: Date.parse('2026-03-04T05:06:07Z'),
    });
  });
});

describe('the delivery of events', () => {
  const EVENTS = 400;
  /** Delays in seconds of the events that arrived, by the event's id. */
  async function delivered(chances: Partial<DeliveryChances>, seed = 1, forwards = true) {
    const random = new Random(seed);
    const clock = new VirtualClock({ random: random.fork() });
    const start = clock.now();
    const arrived: { readonly id: string; readonly seconds: number }[] = [];
    const events = new SimulatedEvents({
      ...{ clock, random, chances: { late: 0, lost: 0, doubled: 0, ...chances }, forwards: () => forwards },
      deliver: ({ id }) => arrived.push({ id, seconds: (clock.now() - start) / 1000 }),
    });
    for (let index = 0; index < EVENTS; index += 1) {
      events.tell(cloudTrailEvent(PLACE, { eventName: 'CreateBucket' }, TERRAFORM, AT, String(index)));
    }
    await clock.run();
    return { arrived, counts: events.counts };
  }

  test('takes seconds to minutes, and keeps no order', async () => {
    const { arrived } = await delivered({});
    expect(arrived).toHaveLength(EVENTS);
    expect(Math.max(...arrived.map(({ seconds }) => seconds))).toBeLessThanOrEqual(90);
    const ids = arrived.map(({ id }) => Number(id));
    expect(ids).not.toEqual([...ids].sort((one, other) => one - other));
  });

  test('loses, doubles and delays as many as it is asked to', async () => {
    const { arrived, counts } = await delivered({ late: 0.25, lost: 0.25, doubled: 0.25 });
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(EVENTS / 6);
    expect(arrived).toHaveLength(EVENTS - counts.lost + counts.doubled);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(EVENTS - counts.lost);
    expect(Math.max(...arrived.map(({ seconds }) => seconds))).toBeGreaterThan(3_600);
  });

  test('is the same for the same seed', async () => {
    const chances = { late: 0.3, lost: 0.2, doubled: 0.2 };
    expect(await delivered(chances, 4)).toEqual(await delivered(chances, 4));
  });

  test('leaves out what the rules do not forward', async () => {
    const { arrived, counts } = await delivered({}, 1, false);
    expect(arrived).toEqual([]);
    expect(counts).toEqual({ 'on-time': 0, late: 0, lost: 0, doubled: 0 });
  });
});
