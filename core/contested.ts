import type { BucketLook } from './bucket-look';
import type { BucketRecord, Removal } from './inventory';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { peaceSnippet } from './peace';
import { covers } from './plan';
import { type Reason, reason } from './reasons';
import type { ReconcileRules } from './reconcile-services';
import { type Tool, toolSeenWithTags } from './tool';
import type { WriteRecord } from './write-log';

const DAY_MS = 24 * 3600 * 1000;

/**
 * The reason to leave a bucket alone whose rule was removed too often lately; undefined when it may be written. `days`: of the rule that
 * is wanted. `now`: milliseconds since 1970.
 */
export function contestedReason(
  removals: readonly Removal[],
  rules: Pick<ReconcileRules, 'contestedAfter' | 'contestedDays'>,
  days: number,
  now: number,
): Reason | undefined {
  const recent = removals.filter(({ at }) => Date.parse(at) > now - rules.contestedDays * DAY_MS);
  const latest = recent.at(-1);
  if (latest === undefined || recent.length < rules.contestedAfter) return undefined;
  const who = [...new Set(recent.map(({ by, tool }) => inWords(by, tool)))].join('; ');
  const detail = `${recent.length} times in ${rules.contestedDays} days, by ${who}`;
  // an event may be lost: the tool is the last one that any of them named
  const named = recent.findLast(({ tool }) => tool !== 'unknown') ?? latest;
  return { ...reason('contested', detail), snippet: peaceSnippet(named.tool, days).text };
}

/**
 * The bucket's removals, with the one that `existing` shows: `last`, read before `existing` was, is a completed write of our rule,
 * and the rule is not there. Each write counts at most once, however often that is seen.
 */
export async function withRemoval(
  look: BucketLook,
  existing: LifecycleConfiguration | undefined,
  last: WriteRecord | undefined,
  record: BucketRecord | undefined,
): Promise<readonly Removal[]> {
  const known = record?.removals ?? [];
  if (last === undefined || !isRemoved(last, existing)) return known;
  const { buckets, writes } = look.services;
  const removal = { at: new Date(look.now()).toISOString(), ...(await remover(look, last, record)) };
  if (!(await look.ask(() => writes.markRemoved(look.place, last.id)))) return known;
  return look.ask(() => buckets.addRemoval(look.place, removal));
}

function isRemoved(last: WriteRecord, existing: LifecycleConfiguration | undefined): boolean {
  const { state, removed, days } = last;
  // a write that took our rule out has no days
  if (state !== 'written' || removed || days === null) return false;
  return !covers(existing, { days });
}

/** Who changed the lifecycle since our write, as far as an event said so. */
async function remover(
  look: BucketLook,
  last: WriteRecord,
  record: BucketRecord | undefined,
): Promise<Pick<Removal, 'by' | 'tool'>> {
  const change = record?.change ?? null;
  // CloudTrail tells whole seconds
  const since = change !== null && Date.parse(change.at) >= Math.floor(last.readAt / 1000) * 1000;
  const by = since ? change.principal : null;
  const tool: Tool = since ? change.tool : 'unknown';
  if (tool !== 'cloudformation' && tool !== 'unknown') return { by, tool };
  const tags = await look.tags();
  return { by, tool: tags.kind === 'found' ? toolSeenWithTags(tool, tags.tags) : tool };
}

function inWords(by: string | null, tool: Tool): string {
  const name = by ?? 'somebody whom no event named';
  return tool === 'unknown' ? name : `${name} with ${tool}`;
}
