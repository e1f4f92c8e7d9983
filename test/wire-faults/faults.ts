import { elsewhere, fromAnotherTime, STRANGERS_PAGE, throttled, unavailable } from './dialects';
import type { Fault } from './fault-proxy';

export interface NamedFault {
  readonly name: string;
  readonly fault: Fault;
  /** Services that it is for. @default all */
  readonly services?: readonly string[];
  /** Only where the answer to the call has a body. */
  readonly needsBody?: boolean;
  /** Where it is played: with short time-outs, or where a client's clock may be moved. @default among others */
  readonly world?: 'impatient' | 'skewed';
  /** Calls that are made after it ended before one must succeed. @default 1 */
  readonly callsToRecover?: number;
}

export const FAULTS: readonly NamedFault[] = [
  { name: 'throttled', fault: { kind: 'answer', answer: throttled } },
  { name: 'unavailable', fault: { kind: 'answer', answer: unavailable } },
  { name: 'reset', fault: { kind: 'reset' } },
  { name: 'reset in the answer', fault: { kind: 'reset-in-answer' } },
  { name: 'no answer in time', fault: { kind: 'silence' }, world: 'impatient', callsToRecover: 3 },
  {
    name: 'cut-off body',
    fault: { kind: 'other-body', body: (body) => body.subarray(0, Math.floor(body.length / 2)) },
    needsBody: true,
  },
  { name: 'empty body', fault: { kind: 'other-body', body: () => Buffer.alloc(0) }, needsBody: true },
  {
    name: 'error in a 200',
    fault: { kind: 'answer', answer: (call) => ({ ...throttled(call), status: 200 }) },
    needsBody: true,
  },
  { name: 'wrong content type', fault: { kind: 'answer', answer: () => STRANGERS_PAGE }, needsBody: true },
  {
    name: 'redirect without a Region',
    fault: { kind: 'answer', answer: elsewhere },
    services: ['s3', 's3express'],
  },
  // the SDK moves its clock, the true endpoint refuses that one, and it moves it back
  { name: 'clock skew', fault: { kind: 'answer', answer: fromAnotherTime }, world: 'skewed', callsToRecover: 3 },
];
