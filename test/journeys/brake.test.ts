import { covers } from '../../core/plan';
import { AwsError } from '../../sandbox/aws-error';
import { organizationalUnitId, rootId } from '../../sandbox/organization/ids';
import { callOfStack } from '../../sandbox/services/s3/cloudformation/deploying-principal';
import { landscape } from '../../tour/landscape';
import { Operator } from './operator-stage';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const LONG_AGO = new Date('2025-03-01');

let operator: Operator;

afterEach(() => operator?.stage.stop());

async function open(settings: object, accounts = 3, settleSeconds = 1): Promise<void> {
  operator = await Operator.open({
    accounts,
    regions: [REGION],
    settleSeconds,
    settings: { pauseSeconds: 0, ...settings },
  });
}

function seed(index: number, ...buckets: string[]): void {
  operator.stage.cloud.s3.seedBuckets(operator.account(index), SILENT, buckets, LONG_AGO);
}

async function hasRule(index: number, bucket: string): Promise<boolean> {
  const region = operator.stage.cloud.s3.inspect(bucket)?.region ?? '';
  return covers(await operator.stage.user(operator.account(index), region).readLifecycle(bucket), { days: 7 });
}

/** Counts of a metric that functions told by their logs. */
function counted(metric: string): number {
  let sum = 0;
  for (const entry of operator.stage.cloud.trace.entries()) {
    if (entry.kind !== 'log' || !entry.line.includes('"_aws"')) continue;
    const values = JSON.parse(entry.line) as Record<string, unknown>;
    sum += Number(values[metric] ?? 0);
  }
  return sum;
}

describe('a pause', () => {
  it('of everything, an OU or an account stops writes there, and a resume makes good for it', async () => {
    await open({}, 5);
    const unit = operator.stage.cloud.organization.organizationalUnitId('workloads/production');
    const [inUnit, alone] = [operator.account(1), operator.account(2)];
    await operator.pause();
    await operator.pause({ kind: 'unit', id: unit });
    await operator.pause({ kind: 'account', id: alone as never });
    for (const index of [1, 2, 4]) {
      await operator.stage.user(operator.account(index), REGION).create(`heard-of-${index}`);
      seed(index, `found-in-${index}`);
    }

    // nothing is written, and all is read and reported
    const paused = await operator.sweep();
    // the one that is covered is the hub's own
    expect(paused.buckets).toEqual({ waiting: 6, covered: 1 });
    for (const index of [1, 2, 4]) {
      for (const bucket of [`heard-of-${index}`, `found-in-${index}`]) {
        const outcome = await operator.known(operator.account(index), bucket, 'waiting', 'paused');
        expect(outcome.reason.text).toContain('by "ada": "a test"');
      }
      await operator.told(`heard-of-${index}`, 0, 'waiting', 'paused');
    }
    expect(operator.writes()).toEqual([]);

    // everything else is covered once the pause of all is over
    await operator.resume();
    for (const bucket of ['heard-of-4', 'found-in-4']) await operator.known(operator.account(4), bucket, 'applied');
    await operator.known(inUnit, 'heard-of-1', 'waiting', 'paused');
    await operator.known(alone, 'found-in-2', 'waiting', 'paused');
    expect(operator.writes().toSorted()).toEqual(
      ['found-in-4', 'heard-of-4'].map((bucket) => `s3:PutBucketLifecycleConfiguration ${bucket}`),
    );

    await operator.resume({ kind: 'unit', id: unit });
    for (const bucket of ['heard-of-1', 'found-in-1']) await operator.known(inUnit, bucket, 'applied');
    await operator.known(alone, 'heard-of-2', 'waiting', 'paused');
    await operator.resume({ kind: 'account', id: alone as never });
    for (const bucket of ['heard-of-2', 'found-in-2']) await operator.known(alone, bucket, 'applied');
    expect((await operator.ask({ kind: 'resume', scope: { kind: 'all' } }))['was']).toBe(false);
  });

  it('holds where it cannot be read whether there is one', async () => {
    await open({});
    const { dynamodb } = operator.stage.cloud;
    const handle = dynamodb.handle.bind(dynamodb);
    let broken = true;
    dynamodb.handle = async (call) => {
      const body = call.request.body.toString();
      const isSwitch = body.includes('"brake"') && body.includes('"switch"');
      if (broken && isSwitch && String(call.request.headers['x-amz-target']).endsWith('.GetItem')) {
        throw new AwsError('AccessDeniedException', 'not the switch', 400);
      }
      return handle(call);
    };
    const account = operator.account(1);
    await operator.stage.user(account, REGION).create('unsure');
    await operator.told('unsure', 0, 'waiting', 'pause-unreadable');
    seed(1, 'unsure-silently');
    await operator.sweep();
    await operator.known(account, 'unsure-silently', 'waiting', 'pause-unreadable');
    expect(operator.writes()).toEqual([]);

    broken = false;
    await operator.sweep();
    await operator.known(account, 'unsure', 'applied');
    await operator.known(account, 'unsure-silently', 'applied');
  });
});

