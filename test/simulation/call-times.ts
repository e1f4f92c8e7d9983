import type { Around } from './port-calls';
import type { Random } from './random';
import type { VirtualClock } from './virtual-clock';

const S3 = [20, 50] as const;
const TABLE = [3, 12] as const;
const QUEUE = [5, 20] as const;
const SLOW = [30, 120] as const;

/** How long a call takes, in milliseconds, shortest and longest. */
const TIMES: Readonly<Record<string, readonly [number, number]>> = {
  ...{ s3: S3, survey: S3 },
  ...{ sts: SLOW, roster: SLOW, profiles: SLOW, fleet: SLOW, events: QUEUE },
  ...{ buckets: TABLE, writes: TABLE, brake: TABLE, runs: TABLE, accounts: TABLE, coverage: TABLE },
  ...{
    settleQueue: QUEUE,
    sweepQueue: QUEUE,
    accountQueue: QUEUE,
    reportQueue: QUEUE,
    deadLetters: QUEUE,
    queue: QUEUE,
  },
};

/** How often a call takes effect only when its time is over: each wait more makes a simulation slower. */
const LATE_EFFECTS = 0.6;

/** Makes every call take time: a part of it before its effect, the rest after. Throws for a port that it has no times of. */
export function takingTime(clock: VirtualClock, random: Random): Around {
  return async ({ port }, act) => {
    const times = TIMES[port];
    if (times === undefined) throw new Error(`nobody knows how long a call of ${port} takes`);
    const [shortest, longest] = times;
    const whole = random.whole(shortest, longest);
    const before = random.chance(LATE_EFFECTS) ? whole : random.whole(1, whole);
    await clock.sleep(before);
    const answer = await act();
    if (whole > before) await clock.sleep(whole - before);
    return answer;
  };
}
