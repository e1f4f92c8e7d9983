import type { FleetStatus, StackInstance } from '../../core/sweep/roster';

export interface FleetStatusSetup {
  readonly fleet: FleetStatus;
  readonly stackSet: string;
  /** Its instances, in any order; at least one that succeeded and one that failed, the latter with a reason. */
  readonly instances: readonly StackInstance[];
}

/** What every FleetStatus does. `setup` is called once. */
export function describeFleetStatusContract(name: string, setup: () => Promise<FleetStatusSetup>): void {
  describe(`${name} as a FleetStatus`, () => {
    let world: FleetStatusSetup;
    beforeAll(async () => {
      world = await setup();
    });

    test('every instance is told of once, in whatever state', async () => {
      const { fleet, stackSet } = world;
      expect(fleet.stackSets).toContain(stackSet);
      const found: StackInstance[] = [];
      for (let from: string | null = null; ; ) {
        const page = await fleet.instances(stackSet, from);
        if (page.kind !== 'page') throw new Error(page.message);
        found.push(...page.instances);
        if (page.next === null) break;
        from = page.next;
      }
      const key = ({ account, region }: StackInstance): string => `${account} ${region}`;
      const sorted = (instances: readonly StackInstance[]) =>
        [...instances].sort((one, other) => (key(one) < key(other) ? -1 : 1));
      expect(sorted(found)).toEqual(sorted(world.instances));
    });

    test('fails as unavailable for a stack set that there is not, and for a token of nobody', async () => {
      const unavailable = { kind: 'unavailable', message: expect.any(String) };
      expect(await world.fleet.instances('no-such-set', null)).toEqual(unavailable);
      expect(await world.fleet.instances(world.stackSet, 'not-a-token')).toEqual(unavailable);
    });
  });
}
