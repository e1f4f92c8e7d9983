import type { Organization } from '../organization/organization';
import type { StackSet } from './stack-set';
import type { StackInstancesGroup } from './stack-set-schema';
import { automaticRegions } from './stack-set-targets';

interface AccountMove {
  readonly accountId: string;
  readonly from: readonly string[] | undefined;
  readonly to: readonly string[];
}

/**
 * Serves accounts that join or leave a target OU. Sets are served after the sets that they depend on, and not at all when one of
 * those failed; what an account loses goes in the opposite order. Account filters and parameter overrides do not count.
 * Source: "Enable or disable automatic deployments for StackSets in AWS Organizations", CloudFormation User Guide.
 */
export class AutoDeployment {
  readonly #organization: Organization;
  readonly #sets: () => readonly StackSet[];
  /** The last job of each account: moves of one account are served in their order. */
  readonly #jobs = new Map<string, Promise<void>>();

  constructor(organization: Organization, sets: () => readonly StackSet[]) {
    this.#organization = organization;
    this.#sets = sets;
    organization.onAccountMoved((move) => {
      const previous = this.#jobs.get(move.accountId) ?? Promise.resolve();
      // Begins after every other listener has heard of the move.
      const job = previous.then(() => new Promise(setImmediate)).then(() => this.#serve(move));
      this.#jobs.set(move.accountId, job);
      void job.finally(() => {
        if (this.#jobs.get(move.accountId) === job) this.#jobs.delete(move.accountId);
      });
    });
  }

  async settled(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all(this.#jobs.values());
  }

  async #serve(move: AccountMove): Promise<void> {
    const account = this.#organization.account(move.accountId);
    if (move.accountId === this.#organization.managementAccountId || account?.state !== 'ACTIVE') return;
    const sets = this.#sets().filter((set) => set.properties.AutoDeployment?.Enabled === true);
    await inOrder(
      sets,
      (set) => sets.filter((other) => other.dependsOn.includes(set.arn)),
      (set) => this.#leave(set, move),
    );
    await inOrder(
      sets,
      (set) => sets.filter((other) => set.dependsOn.includes(other.arn)),
      (set, served) => this.#join(set, move, served),
    );
  }

  async #leave(set: StackSet, move: AccountMove): Promise<boolean> {
    const stays = automaticRegions(set.groups, move.to);
    const retain = set.properties.AutoDeployment?.RetainStacksOnAccountRemoval ?? false;
    const regions = [...automaticRegions(set.groups, move.from).keys()].filter((region) => !stays.has(region));
    const gone = await Promise.all(
      regions.map((region) => set.deleteInstance({ account: move.accountId, region }, retain)),
    );
    return gone.every(Boolean);
  }

  async #join(set: StackSet, move: AccountMove, areServed: boolean): Promise<boolean> {
    const had = automaticRegions(set.groups, move.from);
    const wanted = [...automaticRegions(set.groups, move.to)].filter(([region]) => !had.has(region));
    if (!areServed) {
      for (const [region, group] of wanted) {
        set.markFailed({ account: move.accountId, region }, group, 'a stack set that this one depends on failed');
      }
      return false;
    }
    const made = await Promise.all(
      wanted.map(([region, group]) => set.createInstance({ account: move.accountId, region }, withoutOverrides(group))),
    );
    return made.every(Boolean);
  }
}

function withoutOverrides(group: StackInstancesGroup): StackInstancesGroup {
  const { ParameterOverrides: _overrides, ...rest } = group;
  return rest;
}

/** Runs each after all that it comes after; `run` learns whether all of those succeeded. */
async function inOrder(
  sets: readonly StackSet[],
  comesAfter: (set: StackSet) => readonly StackSet[],
  run: (set: StackSet, served: boolean) => Promise<boolean>,
): Promise<void> {
  const runs = new Map<StackSet, Promise<boolean>>();
  const start = (set: StackSet): Promise<boolean> => {
    const known = runs.get(set);
    if (known !== undefined) return known;
    const before = Promise.all(comesAfter(set).map(start));
    const started = before.then((results) => run(set, results.every(Boolean)));
    runs.set(set, started);
    return started;
  };
  await Promise.all(sets.map(start));
}
