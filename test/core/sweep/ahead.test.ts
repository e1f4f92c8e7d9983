import pLimit from 'p-limit';
import type { Region } from '../../../core/identifiers';
import type { AccountSurvey } from '../../../core/sweep/survey';
import { COVERED } from '../reconcile-world';
import { HERE, ONE, sweepWorld, THERE } from './sweep-world';

const AT_A_TIME = 25;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** One account with `many` covered buckets, which the inventory knows; every answer comes a turn of the event loop later. */
async function knownAccount(many: number, directoryRegions: readonly Region[] = [THERE]) {
  const asked: string[] = [];
  const underWay: number[] = [];
  let reads = 0;
  const later = (survey: AccountSurvey): AccountSurvey => ({
    ...survey,
    readLifecycle: async (place) => {
      reads += 1;
      asked.push('read');
      underWay.push(reads);
      await turn();
      reads -= 1;
      return survey.readLifecycle(place);
    },
    listBuckets: async (token) => {
      asked.push('list');
      await turn();
      return survey.listBuckets(token);
    },
    listDirectoryBuckets: async (region, token) => {
      asked.push(`directory ${region}`);
      await turn();
      return survey.listDirectoryBuckets(region, token);
    },
  });
  const limit = pLimit(AT_A_TIME);
  const world = sweepWorld({ accounts: [ONE], pageSize: 400, survey: { limit, directoryRegions } });
  for (let index = 0; index < many; index += 1) {
    world.bucket(`bucket-${String(index).padStart(5, '0')}`, { lifecycle: COVERED });
  }
  await world.sweep();
  const { open } = world.surveys;
  world.surveys.open = async (account) => {
    const opening = await open.call(world.surveys, account);
    return opening.kind === 'open' ? { kind: 'open', survey: later(opening.survey) } : opening;
  };
  expect((await world.sweep()).accounts).toMatchObject({ done: 1 });
  return { asked, underWay };
}

test('from the first buckets to the last there is no moment at which little is asked, whatever page or batch ends', async () => {
  const { underWay } = await knownAccount(1_200);
  expect(underWay).toHaveLength(1_200);
  expect(underWay.slice(AT_A_TIME).filter((reads) => reads < AT_A_TIME - 5)).toEqual([]);
});

test('the next page is asked for before the buckets of this one are looked at', async () => {
  const { asked } = await knownAccount(1_000);
  const pages = asked.flatMap((what, index) => (what === 'list' ? [index] : []));
  // two before the first bucket, and the third before those of the second
  expect(pages).toHaveLength(3);
  expect(pages.slice(0, 2)).toEqual([0, 1]);
  expect(pages[2]).toBeLessThan(450);
});

test('the first pages of all Regions of directory buckets are asked for before the last buckets are looked at', async () => {
  const { asked } = await knownAccount(100, [HERE, THERE]);
  expect(asked.filter((what) => what !== 'read')).toEqual(['list', `directory ${HERE}`, `directory ${THERE}`]);
  expect(asked.slice(-50).every((what) => what === 'read')).toBe(true);
});
