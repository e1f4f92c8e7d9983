import { RetryQuotas } from '../../adapters/retry-quotas';
import { listTaggedBuckets } from '../../adapters/tagged-buckets';
import { region } from '../fakes/identifiers';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const HERE = region('eu-central-1');
const scripted = new ScriptedEndpoint();
let url = '';

beforeAll(async () => {
  url = await scripted.start();
});
afterAll(() => scripted.stop());
beforeEach(() => {
  scripted.seen.length = 0;
});

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const list = () => listTaggedBuckets({ credentials, endpoint: url, retries: new RetryQuotas(1) }, HERE, 'leave');
const page = (arns: readonly string[], PaginationToken = ''): ScriptedAnswer => ({
  status: 200,
  body: JSON.stringify({ PaginationToken, ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN })) }),
});

test('every page is read, the empty ones as well, and what is no bucket is left out', async () => {
  scripted.answer(
    page(['arn:aws:s3:::one', 'arn:aws:s3:eu-central-1:111122223333:accesspoint/two'], 'a'),
    page([], 'b'),
    page(['arn:aws-cn:s3:::three', 'arn:aws:s3:::one/key']),
  );
  expect(await list()).toEqual({ kind: 'known', buckets: new Set(['one', 'three']) });
  expect(scripted.seen.map(({ body }): unknown => JSON.parse(body))).toEqual(
    [undefined, 'a', 'b'].map((PaginationToken) => ({
      ResourceTypeFilters: ['s3'],
      TagFilters: [{ Key: 'leave' }],
      ResourcesPerPage: 100,
      ...(PaginationToken === undefined ? {} : { PaginationToken }),
    })),
  );
});

test('fails as unknown when a page cannot be had, whatever came before', async () => {
  scripted.answer(page(['arn:aws:s3:::one'], 'a'), { status: 400, body: '{"__type":"ThrottledException"}' });
  expect(await list()).toEqual({ kind: 'unknown', message: expect.stringContaining('ThrottledException') });
});

test('fails as unknown when there are more names than are kept', async () => {
  const names = Array.from({ length: 20_001 }, (_, index) => `arn:aws:s3:::bucket-${index}`);
  scripted.answer(page(names, 'more'));
  expect(await list()).toEqual({ kind: 'unknown', message: expect.stringContaining('20000') });
  scripted.answer(page(names.slice(1)));
  expect(await list()).toMatchObject({ kind: 'known' });
});
