/** How far a scan is. Times are milliseconds since 1970. */
export class ScanProgress {
  readonly #accounts: number;
  readonly #startedAt: number;
  readonly #open = new Map<string, { listed: number; seen: number }>();
  #done = 0;
  #seen = 0;

  /** `accounts`: that are to be gone through. */
  constructor(accounts: number, startedAt: number) {
    this.#accounts = accounts;
    this.#startedAt = startedAt;
  }

  /** So many more buckets of an account are listed, and looked at. */
  looked(account: string, listed: number, seen: number): void {
    const open = this.#open.get(account) ?? { listed: 0, seen: 0 };
    this.#open.set(account, { listed: open.listed + listed, seen: open.seen + seen });
    this.#seen += seen;
  }

  finished(account: string): void {
    this.#open.delete(account);
    this.#done += 1;
  }

  /** Buckets that were looked at. */
  get seen(): number {
    return this.#seen;
  }

  /** One line, such as `3 of 20 accounts · 1,204 buckets · 57/s · about 2 min left`. */
  line(now: number): string {
    const seconds = Math.max((now - this.#startedAt) / 1000, 0.001);
    const parts = [
      `${count(this.#done)} of ${count(this.#accounts)} accounts`,
      `${count(this.#seen)} buckets`,
      `${count(Math.round(this.#seen / seconds))}/s`,
    ];
    const share = this.#share();
    // the first moments say little about the rest
    if (share > 0 && seconds >= 2) parts.push(`about ${duration((seconds / share) * (1 - share))} left`);
    return parts.join(' · ');
  }

  /** Of the whole, 0 to 1; an account counts by what is listed of it so far. */
  #share(): number {
    const open = [...this.#open.values()].map(({ listed, seen }) => (listed === 0 ? 0 : Math.min(1, seen / listed)));
    const partly = open.reduce((sum, share) => sum + share, 0);
    return this.#accounts === 0 ? 1 : (this.#done + partly) / this.#accounts;
  }
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
