import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Stage } from '../../tour/stage';

/** A queue of the hub, as its administrator sees it. */
export interface HubQueue {
  readonly sqs: SQSClient;
  readonly url: string;
}

export async function hubQueue({ cloud, landscape, regions }: Stage, name: string): Promise<HubQueue> {
  const credentials = cloud.administrator(landscape.hub.id);
  const sqs = new SQSClient({ endpoint: cloud.endpoint, region: regions[0] ?? '', credentials });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return { sqs, url: QueueUrl ?? '' };
}

/** Resolves when nothing is in the queue, waits in it or is being handled. */
export async function empty({ sqs, url }: HubQueue): Promise<void> {
  for (;;) {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
    const counts = Object.entries(Attributes ?? {}).filter(([key]) => key.startsWith('ApproximateNumber'));
    if (counts.length > 0 && counts.every(([, value]) => value === '0')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
