import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { reportInventory } from '../../adapters/inventory/report-inventory';
import { InventoryTable } from '../../adapters/inventory/table';
import { LineJournal } from '../../adapters/journal';
import { defaultProvider } from '../../adapters/lambda-credentials';
import { ReportBucket } from '../../adapters/report-bucket';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { S3Calls } from '../../adapters/s3-calls';
import { SqsDeadLetters, SqsReportQueue } from '../../adapters/sqs';
import { systemClock } from '../../adapters/system-clock';
import { names } from '../../core/contract/names';
import { reportScope } from '../../report/report-scope';
import type { WriteReportConfig } from '../environment/write-report';
import type { ReportBatchServices } from '../report-batch';
import { TIMEOUTS, type Write } from './shared';

/** Milliseconds to wait for an answer: a part of eight MiB takes longer than a small call. */
const UPLOAD_TIMEOUT = 30_000;

/** The ports on AWS, once for the life of the function. */
export function composeWriteReport(config: WriteReportConfig, write: Write): ReportBatchServices {
  const { homeRegion: region, qualifier, hubAccountId, retrySeconds, maxTries } = config;
  const journal = new LineJournal({ write, clock: systemClock, namespace: names(qualifier).metricNamespace });
  const sqs = new SQSClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS });
  const dynamo = new DynamoDBClient({ region, maxAttempts: 5, requestHandler: TIMEOUTS });
  const queue = new SqsReportQueue(sqs, config.reportQueueUrl);
  const reports = new ReportBucket({
    calls: new S3Calls({
      credentials: defaultProvider(),
      retries: new RetryQuotas(5),
      requestHandler: { ...TIMEOUTS, requestTimeout: UPLOAD_TIMEOUT },
    }),
    region,
    bucket: config.reportBucket,
    owner: hubAccountId,
  });
  return {
    clock: systemClock,
    journal,
    inventory: reportInventory(new InventoryTable(dynamo, config.inventoryTable)),
    filesOf: (run) => ({ begin: (name) => reports.begin(name, run, journal) }),
    scope: reportScope({ organizationId: config.organizationId, account: hubAccountId, region }),
    deadLetters: new SqsDeadLetters(sqs, config.deadLetterQueueUrl),
    postpone: (receiptHandle, seconds) => queue.postpone(receiptHandle, seconds),
    retrySeconds,
    maxTries,
  };
}
