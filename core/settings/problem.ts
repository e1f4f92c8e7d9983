/** One thing that is wrong: the key, the value (undefined when it is missing) and what to do. */
export interface SettingsProblem {
  readonly key: string;
  readonly value: unknown;
  readonly remedy: string;
}
