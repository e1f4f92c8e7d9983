import type { PauseScope } from '../../core/brake';
import type { AccountId } from '../../core/identifiers';
import type { Clock } from '../../core/ports';
import type { Organization } from './organization';

/** When what was paused, as the inventory took it. */
export class PauseLog {
  readonly #clock: Clock;
  readonly #organization: Organization;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock, organization: Organization) {
    this.#clock = clock;
    this.#organization = organization;
  }

  onPause(scope: PauseScope): void {
    const key = keyOf(scope);
    if (!this.#since.has(key)) this.#since.set(key, this.#clock.now());
  }

  onResume(scope: PauseScope): void {
    this.#since.delete(keyOf(scope));
  }

  isPaused(scope: PauseScope): boolean {
    return this.#since.has(keyOf(scope));
  }

  /** What is paused now. */
  get scopes(): readonly PauseScope[] {
    return [...this.#since.keys()].map((key) => JSON.parse(key) as PauseScope);
  }

  /** Whether an account has been paused since before `at`, in milliseconds since 1970, and is still. */
  isPausedSince(account: AccountId, at: number): boolean {
    const known = this.#organization.accounts.get(account);
    const units = known === undefined ? [] : this.#organization.unitsAbove(known);
    const scopes: readonly PauseScope[] = [
      { kind: 'all' },
      { kind: 'account', id: account },
      ...units.map((id) => ({ kind: 'unit', id }) as const),
    ];
    return scopes.some((scope) => (this.#since.get(keyOf(scope)) ?? Number.POSITIVE_INFINITY) <= at);
  }
}

function keyOf(scope: PauseScope): string {
  return JSON.stringify(scope.kind === 'all' ? { kind: 'all' } : { kind: scope.kind, id: scope.id });
}
