import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Organization } from '../../organization/organization';

export interface AccountCreation {
  readonly id: string;
  readonly accountName: string;
  readonly requestedAt: Date;
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly completedAt?: Date;
  readonly accountId?: string;
  readonly failureReason?: string;
}

/** Requests to create an account: each is in progress for a while, then the account is in the root, or the request failed. */
export class AccountCreations {
  readonly #organization: Organization;
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #creations = new Map<string, AccountCreation>();

  constructor(organization: Organization, clock: Clock, milliseconds: number) {
    this.#organization = organization;
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  get(id: string): AccountCreation | undefined {
    return this.#creations.get(id);
  }

  start(
    request: { name: string; email: string; tags: Readonly<Record<string, string>> },
    completed: (creation: AccountCreation) => void,
  ): AccountCreation {
    const id = `car-${randomBytes(16).toString('hex')}`;
    const begun = { id, accountName: request.name, requestedAt: this.#clock.now(), state: 'IN_PROGRESS' } as const;
    this.#creations.set(id, begun);
    this.#clock.after(this.#milliseconds, () => {
      const done: AccountCreation = { ...begun, ...this.#create(request), completedAt: this.#clock.now() };
      this.#creations.set(id, done);
      completed(done);
    });
    return begun;
  }

  #create(request: { name: string; email: string; tags: Readonly<Record<string, string>> }) {
    if (this.#organization.accounts().some((account) => account.email === request.email)) {
      return { state: 'FAILED', failureReason: 'EMAIL_ALREADY_EXISTS' } as const;
    }
    const account = this.#organization.createAccount(request.name, undefined, request.tags, { email: request.email });
    return { state: 'SUCCEEDED', accountId: account.id } as const;
  }
}

/** As CreateAccount and DescribeCreateAccountStatus answer it. */
export function creationShape(creation: AccountCreation): Record<string, unknown> {
  return {
    Id: creation.id,
    AccountName: creation.accountName,
    State: creation.state,
    RequestedTimestamp: creation.requestedAt.getTime() / 1000,
    ...(creation.completedAt && { CompletedTimestamp: creation.completedAt.getTime() / 1000 }),
    ...(creation.accountId !== undefined && { AccountId: creation.accountId }),
    ...(creation.failureReason !== undefined && { FailureReason: creation.failureReason }),
  };
}
