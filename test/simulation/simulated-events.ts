import type { CloudTrailEvent } from './cloud-trail-event';
import type { Random } from './random';
import type { VirtualClock } from './virtual-clock';

/** What becomes of an event; `doubled` ones come twice, each in its own time. */
export type Delivery = 'on-time' | 'late' | 'lost' | 'doubled';

/** How often an event is late, lost, doubled; the others come on time. */
export type DeliveryChances = Readonly<Record<Exclude<Delivery, 'on-time'>, number>>;

export interface SimulatedEventsOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly chances: DeliveryChances;
  /** Whether the rules forward an event. */
  readonly forwards: (event: CloudTrailEvent) => boolean;
  /** Gets the events that arrive. */
  readonly deliver: (event: CloudTrailEvent) => void;
}

/** On the way, in milliseconds: CloudTrail and EventBridge take seconds to minutes, and retry for hours. */
const ON_TIME_MS = [1_000, 90_000] as const;
const LATE_MS = [90_000, 4 * 3_600_000] as const;

/** EventBridge: best effort, at least once, in no order. */
export class SimulatedEvents {
  /** How many events each delivery has had. */
  readonly counts: Record<Delivery, number> = { 'on-time': 0, late: 0, lost: 0, doubled: 0 };
  /** When events arrived first, by ID. */
  readonly arrivals = new Map<string, number>();
  readonly #options: SimulatedEventsOptions;

  constructor(options: SimulatedEventsOptions) {
    this.#options = options;
  }

  /** Sends an event on its way. */
  tell(event: CloudTrailEvent): void {
    if (!this.#options.forwards(event)) return;
    const delivery = this.#delivery();
    this.counts[delivery] += 1;
    if (delivery === 'lost') return;
    this.#send(event, delivery === 'late');
    if (delivery === 'doubled') this.#send(event, this.#options.random.chance(0.5));
  }

  #send(event: CloudTrailEvent, late: boolean): void {
    const { clock, random, deliver } = this.#options;
    const [shortest, longest] = late ? LATE_MS : ON_TIME_MS;
    clock.after(random.whole(shortest, longest), () => {
      if (!this.arrivals.has(event.id)) this.arrivals.set(event.id, clock.now());
      deliver(event);
    });
  }

  #delivery(): Delivery {
    const { random, chances } = this.#options;
    let drawn = random.next();
    for (const delivery of ['late', 'lost', 'doubled'] as const) {
      drawn -= chances[delivery];
      if (drawn < 0) return delivery;
    }
    return 'on-time';
  }
}
