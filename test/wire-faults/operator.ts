import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { DeadLetterQueue } from '../../adapters/dead-letter-queues';
import { HubQueue } from '../../adapters/hub-queue';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { S3UploadStore } from '../../adapters/uploads';
import type { Cloud } from '../../sandbox/cloud';
import { HOME, MEMBER } from '../adapters/local-organization';
import { NAME } from './hub-account';

export type Operator = ReturnType<typeof operatorOf>;

/** The command line's clients, whose credentials and endpoint stand in the environment. `requestHandler`: its connections go to the proxy. */
export function operatorOf(cloud: Cloud, requestHandler: object) {
  const config = { region: HOME, requestHandler };
  // queues name the endpoint behind the proxy
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  return {
    sqs,
    sts: new STSClient(config),
    cloudFormation: new CloudFormationClient(config),
    organizations: new OrganizationsClient(config),
    iam: new IAMClient(config),
    events: new EventBridgeClient(config),
    dynamoDb: new DynamoDBClient(config),
    s3: new S3Client(config),
    letters: new DeadLetterQueue(sqs, new HubQueue(sqs, NAME.settleDeadLetterQueue)),
    uploads: new S3UploadStore({
      credentials: cloud.administrator(MEMBER),
      requestHandler,
      retries: new RetryQuotas(5),
    }),
    /** Begins an upload and leaves it at that. */
    async beginUpload(Bucket: string, Key: string): Promise<void> {
      const s3 = new S3Client({ region: HOME, endpoint: cloud.endpoint, credentials: cloud.administrator(MEMBER) });
      await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      s3.destroy();
    },
    /** Handle of a message of that queue, which nobody else gets for an hour. */
    async receive(queue: string): Promise<string> {
      const QueueUrl = await new HubQueue(sqs, queue).url();
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
      const { Messages: [message] = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 3_600, WaitTimeSeconds: 20 }),
      );
      if (message?.ReceiptHandle === undefined) throw new Error(`nothing came from ${queue}`);
      return message.ReceiptHandle;
    },
  };
}
