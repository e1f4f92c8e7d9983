import {
  type Brake,
  FAILURE_WINDOW_MS,
  NO_PAUSE,
  type Pause,
  type PauseScope,
  type PauseSwitch,
  type SwitchRead,
  type WriteAllowance,
} from '../../core/brake';
import type { Clock } from '../../core/ports';
import { InMemoryPart, type ItemWrites } from './in-memory-part';

export interface WriteCeilings {
  readonly writesPerHour: number;
  readonly writesPerRun: number;
}

const HOUR_MS = 3_600_000;

/** The brake in memory, without a cache: a pause is seen at once. `failNext('switch')` makes it unreadable. */
export class InMemoryBrake extends InMemoryPart implements Brake {
  readonly #clock: Clock;
  readonly #ceilings: WriteCeilings;
  readonly #hours = new Map<number, number>();
  readonly #runs = new Map<string, number>();
  #switch: PauseSwitch = NO_PAUSE;
  #failures: readonly number[] = [];

  constructor(writes: ItemWrites, clock: Clock, ceilings: WriteCeilings) {
    super(writes);
    this.#clock = clock;
    this.#ceilings = ceilings;
  }

  async switch(): Promise<SwitchRead> {
    try {
      return this.now('switch', () => ({ kind: 'known', state: this.#switch }));
    } catch (error) {
      return { kind: 'unreadable', message: String(error) };
    }
  }

  allow(run: string | null): Promise<WriteAllowance> {
    return this.call('allow', () => {
      const now = this.#clock.now();
      const hour = Math.floor(now / HOUR_MS);
      const ofHour = this.#hours.get(hour) ?? 0;
      const ofRun = run === null ? 0 : (this.#runs.get(run) ?? 0);
      if (run !== null && ofRun >= this.#ceilings.writesPerRun) return { kind: 'run-full' };
      if (ofHour >= this.#ceilings.writesPerHour) {
        return { kind: 'hour-full', seconds: Math.ceil(((hour + 1) * HOUR_MS - now) / 1000) };
      }
      if (run !== null) {
        this.#runs.set(run, ofRun + 1);
        this.wrote('run-writes');
      }
      this.#hours.set(hour, ofHour + 1);
      this.wrote('hour');
      return { kind: 'granted' };
    });
  }

  pause(scope: PauseScope, pause: Pause): Promise<void> {
    return this.call('pause', () => this.#set(scope, pause));
  }

  resume(scope: PauseScope): Promise<boolean> {
    return this.call('resume', () => {
      const paused = scope.kind === 'all' ? this.#switch.all !== null : Object.hasOwn(this.#below(scope), scope.id);
      if (paused) this.#set(scope, null);
      return paused;
    });
  }

  countFailure(at: number): Promise<number> {
    return this.call('countFailure', () => {
      const failures = [...this.#failures, at];
      const newest = Math.max(...failures);
      this.#failures = failures.filter((time) => time > newest - FAILURE_WINDOW_MS);
      this.wrote('failures');
      return failures.filter((time) => Math.abs(time - at) < FAILURE_WINDOW_MS).length;
    });
  }

  #set(scope: PauseScope, pause: Pause | null): void {
    this.wrote('switch');
    if (scope.kind === 'all') {
      this.#switch = { ...this.#switch, all: pause };
      return;
    }
    const others = Object.entries(this.#below(scope)).filter(([id]) => id !== scope.id);
    const entries = Object.fromEntries(pause === null ? others : [...others, [scope.id, pause]]);
    this.#switch = { ...this.#switch, [scope.kind === 'unit' ? 'units' : 'accounts']: entries };
  }

  #below(scope: Exclude<PauseScope, { readonly kind: 'all' }>): Readonly<Record<string, Pause>> {
    return scope.kind === 'unit' ? this.#switch.units : this.#switch.accounts;
  }
}
