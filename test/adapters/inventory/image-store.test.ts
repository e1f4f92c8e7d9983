import { S3ImageStore } from '../../../adapters/inventory/image-store';
import { S3Calls } from '../../../adapters/s3-calls';
import { account, region } from '../../fakes/identifiers';
import { ScriptedEndpoint } from '../scripted-endpoint';

const scripted = new ScriptedEndpoint();
let calls: S3Calls;

beforeAll(async () => {
  const endpoint = await scripted.start();
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  calls = new S3Calls({ endpoint, credentials });
});

afterAll(() => scripted.stop());

const KEY = 'images/111122223333/orders/20260101T000000000Z-0a1b2c3d.xml.gz';

describe('S3ImageStore', () => {
  test('an image is put as an object and comes back to the byte', async () => {
    const store = new S3ImageStore({
      calls,
      region: region('eu-central-1'),
      bucket: 'private',
      owner: account('222222222222'),
    });
    const bytes = Buffer.from([0x1f, 0x8b, 0, 255, 128]);
    scripted.answer({ status: 200 }, { status: 200, body: bytes });
    await store.put(KEY, bytes);
    expect(scripted.seen[0]).toMatchObject({ method: 'PUT', url: expect.stringMatching(`^/private/${KEY}`) });
    expect(Buffer.from(await store.get(KEY))).toEqual(bytes);
    // a bucket of that name may be somebody else's by now
    for (const { headers } of scripted.seen) expect(headers['x-amz-expected-bucket-owner']).toBe('222222222222');
  });

  test('fails when S3 refuses, or has no such object', async () => {
    const store = new S3ImageStore({
      calls,
      region: region('eu-central-1'),
      bucket: 'private',
      owner: account('222222222222'),
    });
    const error = (code: string) => `<Error><Code>${code}</Code><Message>m</Message></Error>`;
    scripted.answer({ status: 403, body: error('AccessDenied') }, { status: 404, body: error('NoSuchKey') });
    await expect(store.put(KEY, Buffer.from('x'))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(store.get(KEY)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
