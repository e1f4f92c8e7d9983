/** What is promised, and looked at in every world. */
export const PROMISES = [
  /** No foreign rule is lost or changed but by a foreign writer. */
  'foreign-rules',
  /** What is excluded is not touched from the moment at which that could be known. */
  'excluded',
  /** Nothing outside the organization is touched, and nothing for an event that another account sent. */
  'outside',
  /** Nothing is written without need, twice, before it has settled, in a pause, or without its image kept. */
  'careful-writes',
  /** Every other bucket is covered after at most one sweep in calm. */
  'covered-in-calm',
  /** A second sweep writes nothing. */
  'second-sweep',
  /** An undo gives back what was there. */
  'undo',
  /** Everything that is not done has a reason. */
  'reasons',
] as const;
export type PromiseName = (typeof PROMISES)[number];

export interface Broken {
  readonly promise: PromiseName;
  /** The bucket, the account or what else it is about. */
  readonly about: string;
  readonly what: string;
}

/** What became of the promises in one world. */
export class Promises {
  readonly all: Broken[] = [];
  /** Harm that S3 lets nobody prevent, by name. */
  readonly excused: Record<string, number> = {};

  broken(promise: PromiseName, about: string, what: string): void {
    this.all.push({ promise, about, what });
  }

  excuse(name: string): void {
    this.excused[name] = (this.excused[name] ?? 0) + 1;
  }
}
