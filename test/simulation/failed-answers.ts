import type { FaultKind } from './fault-catalogue';
import type { PortCall } from './port-calls';

const CODES: Readonly<Partial<Record<FaultKind, string>>> = {
  error: 'InternalError',
  throttle: 'ThrottlingException',
  expired: 'ExpiredToken',
  'lost-answer': 'TimeoutError',
};

/** What a port gives for a call that failed, as its contract has it: an answer, or an exception of the inventory's or a queue's. */
export function failedAnswer({ port, operation }: PortCall, kind: FaultKind): unknown {
  const code = CODES[kind] ?? kind;
  const message = `${code}: simulated`;
  switch (port) {
    case 's3':
      return { kind: 'retry', code, message };
    case 'survey':
      return operation === 'taggedBuckets' ? { kind: 'unknown', message } : { kind: 'retry', code, message };
    case 'sts':
    case 'roster':
    case 'fleet':
      return { kind: 'unavailable', message };
    case 'profiles':
      return { kind: 'unknown', message };
    // tells as far as that works, and never throws
    case 'events':
      return undefined;
    case 'brake':
      if (operation === 'switch') return { kind: 'unreadable', message };
      throw new Error(message);
    default:
      throw new Error(`${port}.${operation} ${message}`);
  }
}
