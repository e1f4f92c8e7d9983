import { NO_PAUSE, type Pause, type PauseScope, type PauseSwitch, type SwitchRead } from '../../core/brake';
import type { Clock } from '../../core/ports';
import { awsFailure } from '../aws-errors';
import type { InventoryTable } from './table';

const KEY = { pk: 'brake', sk: 'switch' };
/** A pause, and what could not be read, is looked at again sooner: a resume takes effect at once, near enough. */
const PAUSED_MS = 5_000;

/** The one item that says what is paused. */
export class StoredSwitch {
  readonly #table: InventoryTable;
  readonly #clock: Clock;
  readonly #ageMs: number;
  #known: { readonly read: Promise<SwitchRead>; readonly at: number; age: number } | undefined;

  /** `seconds`: for how long it is believed that nothing is paused, at most 60. */
  constructor(table: InventoryTable, clock: Clock, seconds: number) {
    this.#table = table;
    this.#clock = clock;
    this.#ageMs = seconds * 1000;
  }

  async read(): Promise<SwitchRead> {
    const now = this.#clock.now();
    if (this.#known !== undefined && now - this.#known.at < this.#known.age) return this.#known.read;
    const known = { read: this.#fetch(), at: now, age: this.#ageMs };
    this.#known = known;
    const read = await known.read;
    if (read.kind === 'unreadable' || isPaused(read.state)) known.age = Math.min(PAUSED_MS, this.#ageMs);
    return read;
  }

  async pause(scope: PauseScope, pause: Pause): Promise<void> {
    const { path, names, parent } = pathOf(scope);
    const set = () =>
      this.#table.update(KEY, {
        update: `SET ${path} = :pause`,
        ...(parent === undefined ? {} : { condition: `attribute_exists(${parent})` }),
        names,
        values: { ':pause': pause },
      });
    if ((await set()).kind === 'condition-failed') {
      // the maps that the entry goes into are not there yet
      await this.#table.update(KEY, {
        update: 'SET #units = if_not_exists(#units, :none), #accounts = if_not_exists(#accounts, :none)',
        values: { ':none': {} },
      });
      await set();
    }
    this.#known = undefined;
  }

  async resume(scope: PauseScope): Promise<boolean> {
    const { path, names } = pathOf(scope);
    const { kind } = await this.#table.update(KEY, {
      update: `REMOVE ${path}`,
      condition: `attribute_exists(${path})`,
      names,
    });
    this.#known = undefined;
    return kind === 'done';
  }

  async #fetch(): Promise<SwitchRead> {
    try {
      const item = ((await this.#table.get(KEY)) ?? {}) as Partial<PauseSwitch>;
      const { all, units, accounts } = { ...NO_PAUSE, ...item };
      return { kind: 'known', state: { all, units, accounts } };
    } catch (error) {
      const { code, message } = awsFailure(error);
      return { kind: 'unreadable', message: `${code}: ${message}` };
    }
  }
}

function isPaused({ all, units, accounts }: PauseSwitch): boolean {
  return all !== null || Object.keys(units).length > 0 || Object.keys(accounts).length > 0;
}

function pathOf(scope: PauseScope): {
  readonly path: string;
  readonly names: Readonly<Record<string, string>>;
  readonly parent?: string;
} {
  if (scope.kind === 'all') return { path: '#all', names: {} };
  const parent = scope.kind === 'unit' ? '#units' : '#accounts';
  return { path: `${parent}.#id`, names: { '#id': scope.id }, parent };
}
