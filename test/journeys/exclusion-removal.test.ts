import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { covers } from '../../core/plan';
import type { BucketUser } from '../../tour/bucket-user';
import { Operator } from './operator-stage';
import { OrganizationUser } from './organization-user';
import { ToolUser } from './tool-user';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const OUT = { 'partsweep:exclude': 'true' };
const FOREIGN = {
  xml: '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>scratch</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
  transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
} as const;

let operator: Operator;
let account: string;

beforeAll(async () => {
  const settings = { profileSeconds: 0, ruleOfExcludedBuckets: 'remove', pauseSeconds: 0 } as const;
  operator = await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: 1, settings });
  account = operator.account(1);
});

afterAll(() => operator?.stage.stop());

const user = (region = REGION): BucketUser => operator.stage.user(account, region);

/** Makes a bucket with rules of its own, or none, and waits until ours is there; gives what S3 told of it before that. */
async function applied(
  bucket: string,
  region: string,
  withRules: boolean,
): Promise<LifecycleConfiguration | undefined> {
  await user(region).create(bucket);
  if (withRules) await user(region).writeLifecycle(bucket, FOREIGN);
  const copy = await user(region).readLifecycle(bucket);
  if (region === SILENT) await operator.sweep();
  await operator.told(bucket, 0, 'applied');
  return copy;
}

describe('our rule goes with the exclusion where the settings ask for that', () => {
  it.each([true, false])('when a tag is put onto the bucket, by event (rules of its own: %s)', async (withRules) => {
    const bucket = `leaves-by-event-${withRules}`;
    const before = await applied(bucket, REGION, withRules);
    await user().tag(bucket, OUT);
    const outcome = await operator.known(account, bucket, 'excluded', 'rule-taken-out');

    expect(outcome.ruleId).toBeNull();
    expect(await user().readLifecycle(bucket)).toEqual(before);
    // our own write is an event as well, and a sweep has nothing to add
    await operator.idle();
    const from = operator.now();
    await operator.sweep();
    await operator.idle();
    expect(operator.writes(bucket, from)).toEqual([]);
    expect((await operator.record(account, bucket))?.outcome?.verdict).toBe('excluded');

    // and comes back when the tag goes
    await new ToolUser(operator.stage, account, REGION).deleteTags(bucket);
    await operator.known(account, bucket, 'applied');
    expect(covers(await user().readLifecycle(bucket), { days: 7 })).toBe(true);
  });

  it('when a sweep is told of the tag, though the listing had not heard of it the first time', async () => {
    const bucket = 'leaves-by-sweep';
    const arn = `arn:aws:s3:::${bucket}`;
    const before = await applied(bucket, SILENT, true);
    operator.stage.cloud.tagging.hide(arn);
    await user(SILENT).tag(bucket, OUT);
    await operator.sweep();
    await operator.idle();
    expect(covers(await user(SILENT).readLifecycle(bucket), { days: 7 })).toBe(true);

    operator.stage.cloud.tagging.show(arn);
    await operator.sweep();
    await operator.known(account, bucket, 'excluded', 'rule-taken-out');
    expect(await user(SILENT).readLifecycle(bucket)).toEqual(before);
  });

  it('when the account is tagged, by sweep; and it comes back when that tag goes', async () => {
    const organization = new OrganizationUser(operator.stage);
    const buckets = { 'of-the-account': REGION, 'of-the-account-silently': SILENT };
    const before = new Map<string, LifecycleConfiguration | undefined>();
    for (const [bucket, region] of Object.entries(buckets)) before.set(bucket, await applied(bucket, region, true));
    await organization.tag(account, OUT);
    await operator.sweep();
    for (const [bucket, region] of Object.entries(buckets)) {
      await operator.known(account, bucket, 'excluded', 'rule-taken-out');
      expect(await user(region).readLifecycle(bucket)).toEqual(before.get(bucket));
    }
    const from = operator.now();
    await operator.sweep();
    await operator.idle();
    expect(operator.writes(undefined, from)).toEqual([]);

    await organization.untag(account, 'partsweep:exclude');
    await operator.sweep();
    for (const [bucket, region] of Object.entries(buckets)) {
      await operator.known(account, bucket, 'applied');
      expect(covers(await user(region).readLifecycle(bucket), { days: 7 })).toBe(true);
    }
  });

  it('not while everything is paused, and once it is resumed', async () => {
    const bucket = 'leaves-after-the-pause';
    const before = await applied(bucket, SILENT, true);
    await operator.pause();
    await user(SILENT).tag(bucket, OUT);
    await operator.sweep();
    await operator.known(account, bucket, 'waiting', 'paused');
    expect(covers(await user(SILENT).readLifecycle(bucket), { days: 7 })).toBe(true);

    await operator.resume();
    await operator.known(account, bucket, 'excluded', 'rule-taken-out');
    expect(await user(SILENT).readLifecycle(bucket)).toEqual(before);
  });
});
