import type { TraceEntry } from '../../sandbox/trace';
import type { Stage } from '../../tour/stage';

/** The moment now in the trace: entries from here on are later. */
export function now(stage: Stage): number {
  return stage.cloud.trace.entries().length;
}

/** How often sessions of the member role called S3 between two moments, by action and bucket: `{"s3:… NAME": 2}`. */
export function memberCalls(stage: Stage, from: number, to = now(stage)): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action, account, resource } of calls(stage, from, to)) {
    const name = `${action} ${resource === 'arn:aws:s3:::*' ? account : resource.split(':').at(-1)}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Calls of sessions of the member role between two moments, in order. */
export function calls(stage: Stage, from: number, to = now(stage)): readonly Extract<TraceEntry, { kind: 'call' }>[] {
  return stage.cloud.trace
    .entries()
    .slice(from, to)
    .filter((entry) => entry.kind === 'call')
    .filter(({ caller }) => caller.includes(':assumed-role/partsweep-member/'));
}

/** How often each function wrote to the inventory, or tried to, between two moments. */
export function writesToInventory(
  stage: Stage,
  from: number,
  to = now(stage),
): Readonly<Record<'start' | 'survey' | 'reconcile', number>> {
  const writes = stage.cloud.trace
    .entries()
    .slice(from, to)
    .filter((entry) => entry.kind === 'call')
    .filter(({ action }) => /^dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/.test(action));
  const by = (role: string): number => writes.filter(({ caller }) => caller.includes(`/${role}/`)).length;
  return {
    start: by('partsweep-start-sweep'),
    survey: by('partsweep-survey-account'),
    reconcile: by('partsweep-reconcile-bucket'),
  };
}
