import type { TraceEntry } from '../../sandbox/trace';
import type { Stage } from '../../tour/stage';

export type TracedCall = Extract<TraceEntry, { kind: 'call' }>;

/** Calls over the wire since entry `from`, in order. */
export function callsOf(stage: Stage, matches: (call: TracedCall) => boolean, from = 0): readonly TracedCall[] {
  return stage.cloud.trace
    .entries()
    .slice(from)
    .filter((entry): entry is TracedCall => entry.kind === 'call' && matches(entry));
}

/** Whether a session of the member role made the call. */
export function byMemberRole({ caller }: TracedCall): boolean {
  return caller.includes(':assumed-role/partsweep-member/');
}

/** Whether a session of the member role made the call in which `reconcile-bucket` looks at buckets and writes them. */
export function byWriter({ caller }: TracedCall): boolean {
  return caller.endsWith(':assumed-role/partsweep-member/partsweep-reconcile-bucket');
}

/** What the writer's sessions asked about one bucket, in order. */
export function writerActions(stage: Stage, bucket: string, from = 0): readonly string[] {
  const calls = callsOf(stage, (call) => byWriter(call) && call.resource === `arn:aws:s3:::${bucket}`, from);
  return calls.map(({ action }) => action);
}

/** What sessions of the member role asked about one bucket, in order. */
export function memberActions(stage: Stage, bucket: string, from = 0): readonly string[] {
  const calls = callsOf(stage, (call) => byMemberRole(call) && call.resource === `arn:aws:s3:::${bucket}`, from);
  return calls.map(({ action }) => action);
}