describe('three writes that went wrong within ten minutes', () => {
  it('pause everything, when S3 never shows them', async () => {
    await open({ maxTries: 2, retrySeconds: 1 });
    const account = operator.account(1);
    const user = operator.stage.user(account, REGION);
    const bad = ['not-shown-1', 'not-shown-2', 'not-shown-3'];
    for (const bucket of bad) {
      operator.stage.cloud.s3.staleReads(bucket, 1000, 'after-next-write');
      await user.create(bucket);
    }
    for (const bucket of bad) await operator.known(account, bucket, 'failed', 'write-not-visible');
    expect(bad.map((bucket) => operator.writes(bucket).length)).toEqual([1, 1, 1]);

    await user.create('after-that');
    const outcome = await operator.told('after-that', 0, 'waiting', 'paused');
    expect(outcome.reason.text).toContain('by "partsweep": "3 writes went wrong within ten minutes');
    await expectPausedByItself();
  });

  it('pause everything, when somebody else writes at the same moment', async () => {
    // what was read behind the write is read again before the bucket has settled anew
    await open({ retrySeconds: 1 }, 3, 8);
    const account = operator.account(1);
    const { cloud } = operator.stage;
    const bad = ['raced-1', 'raced-2', 'raced-3'];
    const raced = new Set<string>();
    // a stack replaces the configuration between our write and the look at it
    const end = cloud.trace.listen((entry) => {
      if (entry.kind !== 'call' || entry.action !== 's3:PutBucketLifecycleConfiguration') return;
      const bucket = entry.resource.split(':').at(-1) ?? '';
      if (!bad.includes(bucket) || raced.has(bucket) || !entry.caller.includes('/partsweep-member/')) return;
      raced.add(bucket);
      const stack = { account, region: REGION, partition: 'aws', stackName: 'racer', stackId: 'racer' };
      const body =
        '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>theirs</ID><Filter><Prefix>theirs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>';
      void cloud.s3.handleForCloudFormation(
        callOfStack(stack, { method: 'PUT', bucket, subresource: 'lifecycle', body }),
      );
    });
    const user = operator.stage.user(account, REGION);
    for (const bucket of bad) await user.create(bucket);
    for (const bucket of bad) await operator.told(bucket, 0, 'failed', 'lost-update');
    end();

    await user.create('after-that');
    await operator.told('after-that', 0, 'waiting', 'paused');
    await expectPausedByItself();
    // what the others wrote is as they wrote it
    for (const bucket of bad) expect((await user.readLifecycle(bucket))?.xml).toContain('<ID>theirs</ID>');

    await operator.resume();
    for (const bucket of [...bad, 'after-that']) {
      await operator.known(account, bucket, 'applied');
      expect(await hasRule(1, bucket)).toBe(true);
    }
  });

  async function expectPausedByItself(): Promise<void> {
    await operator.stage.traced(
      'the metric',
      (entry) => entry.kind === 'log' && entry.line.includes('"paused-by-itself":1'),
      20,
    );
    expect(counted('failures-that-may-pause')).toBe(3);
    expect(counted('paused-by-itself')).toBe(1);
  }
});

describe('a ceiling', () => {
  it('on the writes of a sweep leaves the rest to the next one, and one on those of an hour to the next hour', async () => {
    await open({ writesPerSweep: 2, writesPerHour: 3 });
    const account = operator.account(1);
    const buckets = ['one', 'two', 'three', 'four', 'five'].map((name) => `ceiling-${name}`);
    seed(1, ...buckets);
    const told = async (code: string): Promise<readonly string[]> => {
      const records = await Promise.all(buckets.map((bucket) => operator.record(account, bucket)));
      return records.flatMap((record) => (record?.outcome?.reason.code === code ? [record.outcome.bucket ?? ''] : []));
    };

    await operator.sweep();
    await operator.idle();
    expect(await told('run-full')).toHaveLength(3);
    expect(operator.writes()).toHaveLength(2);

    await operator.sweep();
    await operator.idle();
    expect(operator.writes()).toHaveLength(3);
    // while one bucket asks for the hour's last write, another one may find the sweep's ceiling reached by that
    const left = [...(await told('hour-full')), ...(await told('run-full'))];
    expect(left).toHaveLength(2);
    expect((await told('hour-full')).length).toBeGreaterThan(0);
  });
});

describe('modes by OU', () => {
  it('write in one OU while all the others are audited, by event and by sweep', async () => {
    const root = rootId(landscape(1).organization.id);
    const workloads = organizationalUnitId(root, root, 'workloads');
    const production = organizationalUnitId(root, workloads, 'production');
    await open({ mode: 'audit', modes: { [production]: 'apply' } });
    for (const index of [1, 2]) {
      await operator.stage.user(operator.account(index), REGION).create(`heard-of-${index}`);
      seed(index, `found-in-${index}`);
    }
    await operator.sweep();
    for (const prefix of ['heard-of', 'found-in']) {
      await operator.known(operator.account(1), `${prefix}-1`, 'applied');
      await operator.known(operator.account(2), `${prefix}-2`, 'would-apply');
    }
    await operator.idle();
    expect(operator.writes().toSorted()).toEqual(
      ['found-in-1', 'heard-of-1'].map((bucket) => `s3:PutBucketLifecycleConfiguration ${bucket}`),
    );
  });
});
