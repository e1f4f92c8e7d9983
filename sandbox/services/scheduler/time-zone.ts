/** An IANA time zone. Wall-clock times are milliseconds since 1970 as a clock in UTC would count them. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;

  /** Throws RangeError for a name that is no time zone. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What a clock in the zone shows at `instant` (milliseconds since 1970), in whole seconds. */
  wallTime(instant: number): number {
    const parts = new Map(this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  }

  /** The first instant at which a clock shows `wall`; undefined where the clock leaps over it. */
  instant(wall: number): number | undefined {
    const day = 86_400_000;
    const offsets = [wall - day, wall + day].map((near) => this.wallTime(near) - near);
    const candidates = offsets.map((offset) => wall - offset).filter((instant) => this.wallTime(instant) === wall);
    return candidates.length === 0 ? undefined : Math.min(...candidates);
  }
}
