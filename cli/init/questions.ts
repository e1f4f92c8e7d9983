import { parseRegion } from '../../core/identifiers';
import { visibleText } from '../../report/visible-text';
import type { Found, Given, RawSettings } from './found';
import { areTargets, isAccount, isDays, isRegion, split } from './typed-answers';

interface Choice<Value> {
  readonly name: string;
  readonly value: Value;
  readonly checked?: boolean;
}

/** How people are asked. Each rejects where the person breaks off. */
export interface Asker {
  choose<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    first: Value | undefined,
  ): Promise<Value>;
  /** At least one. */
  chooseSome(question: string, choices: readonly Choice<string>[]): Promise<readonly string[]>;
  /** `check`: what is wrong with the text, or true. */
  text(question: string, first: string, check: (text: string) => true | string): Promise<string>;
}

/** Asks for each setting, beginning with what `start` says; what was `given` already is not asked. */
export async function answers(
  { start, found, given }: { readonly start: RawSettings; readonly found: Found; readonly given: Given },
  ask: Asker,
): Promise<Given> {
  const scope = given.scope ?? (await scopeOf());
  const hubAccountId = given.hubAccountId ?? (await hubOf());
  const targets = scope === 'account' ? undefined : (given.targets ?? (await targetsOf()));
  const homeRegion = given.homeRegion ?? (await ask.text('Region of the hub', text('homeRegion'), isRegion));
  const regions = given.regions ?? (await regionsOf(homeRegion));
  const mode = given.mode ?? (await modeOf());
  const days =
    given.days ?? Number(await ask.text('Days after which an incomplete upload is aborted', text('days', '7'), isDays));
  return {
    ...given,
    scope,
    hubAccountId,
    ...(targets === undefined ? {} : { targets }),
    homeRegion,
    regions,
    mode,
    days,
  };

  function text(key: string, otherwise = ''): string {
    return start[key] === undefined ? otherwise : String(start[key]);
  }

  function list(key: string): readonly string[] {
    const value = start[key];
    return Array.isArray(value) ? value.map(String) : [];
  }

  async function scopeOf(): Promise<'organization' | 'account'> {
    if (found.organization === 'none') return 'account';
    const id = found.organization === null ? 'the organization' : `organization ${found.organization.id}`;
    return ask.choose(
      'What is to be covered?',
      [
        { name: `accounts of ${id}`, value: 'organization' },
        { name: 'one account alone', value: 'account' },
      ],
      start['scope'] === 'account' ? 'account' : 'organization',
    );
  }

  async function hubOf(): Promise<string> {
    const own = found.account === null ? [] : [found.account];
    const candidates = [...new Set([text('hubAccountId'), ...own, ...(found.administrators ?? [])])].filter(
      (id) => id !== '',
    );
    const [only] = candidates;
    if (only === undefined) return ask.text('ID of the account of the hub', '', isAccount);
    return ask.choose(
      'Account of the hub',
      candidates.map((id) => ({ name: `${id}${roles(id)}`, value: id })),
      only,
    );
  }

  function roles(id: string): string {
    const words = [
      ...(id === found.account ? ['your credentials'] : []),
      ...(found.administrators?.includes(id) === true ? ['delegated administrator of StackSets'] : []),
      ...(found.organization !== 'none' && id === found.organization?.managementAccountId
        ? ['management account']
        : []),
    ];
    return words.length === 0 ? '' : `  (${words.join(', ')})`;
  }

  async function targetsOf(): Promise<readonly string[]> {
    const before = list('targets');
    if (found.tree === null || found.tree.length === 0) {
      return split(
        await ask.text('IDs of the root or of OUs to cover, separated by commas', before.join(','), areTargets),
      );
    }
    const chosen = await ask.chooseSome(
      'Which accounts are to be covered? What is below goes with it',
      found.tree.map(({ id, name, depth }) => ({
        name: `${'  '.repeat(depth)}${visibleText(name)}  ${id}`,
        value: id,
        checked: before.includes(id),
      })),
    );
    return withoutNested(chosen, found.tree);
  }

  async function regionsOf(home: string): Promise<readonly string[]> {
    const before = list('regions');
    const first = before.includes(home) ? before : [home, ...before];
    return split(
      await ask.text('Regions whose bucket events are forwarded, separated by commas', first.join(','), (typed) => {
        const wrong = split(typed).find((region) => parseRegion(region) === undefined);
        if (wrong !== undefined) return `${wrong} is no code of a Region`;
        return split(typed).includes(home) || `${home}, the home Region, must be one of them`;
      }),
    );
  }

  function modeOf(): Promise<'apply' | 'audit'> {
    return ask.choose(
      'Write rules, or only report what would be written?',
      [
        { name: 'audit: write nothing, report', value: 'audit' },
        { name: 'apply: write rules', value: 'apply' },
      ],
      start['mode'] === undefined || start['mode'] === 'apply' ? 'apply' : 'audit',
    );
  }
}

/** The levels that are below no other of those chosen. */
export function withoutNested(chosen: readonly string[], tree: NonNullable<Found['tree']>): readonly string[] {
  const parents = new Map(tree.map(({ id, parent }) => [id, parent]));
  const isBelow = (id: string): boolean => {
    let parent = parents.get(id) ?? null;
    while (parent !== null) {
      if (chosen.includes(parent)) return true;
      parent = parents.get(parent) ?? null;
    }
    return false;
  };
  return chosen.filter((id) => !isBelow(id));
}
