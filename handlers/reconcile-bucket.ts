import { composeReconcileBucket } from './composition/reconcile-bucket';
import { parseReconcileBucketEnvironment } from './environment/reconcile-bucket';
import { type BatchResponse, type BatchServices, SettleBatch } from './settle-batch';
import { parseSqsEvent } from './settle-record';

let services: BatchServices | undefined;

/** Lambda function on the settle queue, with partial batch responses: the only writer of lifecycle configurations. */
export async function handler(event: unknown): Promise<BatchResponse> {
  services ??= composeReconcileBucket(parseReconcileBucketEnvironment(process.env), (line) => {
    process.stdout.write(line);
  });
  return new SettleBatch(services).handle(parseSqsEvent(event));
}
