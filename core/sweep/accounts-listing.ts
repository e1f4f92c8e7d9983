import type { AccountId } from '../identifiers';
import { reason } from '../reasons';
import type { AccountRecord } from './account-record';
import type { Became } from './queue-account';
import { queueAccount } from './queue-account';
import type { RosterAccount, RosterPage } from './roster';
import { LISTING, type Progress, type Run } from './run';
import { type SweepServices, type Swept, WENT_ON } from './sweep-services';

/** How often a profile is asked for before its account fails, and the pause after the first time in seconds; doubles each time. */
const PROFILE_TRIES = 4;
const PROFILE_PAUSE = 30;
/** Pause before a page that could not be had is asked for again, in seconds. */
const PAGE_PAUSE = 60;
/** Pause between steps, in seconds: longer than that of a run which waits for its turn. */
const STEP_PAUSE = 35;

/** Where the listing goes on. */
interface ListingCursor {
  readonly from: string | null;
  /** Accounts of the page that are done: by their IDs, for a page may have changed by the time that it is asked for again. */
  readonly done: readonly AccountId[];
  /** Profiles that could not be read in a row, tries of the same account among them. */
  readonly unread: number;
}

/** One claimed step of a run's listing of accounts. */
export class AccountsListing {
  readonly #services: SweepServices;
  readonly #run: Run;
  readonly #step: number;
  #cursor: ListingCursor;
  #counts: Readonly<Record<string, number>>;
  #hasMoved = false;

  /** `progress`: of the step that was claimed. */
  constructor(services: SweepServices, run: Run, { step, cursor, counts }: Progress) {
    this.#services = services;
    this.#run = run;
    this.#step = step;
    this.#cursor = cursor === null ? { from: null, done: [], unread: 0 } : (JSON.parse(cursor) as ListingCursor);
    this.#counts = counts;
  }

  /** Undefined once all accounts are listed. */
  async through(isLate: () => boolean): Promise<Swept | undefined> {
    for (;;) {
      const page = await this.#page();
      if (page.kind === 'unavailable') return this.#tryAgain(page.message);
      const known = await this.#known(page.accounts);
      const isDone = new Set(this.#cursor.done);
      for (const listed of page.accounts) {
        if (isDone.has(listed.account)) continue;
        if (isLate()) return this.goOn(STEP_PAUSE);
        const { unread } = this.#cursor;
        const isLastTry = unread >= PROFILE_TRIES - 1;
        const queued = await queueAccount(this.#services, this.#run, listed, known.get(listed.account), isLastTry);
        if (queued.kind === 'unknown') {
          this.#cursor = { ...this.#cursor, unread: unread + 1 };
          return this.goOn(PROFILE_PAUSE * 2 ** unread);
        }
        this.#take(listed.account, queued.became);
      }
      if (page.next === null) return undefined;
      this.#cursor = { ...this.#cursor, from: page.next, done: [] };
      this.#hasMoved = true;
    }
  }

  /** Keeps how far the step is, and sends the message that goes on from there. False when it got nowhere, or was over already. */
  async saveProgress(): Promise<boolean> {
    return this.#hasMoved && (await this.#advance(PAGE_PAUSE));
  }

  async goOn(pause: number): Promise<Swept> {
    // where somebody else went on, they sent the message
    await this.#advance(pause);
    return WENT_ON;
  }

  /** All accounts are listed. */
  async end(): Promise<void> {
    const end = { state: 'done', cursor: null, counts: this.#counts, reason: null } as const;
    await this.#services.runs.advance(this.#run.id, LISTING, this.#step, end);
  }

  async #advance(pause: number): Promise<boolean> {
    const { runs, sweepQueue } = this.#services;
    const next = { state: 'open', cursor: JSON.stringify(this.#cursor), counts: this.#counts, reason: null } as const;
    if (!(await runs.advance(this.#run.id, LISTING, this.#step, next))) return false;
    await sweepQueue.send({ version: 1, kind: 'list', run: this.#run.id, step: this.#step + 1 }, pause);
    return true;
  }

  #take(account: AccountId, became: Became): void {
    const { done, unread } = this.#cursor;
    this.#cursor = { ...this.#cursor, done: [...done, account], unread: became === 'failed' ? unread : 0 };
    const more = became === 'passed-over' ? [became] : [became, 'accounts'];
    const counts = { ...this.#counts };
    for (const name of more) counts[name] = (counts[name] ?? 0) + 1;
    this.#counts = counts;
    this.#hasMoved = true;
  }

  /** The same page again, so that no account is dropped: as a new step where something was done, else by the same message. */
  async #tryAgain(message: string): Promise<Swept> {
    const { journal } = this.#services;
    journal.log('warn', `a page of accounts could not be had: ${message}`, { run: this.#run.id });
    if (this.#hasMoved) return this.goOn(PAGE_PAUSE);
    return { kind: 'retry', reason: reason('accounts-not-listed', message) };
  }

  #page(): Promise<RosterPage> {
    const { scope } = this.#run;
    if (scope.kind !== 'account') {
      return this.#services.roster.page(scope.kind === 'unit' ? scope.id : null, this.#cursor.from);
    }
    const account: RosterAccount = { account: scope.id, name: null, state: 'ACTIVE' };
    return Promise.resolve({ kind: 'page', accounts: [account], next: null });
  }

  async #known(listed: readonly RosterAccount[]): Promise<ReadonlyMap<AccountId, AccountRecord>> {
    const ids = listed.map(({ account }) => account);
    const records: AccountRecord[] = [];
    for (let from = 0; from < ids.length; from += 100) {
      records.push(...(await this.#services.accounts.accounts(ids.slice(from, from + 100))));
    }
    return new Map(records.map((record) => [record.account, record]));
  }
}
