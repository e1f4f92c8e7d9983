/** An object of an event or record, before anything is known of its members. */
export type Fields = Readonly<Record<string, unknown>>;

/** `value` if it is an object with members. */
export function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function includes<T extends string>(list: readonly T[], value: unknown): value is T {
  return (list as readonly unknown[]).includes(value);
}

/** A record's `errorCode` says that the call failed: nothing changed. */
export function isFailed(record: Fields): boolean {
  return record['errorCode'] !== undefined && record['errorCode'] !== null;
}

/**
 * Milliseconds since 1970 of a record's `eventTime`; null when it is no time. Some stores of CloudTrail records write it with
 * a space and without a zone: it is UTC there too, whatever the zone of this machine.
 */
export function timeOf(value: unknown): number | null {
  const match =
    typeof value === 'string'
      ? /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/.exec(value)
      : null;
  if (match === null) return null;
  const [, date, clock, fraction = '', zone = 'Z'] = match;
  const time = Date.parse(`${date}T${clock}${fraction.slice(0, 4)}${zone}`);
  return Number.isFinite(time) ? time : null;
}

/** A value from outside for a reason's text: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value !== 'string') return `a value of type ${Array.isArray(value) ? 'list' : typeof value}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…"` : text;
}
