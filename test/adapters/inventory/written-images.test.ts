import { DynamoDbWriteLog } from '../../../adapters/inventory/write-log';
import { DynamoDbWrittenImages } from '../../../adapters/inventory/written-images';
import type { LifecycleConfiguration } from '../../../core/lifecycle/configuration';
import type { WriteEnd, WritePurpose } from '../../../core/write-log';
import { ONE, placeOf } from '../../contracts/outcomes';
import { bucketName } from '../../fakes/identifiers';
import { ManualClock } from '../../fakes/manual-clock';
import { InMemoryImages } from './in-memory-images';
import { LocalDynamoDb } from './local-table';
import { WatchedCalls } from './watched-calls';

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

test('before-images of our writes come for many buckets by one query, and those of other writes do not', async () => {
  const client = local.client();
  const table = await local.newTable(client);
  const log = new DynamoDbWriteLog(table, new ManualClock(), new InMemoryImages());
  const write = async (
    name: string,
    before: LifecycleConfiguration | undefined,
    { end = 'written', purpose = 'rule' }: { readonly end?: WriteEnd; readonly purpose?: WritePurpose } = {},
  ): Promise<void> => {
    const days = purpose === 'rule' ? 7 : null;
    const claim = await log.claim(placeOf(name), { purpose, before, planned: 'p', days, readAt: 0 }, undefined);
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    await log.end(placeOf(name), claim.id, end);
  };
  const foreign = { xml: '<a>ü</a>', transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
  await write('a-before-all', foreign);
  await write('b-foreign', foreign);
  await write('c-bare', undefined);
  await write('d-refused', foreign, { end: 'not-written' });
  await write('e-undone', foreign, { purpose: 'undo' });
  await write('f-last', { xml: '<b/>' });
  await write('g-behind-all', foreign);
  const { seen } = new WatchedCalls(client);
  seen.length = 0;
  const images = await new DynamoDbWrittenImages(table).between(ONE, bucketName('b-foreign'), bucketName('f-last'));
  expect([...images]).toEqual([
    ['b-foreign', { before: foreign, days: 7 }],
    ['c-bare', { before: undefined, days: 7 }],
    ['f-last', { before: { xml: '<b/>' }, days: 7 }],
  ]);
  expect(seen).toEqual(['Query']);
});
