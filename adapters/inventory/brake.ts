import {
  type Brake,
  FAILURE_WINDOW_MS,
  type Pause,
  type PauseScope,
  type SwitchRead,
  type WriteAllowance,
} from '../../core/brake';
import type { Clock } from '../../core/ports';
import type { Item } from './expression';
import { expiry } from './keys';
import { StoredSwitch } from './pause-switch';
import type { InventoryTable, Key } from './table';

const HOUR_MS = 3_600_000;
const RUN_KEPT_DAYS = 30;
/** Failures that are kept at most: a burst needs no longer list to be one. */
const MOST_FAILURES = 100;
const FAILURES = { pk: 'brake', sk: 'failures' };

export interface BrakeLimits {
  readonly writesPerHour: number;
  readonly writesPerRun: number;
  /** For how long it is believed that nothing is paused, in seconds, at most 60. */
  readonly pauseSeconds: number;
}

/** The brake, in the inventory's table. */
export class DynamoDbBrake implements Brake {
  readonly #table: InventoryTable;
  readonly #clock: Clock;
  readonly #switch: StoredSwitch;
  readonly #ceilings: BrakeLimits;
  /** The last hour that was found to be full: within an hour nothing is taken back from its count. */
  #fullHour: string | undefined;

  constructor(table: InventoryTable, clock: Clock, ceilings: BrakeLimits) {
    this.#table = table;
    this.#clock = clock;
    this.#switch = new StoredSwitch(table, clock, ceilings.pauseSeconds);
    this.#ceilings = ceilings;
  }

  switch(): Promise<SwitchRead> {
    return this.#switch.read();
  }

  pause(scope: PauseScope, pause: Pause): Promise<void> {
    return this.#switch.pause(scope, pause);
  }

  resume(scope: PauseScope): Promise<boolean> {
    return this.#switch.resume(scope);
  }

  async allow(run: string | null): Promise<WriteAllowance> {
    const now = this.#clock.now();
    const { writesPerHour, writesPerRun } = this.#ceilings;
    const hour = new Date(now).toISOString().slice(0, 'YYYY-MM-DDTHH'.length);
    const hourFull = { kind: 'hour-full', seconds: Math.ceil((HOUR_MS - (now % HOUR_MS)) / 1000) } as const;
    if (hour === this.#fullHour) return hourFull;
    const ofRun = { pk: `run-writes#${run}`, sk: 'writes' };
    if (run !== null && !(await this.#count(ofRun, writesPerRun, expiry(now, RUN_KEPT_DAYS))))
      return { kind: 'run-full' };

    const ofHour = { pk: 'brake', sk: `hour#${hour}` };
    const twoHoursOn = expiry(now + 2 * HOUR_MS, 0);
    if (await this.#count(ofHour, writesPerHour, twoHoursOn)) return { kind: 'granted' };
    this.#fullHour = hour;
    // what the hour refused is no write of the run
    if (run !== null) await this.#table.update(ofRun, { update: 'ADD #count :minus', values: { ':minus': -1 } });
    return hourFull;
  }

  async countFailure(at: number): Promise<number> {
    const written = await this.#table.update(FAILURES, {
      update: 'SET #times = list_append(if_not_exists(#times, :none), :times) ADD #revision :one',
      values: { ':none': [], ':times': [at], ':one': 1 },
      returns: 'ALL_NEW',
    });
    const item: Item = written.kind === 'done' ? (written.item ?? {}) : {};
    const times = item['times'] as readonly number[];
    const newest = Math.max(...times);
    const kept = times.filter((time) => time > newest - FAILURE_WINDOW_MS).slice(-MOST_FAILURES);
    if (kept.length < times.length) {
      await this.#table.update(FAILURES, {
        update: 'SET #times = :kept ADD #revision :one',
        condition: '#revision = :revision',
        values: { ':kept': kept, ':revision': item['revision'], ':one': 1 },
      });
    }
    // of two that happen at once neither may miss the other, whichever clock is ahead
    return times.filter((time) => Math.abs(time - at) < FAILURE_WINDOW_MS).length;
  }

  /** Adds one, unless that were more than `ceiling`. */
  async #count(key: Key, ceiling: number, expiresAt: number): Promise<boolean> {
    if (ceiling < 1) return false;
    const { kind } = await this.#table.update(key, {
      update: 'SET #expiresAt = if_not_exists(#expiresAt, :expiresAt) ADD #count :one',
      condition: 'attribute_not_exists(#count) OR #count < :ceiling',
      values: { ':expiresAt': expiresAt, ':one': 1, ':ceiling': ceiling },
    });
    return kind === 'done';
  }
}
