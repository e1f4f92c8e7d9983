import type { AccountId } from '../identifiers';
import type { Mode } from '../mode';
import { type Reason, reason } from '../reasons';
import { type AccountSelection, modeOf, selectAccount } from '../selection';
import type { AccountRecord } from './account-record';
import { Candidates } from './candidates';
import { BEGINNING, type Cursor, readCursor } from './cursor';
import { type Deadline, lateAfter } from './deadline';
import { DirectoryListing } from './directory-listing';
import { endVisit } from './end-visit';
import { lookAtExcluded, throughExcluded } from './excluded-account';
import { GeneralPurposeListing, type PhaseEnd } from './general-purpose-listing';
import { listingInWords } from './listing-problem';
import { pauseReason } from './pause-check';
import type { Progress, Run } from './run';
import type { Surveying, SurveyServices } from './survey-services';
import type { Visit } from './visit';
import { type Look, looksOf } from './visit-looks';
import { VisitStep } from './visit-step';

/** What is left of an invocation when a step ends, in milliseconds: the slowest answers to what is under way fit into it. */
const RESERVE_MS = 120_000;

type Selected = Extract<AccountSelection, { kind: 'selected' }>;

/** One step of an account's visit, from where the cursor is to the deadline or the end. */
export class AccountVisit {
  readonly #services: SurveyServices;
  readonly #run: Run;
  readonly #account: AccountId;
  readonly #progress: Progress;
  readonly #isLate: () => boolean;
  #step: VisitStep | undefined;

  /** `progress`: of the step that was claimed. */
  constructor(services: SurveyServices, run: Run, account: AccountId, progress: Progress, deadline: Deadline) {
    this.#services = services;
    this.#run = run;
    this.#account = account;
    this.#progress = progress;
    this.#isLate = lateAfter(deadline, RESERVE_MS);
  }

  async through(): Promise<Surveying> {
    const { accounts, selection, journal } = this.#services;
    const record = await accounts.account(this.#account);
    const profile = record?.profile ?? null;
    if (this.#run.task === 'undo') return this.#list(this.#begin(record, 'general-purpose'), record, null);
    if (record === undefined || profile === null) {
      return { kind: 'retry', reason: reason('profile-unreadable', 'it is not in the inventory') };
    }
    const selected = selectAccount(this.#account, profile, selection);
    if (this.#progress.cursor === null) {
      for (const problem of selected.problems) journal.log('warn', problem, { account: this.#account });
    }
    if (selected.kind === 'selected' && this.#progress.reason === null) {
      return this.#list(this.#begin(record, 'general-purpose'), record, selected);
    }
    const why = this.#progress.reason ?? (selected.kind === 'excluded' ? selected.reason : reason('outside-targets'));
    const visit = this.#visit(record, modeOf(this.#account, profile, selection));
    return this.#exclude(this.#begin(record, 'known'), visit, record, why);
  }

  /** Keeps how far the step is, and sends the message that goes on from there. False when it got nowhere, or was over already. */
  async saveProgress(): Promise<boolean> {
    return this.#step?.moved === true && (await this.#advance(this.#step));
  }

  /** The step where the cursor is; from the first bucket where the account was selected before and is not now, or the other way round. */
  #begin(record: AccountRecord | undefined, phase: 'general-purpose' | 'known'): VisitStep {
    const kept = readCursor(this.#progress.cursor);
    const fits = kept !== undefined && (kept.phase === 'known') === (phase === 'known');
    const { countsVersion = record?.countsVersion ?? 0, changes = 0 } = kept ?? {};
    const cursor: Cursor = fits ? kept : { ...BEGINNING, phase, countsVersion, changes };
    this.#step = new VisitStep(this.#progress, cursor, fits ? this.#progress.counts : {});
    return this.#step;
  }

  #visit(record: AccountRecord | undefined, mode: Mode): Visit {
    const { clock, rules, brake } = this.#services;
    const units = (record?.profile?.organizationalUnits ?? []).map(({ id }) => id);
    const pause = () => pauseReason(brake, this.#account, units);
    return { clock, rules, run: this.#run, account: this.#account, mode, pause };
  }

  async #exclude(step: VisitStep, visit: Visit, record: AccountRecord, why: Reason): Promise<Surveying> {
    const { buckets } = this.#services;
    const candidates = this.#candidates(step, visit, record, (candidate) => lookAtExcluded(visit, why, candidate));
    const props = { visit, buckets, step, candidates, isLate: this.#isLate };
    if (!(await throughExcluded(props))) return this.#goOn(step);
    return this.#end(step, why);
  }

  /** `selected`: null for an undo. */
  async #list(step: VisitStep, record: AccountRecord | undefined, selected: Selected | null): Promise<Surveying> {
    const { access, buckets, journal, accounts, directoryRegions: regions, limit, selection } = this.#services;
    const opening = await access.open(this.#account);
    if (opening.kind !== 'open') {
      const code = opening.kind === 'not-assumable' ? 'role-not-assumable' : 'sts-unavailable';
      return { kind: 'retry', reason: reason(code, opening.message) };
    }
    const { survey } = opening;
    const visit = this.#visit(record, selected?.mode ?? selection.mode);
    const candidates = this.#candidates(
      step,
      visit,
      record,
      looksOf(this.#services, survey, visit, selected?.days ?? null),
    );
    const props = { visit, survey, buckets, journal, step, candidates, isLate: this.#isLate };
    const directory = new DirectoryListing({ ...props, accounts, regions, limit });
    for (const listing of [new GeneralPurposeListing({ ...props, onLastPage: () => directory.ahead() }), directory]) {
      const end = await listing.through();
      if (end.kind !== 'through') return this.#unfinished(step, end);
    }
    return this.#end(step, null);
  }

  #candidates(step: VisitStep, visit: Visit, record: AccountRecord | undefined, look: Look): Candidates {
    const visitedAt = record?.visitedAt ?? null;
    return new Candidates({ services: this.#services, visit, visitedAt, step, isLate: this.#isLate, look });
  }

  async #unfinished(step: VisitStep, end: Exclude<PhaseEnd, { kind: 'through' }>): Promise<Surveying> {
    if (end.kind === 'late') return this.#goOn(step);
    if (end.kind !== 'bad-token') return { kind: 'retry', reason: reason('listing-failed', listingInWords(end)) };
    // begun anew once, as a new step
    const { restarted, countsVersion, changes } = step.cursor;
    if (restarted) return { kind: 'give-up', reason: reason('token-refused', end.message) };
    step.startOver({ ...BEGINNING, restarted: true, countsVersion, changes });
    return this.#goOn(step);
  }

  async #goOn(step: VisitStep): Promise<Surveying> {
    // where somebody else went on, they sent the message
    await this.#advance(step);
    return { kind: 'done' };
  }

  async #advance({ cursor, counts }: VisitStep): Promise<boolean> {
    const { runs, accountQueue } = this.#services;
    const { step, reason: why } = this.#progress;
    const next = { state: 'open', cursor: JSON.stringify(cursor), counts, reason: why } as const;
    if (!(await runs.advance(this.#run.id, this.#account, step, next))) return false;
    await accountQueue.send({ version: 1, run: this.#run.id, account: this.#account, step: step + 1 }, 0);
    return true;
  }

  async #end(step: VisitStep, excluded: Reason | null): Promise<Surveying> {
    await endVisit(this.#services, step, { run: this.#run, account: this.#account, excluded });
    return { kind: 'done' };
  }
}
