import {
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { Pace } from './pace';
import { jsonAnswersOnly } from './whole-answers';

/** A root or an OU. */
export interface OrganizationLevel {
  readonly id: string;
  readonly name: string;
  /** Null: a root. */
  readonly parent: string | null;
  /** Levels above it. */
  readonly depth: number;
}

/** A root with its OUs, parents before what is below them; `whole`: whether that is all of it. */
export interface OrganizationTree {
  readonly levels: readonly OrganizationLevel[];
  readonly whole: boolean;
}

interface Entry {
  readonly Id?: string | undefined;
  readonly Name?: string | undefined;
}
interface Answer {
  readonly entries: readonly Entry[] | undefined;
  readonly NextToken: string | undefined;
}

/**
 * The organization's roots and OUs, `most` at most, one call after the other. Throws what the SDK throws: only the management account and
 * delegated administrators may ask. Source: ListRoots and ListOrganizationalUnitsForParent, AWS Organizations API Reference.
 */
export async function organizationTree(
  organizations: OrganizationsClient,
  { pace, most }: { readonly pace: Pace; readonly most: number },
): Promise<OrganizationTree> {
  const levels: OrganizationLevel[] = [];
  const full = (): boolean => levels.length >= most;

  const roots = await all(async (NextToken) => {
    const answer = await organizations.send(jsonAnswersOnly(new ListRootsCommand({ NextToken })));
    return { entries: answer.Roots, NextToken: answer.NextToken };
  });
  let whole = true;
  const descend = async (entry: Entry, parent: string | null, depth: number): Promise<void> => {
    const { Id, Name } = entry;
    if (Id === undefined) throw new Error('Organizations named a root or an OU without its ID');
    if (full()) {
      whole = false;
      return;
    }
    levels.push({ id: Id, name: Name ?? Id, parent, depth });
    const below = await all(async (NextToken) => {
      await pace.turn();
      const command = jsonAnswersOnly(new ListOrganizationalUnitsForParentCommand({ ParentId: Id, NextToken }));
      const answer = await organizations.send(command);
      return { entries: answer.OrganizationalUnits, NextToken: answer.NextToken };
    });
    for (const unit of below) await descend(unit, Id, depth + 1);
  };
  for (const root of roots) await descend(root, null, 0);
  return { levels, whole };
}

/** Every page: one may be empty and not the last. */
async function all(page: (token: string | undefined) => Promise<Answer>): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  let token: string | undefined;
  do {
    const { entries = [], NextToken } = await page(token);
    found.push(...entries);
    token = NextToken === '' ? undefined : NextToken;
  } while (token !== undefined);
  return found;
}
