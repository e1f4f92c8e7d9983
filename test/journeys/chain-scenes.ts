import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stage } from '../../tour/stage';
import { HUB, MEMBER, REGION } from './places';

export type SceneName = 'new bucket' | 'changed while settling' | 'strange message' | 'unknown account';

const SCRATCH =
  '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>scratch</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>';

/** What goes in at the beginning of the chain. Each scene needs a part of it that the others do not. */
export const CHAIN_SCENES: Readonly<Record<SceneName, (stage: Stage, bucket: string) => Promise<void>>> = {
  'new bucket': (stage, bucket) => stage.user(MEMBER, REGION).create(bucket),
  /** Has to settle once more. */
  async 'changed while settling'(stage, bucket) {
    const user = stage.user(MEMBER, REGION);
    await user.create(bucket);
    await user.writeLifecycle(bucket, { xml: SCRATCH });
  },
  /** Is given up at once. */
  'strange message': (stage) => sendToSettleQueue(stage, 'hello?'),
  /** Is tried again: whether an account that Organizations does not know is excluded cannot be known. */
  'unknown account': (stage, bucket) =>
    sendToSettleQueue(
      stage,
      JSON.stringify({
        version: 1,
        account: '999999999999',
        region: REGION,
        bucket,
        digest: 'none',
        sightedAt: '2026-01-01T00:00:00.000Z',
        firstSightedAt: '2026-01-01T00:00:00.000Z',
      }),
    ),
};

async function sendToSettleQueue(stage: Stage, MessageBody: string): Promise<void> {
  const { endpoint, sqs } = stage.cloud;
  const client = new SQSClient({ endpoint, region: REGION, credentials: stage.cloud.administrator(HUB) });
  const QueueUrl = sqs.queueUrl({ account: HUB, name: 'partsweep-settle' });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: 0 }));
  client.destroy();
}
