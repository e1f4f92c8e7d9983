import { composeStartSweep } from './composition/start-sweep';
import { parseStartSweepEnvironment } from './environment/start-sweep';
import { deadlineOf, requestIdOf } from './lambda-context';
import type { BatchResponse } from './settle-batch';
import { answerDirectly, type DirectAnswer, SweepBatch, type SweepBatchServices } from './sweep-batch';
import { parseSweepRecords } from './sweep-record';

let services: SweepBatchServices | undefined;

/**
 * Lambda function on the sweep queue, with partial batch responses: begins sweeps, lists accounts, closes runs. Called directly, its
 * payload is one message, and it answers that.
 */
export async function handler(event: unknown, context: unknown): Promise<BatchResponse | DirectAnswer> {
  services ??= composeStartSweep(parseStartSweepEnvironment(process.env), (line) => {
    process.stdout.write(line);
  });
  const deadline = deadlineOf(context);
  if (isQueueEvent(event)) return new SweepBatch(services).handle(parseSweepRecords(event), deadline);
  const delivery = { id: requestIdOf(context), sentAt: services.clock.now(), isAgain: false };
  return answerDirectly(services, event, delivery, deadline);
}

function isQueueEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'Records' in event;
}
