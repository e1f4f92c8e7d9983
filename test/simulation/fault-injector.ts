import type { BucketPlace } from '../../core/ports';
import { failedAnswer } from './failed-answers';
import { type Cell, cellName, isKnownCall } from './fault-catalogue';
import { type FunctionName, never } from './invocation';
import type { PortCall } from './port-calls';
import type { Random } from './random';
import type { SimulatedS3 } from './simulated-s3';
import type { Trace } from './trace';
import type { VirtualClock } from './virtual-clock';
import type { WriterSight } from './writer-sight';

/** A fault that is planned: at the `nth` call of its kind or behind it, or for `stale` at the first one that can be shown something older. */
export interface PlannedFault extends Cell {
  readonly id: string;
  readonly nth: number;
}

/** Who makes a call, as far as a fault has to know. */
export interface Caller {
  readonly function: FunctionName;
  readonly sight: WriterSight;
  die(): void;
}

export interface FaultInjectorOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly trace: Trace;
  readonly s3: SimulatedS3;
  readonly faults: readonly PlannedFault[];
}

const SLOW_MS = [10_000, 40_000] as const;

/** Makes planned calls go wrong, and counts which did. */
export class FaultInjector {
  /** Cells that were hit. */
  readonly hits: string[] = [];
  /** Whether anything goes wrong any more. */
  on = true;
  readonly #options: FaultInjectorOptions;
  readonly #left: Map<string, PlannedFault[]>;
  readonly #counts = new Map<string, number>();

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
    this.#left = new Map();
    for (const fault of options.faults) this.#left.set(fault.call, [...(this.#left.get(fault.call) ?? []), fault]);
  }

  /** Makes a call, unless it is to go wrong. */
  async around<T>(caller: Caller, call: PortCall, act: () => Promise<T>): Promise<T> {
    const name = `${caller.function} ${call.port}.${call.operation}`;
    if (!isKnownCall(name)) throw new Error(`the catalogue of faults does not know the call ${name}`);
    if (!this.on) return act();
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const planned = this.#left.get(name);
    if (planned === undefined) return act();
    for (const fault of planned) {
      if (fault.kind === 'stale') {
        const older = this.#older(caller, call);
        if (older === undefined) continue;
        this.#hit(fault);
        return older as T;
      }
      if (count < fault.nth) continue;
      this.#hit(fault);
      return this.#goWrong(fault, caller, call, act);
    }
    return act();
  }

  async #goWrong<T>({ kind }: PlannedFault, caller: Caller, call: PortCall, act: () => Promise<T>): Promise<T> {
    switch (kind) {
      case 'crash-before':
        caller.die();
        return never();
      case 'crash-after':
        await act();
        caller.die();
        return never();
      case 'slow': {
        const { clock, random } = this.#options;
        await clock.sleep(random.whole(...SLOW_MS));
        return act();
      }
      case 'lost-answer':
        await act();
        return failedAnswer(call, kind) as T;
      case 'partial': {
        const [messages] = call.parameters as [unknown[]];
        // the other half never leaves
        messages.splice(Math.ceil(messages.length / 2));
        await act();
        return failedAnswer(call, kind) as T;
      }
      default:
        return failedAnswer(call, kind) as T;
    }
  }

  #older({ sight }: Caller, { operation, parameters }: PortCall): unknown {
    const [place] = parameters as [BucketPlace];
    const { s3 } = this.#options;
    return operation === 'readTags' ? s3.staleTags(place, sight) : s3.staleLifecycle(place, sight);
  }

  #hit(fault: PlannedFault): void {
    const left = (this.#left.get(fault.call) ?? []).filter((one) => one !== fault);
    this.#left.set(fault.call, left);
    this.hits.push(cellName(fault));
    this.#options.trace.note('fault', `${fault.id} ${cellName(fault)}`);
  }
}
