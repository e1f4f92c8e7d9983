import pLimit from 'p-limit';
import type { Cloud } from '../../sandbox/cloud';
import { startLocalOrganization } from '../adapters/local-organization';
import { CALLS, CALLS_ALONE } from './calls';
import { isFailure, settled } from './failures';
import { FAULTS, type NamedFault } from './faults';
import { deployHubAccount } from './hub-account';
import type { PortCall } from './port-call';
import { openWorld, type World } from './world';

/** Milliseconds in which no answer comes, where that is the fault. The functions wait longer; how long is not what is asked here. */
const ANSWER_MS = 3_000;

/** What a call came to under a fault, and after it. */
interface Cell {
  readonly fault: string;
  readonly call: string;
  readonly operation: string;
  readonly attempts: number;
  readonly hits: number;
  /** What the port gave, or the error that it threw. */
  readonly during: unknown;
  readonly after: readonly unknown[];
  readonly good: unknown;
}

const NO_HOST = 'no host of that name';
/** Operations that are played at a time: more would only wait for the processor, and be late for no fault's sake. */
const AT_A_TIME = 6;

let cloud: Cloud;
const worlds: World[] = [];
const cells = new Map<string, Cell>();
/** What calls came to whose first answer was lost, by their name. */
const lost = new Map<string, unknown>();

beforeAll(async () => {
  cloud = await startLocalOrganization();
  await deployHubAccount(cloud);
  const usual = await calmWorld('usual');
  const impatient = await calmWorld('impatient', ANSWER_MS);
  const skewed = await calmWorld('skewed');
  const by = (kind: NamedFault['world']) => FAULTS.filter(({ world }) => world === kind);
  // first, as clients that have failed often make no second try
  for (const call of CALLS.filter(mayBeLost)) lost.set(call.name, await playLostAnswer(usual, call));
  await Promise.all([
    playFaults(usual, by(undefined), groupOf),
    playFaults(impatient, by('impatient'), groupOf),
    // the clock is that of a client, and so of a service
    playFaults(skewed, by('skewed'), ({ operation }) => operation.split(' ')[0] ?? ''),
  ]);
  await playWithoutHost(usual);
}, 600_000);

afterAll(async () => {
  for (const world of worlds) await world.stop();
  await cloud?.stop();
});

/** A world in which every call was made once and was good: its connections and clients stand. */
async function calmWorld(id: string, answerMs?: number): Promise<World> {
  const world = await openWorld(cloud, id, answerMs);
  worlds.push(world);
  for (const call of [...CALLS, ...CALLS_ALONE]) {
    await call.prepare?.(world);
    expect([call.name, await call.run(world)]).toEqual([call.name, call.good]);
  }
  return world;
}

const mayBeLost = ({ attempts, isOnce }: PortCall): boolean => attempts > 1 && isOnce !== true;

const needsHost = ({ mayLackHost }: PortCall): boolean => mayLackHost !== true;

const groupOf = ({ group, operation }: PortCall): string => group ?? operation;

function isFor({ services, needsBody, world }: NamedFault, { operation, hasBody, isPatient }: PortCall): boolean {
  if (isPatient && world === 'impatient') return false;
  const [service = ''] = operation.split(' ');
  return (services?.includes(service) ?? true) && (hasBody || needsBody !== true);
}

/** Calls of one group one after the other, as a fault would be met by all of them; groups at the same time. */
async function playFaults(
  world: World,
  faults: readonly NamedFault[],
  groupBy: (call: PortCall) => string,
): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  const play = async (calls: readonly PortCall[]): Promise<void> => {
    for (const call of calls) {
      for (const fault of faults) if (isFor(fault, call)) await playCell(world, fault, call);
    }
  };
  const groups = new Set(CALLS.map(groupBy));
  await Promise.all([...groups].map((group) => limit(() => play(CALLS.filter((call) => groupBy(call) === group)))));
  await play(CALLS_ALONE);
}

async function playCell(world: World, { name, fault, callsToRecover = 1 }: NamedFault, call: PortCall): Promise<void> {
  const { operation, attempts, good } = call;
  const before = world.proxy.hits(operation);
  world.proxy.set(operation, fault);
  const during = await settled(call.run(world));
  world.proxy.set(operation, undefined);
  const hits = world.proxy.hits(operation) - before;
  const after: unknown[] = [];
  for (let calls = 0; calls < callsToRecover; calls += 1) after.push(await settled(call.run(world)));
  cells.set(`${name} × ${call.name}`, {
    ...{ fault: name, call: call.name, operation, attempts, hits, during, after, good },
  });
}

/** The first try does what is asked, and nobody hears of it. */
async function playLostAnswer({ proxy, ...world }: World, call: PortCall): Promise<unknown> {
  proxy.set(call.operation, { kind: 'reset-in-answer' }, 1);
  const during = await settled(call.run({ proxy, ...world }));
  proxy.set(call.operation, undefined);
  return during;
}

async function playWithoutHost(world: World): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  const calls = CALLS.filter(needsHost);
  const all = () => Promise.all(calls.map((call) => limit(() => settled(call.run(world)))));
  world.findHost(false);
  const during = await all();
  world.findHost(true);
  const after = await all();
  for (const [index, { name, operation, attempts, good }] of calls.entries()) {
    cells.set(`${NO_HOST} × ${name}`, {
      ...{ fault: NO_HOST, call: name, operation, attempts, hits: 1, good },
      ...{ during: during[index], after: [after[index]] },
    });
  }
}

const TABLE = [
  ...FAULTS.flatMap((fault) =>
    [...CALLS, ...CALLS_ALONE].filter((call) => isFor(fault, call)).map((call) => `${fault.name} × ${call.name}`),
  ),
  ...CALLS.filter(needsHost).map(({ name }) => `${NO_HOST} × ${name}`),
];

test.each(TABLE)(
  '%s: the call fails as one to be made again, is not made too often, and succeeds afterwards',
  (name) => {
    const cell = cells.get(name);
    if (cell === undefined) throw new Error('was not played');
    expect(cell.hits).toBeGreaterThanOrEqual(1);
    expect(cell.hits).toBeLessThanOrEqual(cell.attempts);
    if (!isFailure(cell.during)) throw new Error(`was believed: ${JSON.stringify(cell.during)}`);
    expect(cell.after.at(-1)).toEqual(cell.good);
  },
);

test.each(CALLS.filter(mayBeLost))('an answer that is lost once makes no difference to $name', ({ name, good }) => {
  expect(lost.has(name)).toBe(true);
  expect(lost.get(name)).toEqual(good);
});
