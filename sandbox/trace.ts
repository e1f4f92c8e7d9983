import { EventEmitter } from 'node:events';

/** What happened in the organization, in order. A journey reads it to see where a chain held or broke. */
export type TraceEntry =
  | {
      /** One API call, over the wire or by a service, and how it was answered. */
      readonly kind: 'call';
      readonly action: string;
      readonly account: string;
      readonly region: string;
      /** ARN of the caller, or a service principal such as `events.amazonaws.com`. */
      readonly caller: string;
      readonly resource: string;
      /** Absent when the call succeeded. */
      readonly error?: { readonly code: string; readonly message: string };
    }
  | {
      /** An authorization that ended in a denial; `policyKind` is the policy that denied or that had no allow. */
      readonly kind: 'denied';
      readonly action: string;
      readonly caller: string;
      readonly resource: string;
      readonly policyKind: PolicyKind;
      readonly explicit: boolean;
    }
  | {
      /** An event arrived on a bus; `matched` names the rules whose pattern it met. */
      readonly kind: 'event';
      readonly busArn: string;
      readonly source: string;
      readonly detailType: string;
      readonly eventAccount: string;
      readonly eventName: string | undefined;
      readonly matched: readonly string[];
    }
  | { readonly kind: 'delivery'; readonly ruleArn: string; readonly targetArn: string; readonly error?: string }
  | { readonly kind: 'dead-letter'; readonly queueArn: string; readonly body: string; readonly reason: string }
  | { readonly kind: 'log'; readonly account: string; readonly functionName: string; readonly line: string }
  | {
      readonly kind: 'invocation';
      readonly functionArn: string;
      readonly error?: string;
    }
  | {
      readonly kind: 'stack';
      readonly account: string;
      readonly region: string;
      readonly stackName: string;
      readonly status: 'CREATE_COMPLETE' | 'CREATE_FAILED' | 'UPDATE_COMPLETE' | 'UPDATE_FAILED' | 'DELETE_COMPLETE';
      readonly reason?: string;
    };

export type PolicyKind =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'session policy'
  | 'permissions boundary'
  | 'service control policy'
  | 'role trust policy';

/** Keeps every entry and tells listeners at once. */
export class Trace {
  readonly #entries: TraceEntry[] = [];
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  record(entry: TraceEntry): void {
    this.#entries.push(entry);
    this.#emitter.emit('entry', entry);
  }

  entries(): readonly TraceEntry[] {
    return this.#entries;
  }

  /** Calls `listener` for each later entry; returns the end of it. */
  listen(listener: (entry: TraceEntry) => void): () => void {
    this.#emitter.on('entry', listener);
    return () => this.#emitter.off('entry', listener);
  }
}
