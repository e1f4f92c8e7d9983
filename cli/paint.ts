/** Colours for people; the identity where there are none. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** Colours if `wanted`: on a terminal, and neither `--no-color` nor `NO_COLOR` (https://no-color.org). */
export function paint(wanted: boolean): Paint {
  const on = wanted && process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
  const colour = (open: number, close: number) => (text: string) =>
    on ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return { good: colour(32, 39), bad: colour(31, 39), quiet: colour(2, 22), strong: colour(1, 22) };
}
