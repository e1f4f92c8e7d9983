import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { VirtualClock } from './virtual-clock';

/** Calls a second that Organizations allows. Source: "Quotas for AWS Organizations", AWS Organizations User Guide. */
const RATES: Readonly<Record<string, number>> = {
  ListAccountsCommand: 8,
  DescribeAccountCommand: 20,
  ListTagsForResourceCommand: 10,
};
/** Tries of one call, as the functions are composed, and the base of the pause between them. Source: "Retry behavior", AWS SDKs and Tools Reference Guide. */
const ATTEMPTS = 5;
const PAUSE_MS = 500;
const PAGE = 20;
const ACCOUNTS_IN_AN_UNIT = 50;

/** An organization of so many accounts, fifty to an OU, behind the rates of the service: what is over them is throttled, and counted. */
export class VirtualOrganizations {
  readonly calls = new Map<string, number>();
  throttled = 0;
  readonly #size: number;
  readonly #clock: VirtualClock;
  readonly #milliseconds: number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(size: number, clock: VirtualClock, milliseconds: number) {
    this.#size = size;
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  /** As the SDK's client, as far as the adapters use it. */
  client(): OrganizationsClient {
    const send = async (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => {
      const { name } = command.constructor;
      for (let attempt = 1; ; attempt += 1) {
        this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
        await this.#clock.sleep(this.#milliseconds);
        if (this.#isAllowed(name)) break;
        this.throttled += 1;
        if (attempt === ATTEMPTS) {
          throw Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
        }
        // the SDK waits anything up to that
        await this.#clock.sleep((PAUSE_MS * 2 ** attempt) / 2);
      }
      return this.#answer(name, command.input as Readonly<Record<string, string | undefined>>);
    };
    return { send } as unknown as OrganizationsClient;
  }

  #isAllowed(name: string): boolean {
    const rate = RATES[name];
    if (rate === undefined) throw new Error(`${name} is not modelled`);
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: rate, at: now };
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #answer(name: string, input: Readonly<Record<string, string | undefined>>): unknown {
    if (name === 'ListTagsForResourceCommand') return { Tags: [] };
    if (name === 'DescribeAccountCommand') {
      const id = input['AccountId'] ?? '';
      const unit = `ou-ab12-${String(Math.floor(Number(id) / ACCOUNTS_IN_AN_UNIT) % 100_000_000).padStart(8, '0')}`;
      return { Account: { Id: id, State: 'ACTIVE', Paths: [`o-abcdefghij/r-ab12/${unit}/${id}/`] } };
    }
    const from = Number(input['NextToken'] ?? 0);
    const end = Math.min(from + PAGE, this.#size);
    const Accounts = Array.from({ length: end - from }, (_, index) => ({
      ...{ Id: accountNumber(from + index), Name: `account ${from + index}`, State: 'ACTIVE' },
    }));
    return { Accounts, ...(end < this.#size ? { NextToken: String(end) } : {}) };
  }
}

export function accountNumber(index: number): string {
  return String(100_000_000_000 + index);
}
