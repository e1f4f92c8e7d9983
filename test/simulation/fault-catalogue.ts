import type { FunctionName } from './invocation';

/**
 * What goes wrong at a call. `error`, `throttle`, `expired`: nothing was done. `lost-answer`: all was done, and the answer did not come.
 * `slow`: it takes a good part of a minute. `crash-before`, `crash-after`: the function dies there. `stale`: it shows what was there before.
 * `partial`: some of the messages were taken.
 */
export const FAULT_KINDS = [
  ...(['error', 'throttle', 'expired', 'lost-answer', 'slow', 'crash-before', 'crash-after'] as const),
  ...(['stale', 'partial'] as const),
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

type Calls = Readonly<Record<string, readonly string[]>>;

/** Every call that a function makes to the outside, by port. A call that is not here makes a simulation fail. */
const CALLS: Readonly<Record<FunctionName, Calls>> = {
  settle: {
    sts: ['open'],
    s3: ['readLifecycle', 'writeLifecycle', 'deleteLifecycle', 'readTags', 'readLifecycleGrant'],
    profiles: ['profile'],
    buckets: ['bucket', 'record', 'noteChange', 'addRemoval', 'hold', 'endLife'],
    writes: ['last', 'claim', 'end', 'markRemoved', 'images', 'noteForeign', 'foreign', 'lost', 'keepLost'],
    brake: ['switch', 'allow', 'countFailure', 'pause'],
    ...{ settleQueue: ['send'], deadLetters: ['send'], events: ['publish'], queue: ['postpone'] },
  },
  sweep: {
    ...{ roster: ['page'], profiles: ['profile'], fleet: ['instances'] },
    runs: ['begin', 'run', 'latest', 'finish', 'open', 'claim', 'advance', 'release', 'parts'],
    accounts: [
      ...['accounts', 'byLastVisit', 'saveProfile', 'saveStanding', 'saveProblem', 'problems', 'clearProblem'],
      'mayHint',
    ],
    ...{ brake: ['pause', 'resume'], buckets: ['release'], coverage: ['keep'], reportQueue: ['send'] },
    ...{ settleQueue: ['send'], sweepQueue: ['send'], accountQueue: ['send'] },
    ...{ deadLetters: ['send'], queue: ['postpone'] },
  },
  survey: {
    sts: ['open'],
    survey: [
      ...['readLifecycle', 'readTags', 'readLifecycleGrant', 'listBuckets', 'listDirectoryBuckets', 'taggedBuckets'],
    ],
    accounts: ['account', 'saveStanding', 'completeVisit', 'correctCounts', 'saveProblem', 'problems', 'clearProblem'],
    buckets: ['bucket', 'buckets', 'record'],
    runs: ['run', 'claim', 'advance', 'release'],
    ...{ brake: ['switch'], settleQueue: ['sendAll'], accountQueue: ['send'], sweepQueue: ['send'] },
    ...{ events: ['publish'], deadLetters: ['send'], queue: ['postpone'] },
  },
};

/** Calls that may show an older state; every other read is consistent, or of this invocation's own message. */
const STALE_CALLS = ['settle s3.readLifecycle', 'settle s3.readTags', 'survey survey.readLifecycle'];
const MANY_MESSAGES = 'survey settleQueue.sendAll';

/** One thing that can go wrong at one call. */
export interface Cell {
  /** Such as `settle s3.readLifecycle`. */
  readonly call: string;
  readonly kind: FaultKind;
}

/** Why a cell cannot be; undefined when it can. */
export function impossible({ call, kind }: Cell): string | undefined {
  if (kind === 'stale' && !STALE_CALLS.includes(call)) {
    return 'the table is read consistently, and a write shows nothing; listings and tag listings lag by themselves';
  }
  if (kind === 'partial' && call !== MANY_MESSAGES) return 'one message is taken or is not';
  return undefined;
}

export const ALL_CALLS: readonly string[] = Object.entries(CALLS).flatMap(([name, ports]) =>
  Object.entries(ports).flatMap(([port, operations]) => operations.map((operation) => `${name} ${port}.${operation}`)),
);

const KNOWN: ReadonlySet<string> = new Set(ALL_CALLS);

/** Whether the catalogue has a call, such as `settle s3.readLifecycle`. */
export function isKnownCall(call: string): boolean {
  return KNOWN.has(call);
}

/** Every cell that can be. */
export const CELLS: readonly Cell[] = ALL_CALLS.flatMap((call) => FAULT_KINDS.map((kind) => ({ call, kind }))).filter(
  (cell) => impossible(cell) === undefined,
);

export function cellName({ call, kind }: Cell): string {
  return `${call} ${kind}`;
}
