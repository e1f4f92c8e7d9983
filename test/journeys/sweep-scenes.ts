import { randomBytes } from 'node:crypto';
import { DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stage } from '../../tour/stage';
import { HUB, MEMBER, REGION } from './places';
import { bucketItem } from './sweep-items';
import { ask, until } from './sweep-stage';

export type SweepSceneName =
  | 'hint'
  | 'schedule'
  | 'refused schedule'
  | 'unit'
  | 'unknown account'
  | 'strange sweep'
  | 'report'
  | 'report that fails'
  | 'bare bucket'
  | 'deleted bucket'
  | 'large configuration'
  | 'large configuration, undone';

const EARLIER = new Date('2020-01-01');
const BUCKET = 'a-bare-bucket';
const REPORT = { kind: 'report', run: 'a-run' };
const LARGE = 'a-large-one';
const sweepOf = (scope: Readonly<Record<string, string>>) => ({
  kind: 'sweep',
  trigger: 'operator',
  scope,
  task: 'sweep',
  by: 'ada',
});

/** What begins a sweep, or gives it something to find. Each scene needs a part of the hub that the others do not. */
export const SWEEP_SCENES: Readonly<Record<SweepSceneName, (stage: Stage) => Promise<void>>> = {
  /** The stacks of the deployment itself ask for a survey of each account. */
  hint: async () => {},
  schedule: (stage) => stage.cloud.scheduler.run(HUB, REGION, 'partsweep-sweep'),
  'refused schedule': (stage) => stage.cloud.scheduler.run(HUB, REGION, 'partsweep-sweep').catch(() => {}),
  unit: (stage) =>
    toSweepQueue(stage, sweepOf({ kind: 'unit', id: stage.cloud.organization.organizationalUnitId('workloads') })),
  'unknown account': (stage) => toSweepQueue(stage, sweepOf({ kind: 'account', id: '999999999999' })),
  'strange sweep': (stage) => toSweepQueue(stage, { order: 1 }),
  async report(stage) {
    await toReportQueue(stage, { order: 1 });
    await toReportQueue(stage, REPORT);
  },
  async 'report that fails'(stage) {
    const answer = { code: 'InternalError', message: 'We encountered an internal error.', status: 500 };
    // as often as the function and its client try
    stage.cloud.s3.failNext({ operation: 'UploadPart' }, answer, 10);
    await toReportQueue(stage, REPORT);
  },
  async 'bare bucket'(stage) {
    stage.cloud.s3.seedBuckets(MEMBER, REGION, [BUCKET], EARLIER);
    await toSweepQueue(stage, sweepOf({ kind: 'account', id: MEMBER }));
  },
  async 'deleted bucket'(stage) {
    await stage.user(MEMBER, REGION).create(BUCKET);
    await written(stage, BUCKET);
    const credentials = stage.cloud.administrator(MEMBER);
    const s3 = new S3Client({ endpoint: stage.cloud.endpoint, region: REGION, credentials });
    await s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    s3.destroy();
  },
  'large configuration': (stage) => withLargeConfiguration(stage),
  async 'large configuration, undone'(stage) {
    await withLargeConfiguration(stage);
    await written(stage, LARGE);
    await ask(stage, { kind: 'bucket', task: 'undo', account: MEMBER, region: REGION, bucket: LARGE, by: 'ada' });
  },
};

/** A bucket whose configuration does not fit into an item, even compressed. */
async function withLargeConfiguration(stage: Stage): Promise<void> {
  stage.cloud.s3.seedBuckets(MEMBER, REGION, [LARGE], EARLIER);
  const rules = Array.from(
    { length: 900 },
    (_, index) =>
      `<Rule><ID>${index}</ID><Filter><Prefix>${randomBytes(400).toString('hex')}</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>`,
  );
  const xml = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules.join('')}</LifecycleConfiguration>`;
  await stage.user(MEMBER, REGION).writeLifecycle(LARGE, { xml });
}

async function written(stage: Stage, bucket: string): Promise<void> {
  await until('the write', async () => {
    const item = await bucketItem(stage, MEMBER, bucket, 'write');
    return item?.['state'] === 'written' ? item : undefined;
  });
}

function toSweepQueue(stage: Stage, message: object): Promise<void> {
  return toQueue(stage, 'partsweep-sweep', message);
}

function toReportQueue(stage: Stage, message: object): Promise<void> {
  return toQueue(stage, 'partsweep-reports', message);
}

async function toQueue({ cloud }: Stage, name: string, message: object): Promise<void> {
  const sqs = new SQSClient({ endpoint: cloud.endpoint, region: REGION, credentials: cloud.administrator(HUB) });
  const QueueUrl = cloud.sqs.queueUrl({ account: HUB, name });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ version: 1, ...message }) }));
  sqs.destroy();
}
