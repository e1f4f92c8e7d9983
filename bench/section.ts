/** A part of `npm run bench`: one file of this folder, run alone by its name. */
export interface Section {
  /** As it is called on the command line: lower case, words joined by hyphens. */
  readonly name: string;
  /** One sentence: what is compared with what. */
  readonly title: string;
  /** Runs what is measured. Throws when something broke: a figure is never made up for it. */
  readonly run: (bench: Bench) => Promise<SectionResult>;
}

/** What a section is given. */
export interface Bench {
  /** Measured rounds after the warm-up, 1 or more: figures are medians of as many. */
  readonly rounds: number;
  /** Says on stderr how far it is. */
  readonly say: (line: string) => void;
}

export type SectionResult =
  | {
      readonly kind: 'measured';
      /** What was measured, and how, a sentence each: printed below the table. */
      readonly how: readonly string[];
      readonly figures: readonly Figure[];
    }
  /** Something that only some machines have is not there; `why` says what, and how it is had. */
  | { readonly kind: 'skipped'; readonly why: string };

/** One row of the table. */
export interface Figure {
  /** What it is of, such as `sweep of covered buckets, 20 ms`. */
  readonly of: string;
  /** What is counted, such as `wall time against floor one`. */
  readonly what: string;
  readonly value: number;
  /** `x`: a ratio of two measurements of the same run. A duration stands only beside a ratio that it explains: machines differ. */
  readonly unit: 'x' | 'calls' | 'ms' | 'µs' | 'min' | 'KB' | 'MB' | 'USD' | 'per second' | '';
  /** What the value should be. @default it is only told */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  /** Why the limit lies elsewhere, half a sentence: said where the goal is not reached. */
  readonly limit?: string;
}

/** Whether the goal was reached; undefined where there is none. */
export function isReached({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
