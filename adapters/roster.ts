import {
  type Account,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { parseAccountId } from '../core/identifiers';
import type { AccountRoster, RosterAccount, RosterPage } from '../core/sweep/roster';
import { awsFailure } from './aws-errors';
import type { Pace } from './pace';
import { type RosterCursor, readRosterCursor, writeRosterCursor } from './roster-cursor';
import { jsonAnswersOnly } from './whole-answers';

/** Largest page. Source: ListAccounts, AWS Organizations API Reference. */
const PAGE_SIZE = 20;

interface Answered {
  readonly accounts: readonly RosterAccount[];
  readonly next: RosterCursor | null;
}

/** The accounts of the organization, or of one OU and everything below it. One call to Organizations a page. */
export class OrganizationsRoster implements AccountRoster {
  readonly #organizations: OrganizationsClient;
  readonly #pace: Pace | undefined;

  /** `pace`: how many calls a second are made. @default as many as are asked for */
  constructor(organizations: OrganizationsClient, pace?: Pace) {
    this.#organizations = jsonAnswersOnly(organizations);
    this.#pace = pace;
  }

  /** Throws for a `from` that no page before gave. */
  async page(under: string | null, from: string | null): Promise<RosterPage> {
    const cursor = from === null ? null : readRosterCursor(from);
    let answered: Answered;
    try {
      await this.#pace?.turn();
      answered = await this.#ask(cursor ?? { list: 'accounts', parent: under, token: null, parents: [] });
    } catch (error) {
      const { code, message } = awsFailure(error);
      return { kind: 'unavailable', message: `${code}: ${message}` };
    }
    const { accounts, next } = answered;
    return { kind: 'page', accounts, next: next === null ? null : writeRosterCursor(next) };
  }

  async #ask(cursor: RosterCursor): Promise<Answered> {
    const page = { MaxResults: PAGE_SIZE, ...(cursor.token === null ? {} : { NextToken: cursor.token }) };
    const { parent, parents } = cursor;
    if (parent === null) {
      const { Accounts = [], NextToken } = await this.#organizations.send(new ListAccountsCommand(page));
      return { accounts: Accounts.map(rosterAccount), next: further(cursor, NextToken) };
    }
    if (cursor.list === 'accounts') {
      const command = new ListAccountsForParentCommand({ ...page, ParentId: parent });
      const { Accounts = [], NextToken } = await this.#organizations.send(command);
      const below: RosterCursor = { list: 'units', parent, token: null, parents };
      return { accounts: Accounts.map(rosterAccount), next: further(cursor, NextToken) ?? below };
    }
    const command = new ListOrganizationalUnitsForParentCommand({ ...page, ParentId: parent });
    const { OrganizationalUnits = [], NextToken } = await this.#organizations.send(command);
    const found = OrganizationalUnits.map(({ Id }) => {
      if (Id === undefined) throw new Error(`Organizations named an OU below ${parent} without its ID`);
      return Id;
    });
    const all = [...parents, ...found];
    const more = further({ ...cursor, parents: all }, NextToken);
    const [first, ...rest] = all;
    const deeper =
      first === undefined ? null : ({ list: 'accounts', parent: first, token: null, parents: rest } as const);
    return { accounts: [], next: more ?? deeper };
  }
}

/** The same listing's next page; null at its end. An empty page is no end. */
function further(cursor: RosterCursor, token: string | undefined): RosterCursor | null {
  return token === undefined || token === '' ? null : { ...cursor, token };
}

/** `State` takes the place of `Status`, which is being retired. */
function rosterAccount({ Id, Name, State, Status }: Account): RosterAccount {
  const account = parseAccountId(Id);
  const state = State ?? Status;
  if (account === undefined) throw new Error(`Organizations listed an account without a possible ID: ${Id}`);
  if (state === undefined) throw new Error(`Organizations gave account ${account} no state`);
  return { account, name: Name ?? null, state };
}
