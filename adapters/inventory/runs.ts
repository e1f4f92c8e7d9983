import type { Page } from '../../core/inventory';
import type { Clock } from '../../core/ports';
import type { Progress, Run, RunPart, Runs, StepClaim } from '../../core/sweep/run';
import type { Item } from './expression';
import { expiry, KEPT_DAYS } from './keys';
import { pageOf } from './pages';
import type { InventoryTable, Key } from './table';

const RUNS = 'runs';
const NOTHING_THERE = { condition: 'attribute_not_exists(#pk)' };
const PAGE = 500;

/** Runs and their parts, in the inventory's table, for 90 days. */
export class DynamoDbRuns implements Runs {
  readonly #table: InventoryTable;
  readonly #clock: Clock;
  readonly #pageSize: number;

  constructor(table: InventoryTable, clock: Clock, pageSize = PAGE) {
    this.#table = table;
    this.#clock = clock;
    this.#pageSize = pageSize;
  }

  async begin({ finishedAt, ...run }: Run): Promise<boolean> {
    const ended = finishedAt === null ? {} : { finishedAt };
    const item = { pk: RUNS, sk: run.id, ...run, ...ended, expiresAt: this.#expiry() };
    return (await this.#table.put(item, NOTHING_THERE)).kind === 'done';
  }

  async run(id: string): Promise<Run | undefined> {
    const item = await this.#table.get({ pk: RUNS, sk: id });
    return item === undefined ? undefined : runOf(item);
  }

  async latest(limit: number): Promise<readonly Run[]> {
    const query = { key: '#pk = :pk', values: { ':pk': RUNS }, backwards: true };
    return (await pageOf(this.#table, { name: RUNS, queries: [query] }, limit, null)).items.map(runOf);
  }

  async finish(id: string, at: number): Promise<boolean> {
    const { kind } = await this.#table.update(
      { pk: RUNS, sk: id },
      {
        update: 'SET #finishedAt = :at',
        condition: 'attribute_exists(#pk) AND attribute_not_exists(#finishedAt)',
        values: { ':at': new Date(at).toISOString() },
      },
    );
    return kind === 'done';
  }

  async open(run: string, part: RunPart, progress: Partial<Progress> = {}): Promise<boolean> {
    const blank: Progress = { step: 0, state: 'open', cursor: null, counts: {}, reason: null };
    const item = { ...keyOf(run, part), ...blank, ...progress, expiresAt: this.#expiry() };
    return (await this.#table.put(item, NOTHING_THERE)).kind === 'done';
  }

  /** A step that is not reached yet is `busy` too: its message came before what leads to it was written. */
  async claim(run: string, part: RunPart, step: number, seconds: number): Promise<StepClaim> {
    const now = this.#clock.now();
    const written = await this.#table.update(keyOf(run, part), {
      update: 'SET #claimedUntil = :until',
      condition: '#step = :step AND #state = :open AND (attribute_not_exists(#claimedUntil) OR #claimedUntil <= :now)',
      values: { ':until': now + seconds * 1000, ':step': step, ':open': 'open', ':now': now },
      returns: 'ALL_NEW',
    });
    if (written.kind === 'done') return { kind: 'claimed', progress: progressOf(written.item ?? {}) };
    const item = await this.#table.get(keyOf(run, part));
    if (item === undefined) return { kind: 'unknown' };
    const progress = progressOf(item);
    if (progress.step > step || progress.state !== 'open') return { kind: 'passed', progress };
    return { kind: 'busy', until: Math.max(Number(item['claimedUntil'] ?? now), now) };
  }

  async advance(run: string, part: RunPart, step: number, next: Omit<Progress, 'step'>): Promise<boolean> {
    const { kind } = await this.#table.update(keyOf(run, part), {
      update:
        'SET #step = :next, #state = :state, #cursor = :cursor, #counts = :counts, #reason = :reason REMOVE #claimedUntil',
      condition: '#step = :step AND #state = :open',
      values: {
        ':next': step + 1,
        ':state': next.state,
        ':cursor': next.cursor,
        ':counts': next.counts,
        ':reason': next.reason,
        ':step': step,
        ':open': 'open',
      },
    });
    return kind === 'done';
  }

  async release(run: string, part: RunPart, step: number): Promise<void> {
    await this.#table.update(keyOf(run, part), {
      update: 'REMOVE #claimedUntil',
      condition: '#step = :step AND attribute_exists(#claimedUntil)',
      values: { ':step': step },
    });
  }

  async parts(
    run: string,
    from: string | null,
  ): Promise<Page<{ readonly part: RunPart; readonly progress: Progress }>> {
    const query = { key: '#pk = :pk', values: { ':pk': keyOf(run, 'listing').pk } };
    const { items, next } = await pageOf(this.#table, { name: `run ${run}`, queries: [query] }, this.#pageSize, from);
    return { rows: items.map((item) => ({ part: item['sk'] as RunPart, progress: progressOf(item) })), next };
  }

  #expiry(): number {
    return expiry(this.#clock.now(), KEPT_DAYS);
  }
}

function keyOf(run: string, part: RunPart): Key {
  return { pk: `run#${run}`, sk: part };
}

function runOf(item: Item): Run {
  const { id, trigger, scope, task, by, startedAt, finishedAt = null } = item as unknown as Run;
  return { id, trigger, scope, task, by, startedAt, finishedAt };
}

function progressOf(item: Item): Progress {
  const { step, state, cursor, counts, reason } = item as unknown as Progress;
  return { step, state, cursor, counts, reason };
}
