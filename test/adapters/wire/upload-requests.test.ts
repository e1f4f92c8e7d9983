import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type HttpRequest, HttpResponse } from '@smithy/core/transport';
import { ObjectUpload } from '../../../adapters/object-upload';
import { S3Calls } from '../../../adapters/s3-calls';
import { region } from '../../fakes/identifiers';
import { RecordingJournal } from '../../fakes/recording-journal';
import { CapturingHandler, type SeenHttpRequest } from './capturing-handler';

const HERE = region('eu-central-1');
const UPLOAD_ID = 'a+b/c=&<"é';
const E_TAG = '"d41d8&<cd98f"';
const PLACE = { Bucket: 'private', Key: "reports/a b+c(d)'é/ü.html", ExpectedBucketOwner: '111122223333' };
const COMPLETED = '<CompleteMultipartUploadResult><ETag>"x-2"</ETag></CompleteMultipartUploadResult>';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

/** Keeps what would have been sent, and answers as S3 does. */
class AnsweringHandler extends CapturingHandler {
  readonly completion: string;

  constructor(completion = COMPLETED) {
    super();
    this.completion = completion;
  }

  override async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    await super.handle(request).catch(() => undefined);
    const { method, query, headers } = request;
    const sum = headers['x-amz-checksum-crc32'];
    const isPart = method === 'PUT' && query?.['partNumber'] !== undefined && sum !== undefined;
    return {
      response: new HttpResponse({
        statusCode: method === 'DELETE' ? 204 : 200,
        headers: isPart ? { etag: E_TAG, 'x-amz-checksum-crc32': sum } : { 'content-type': 'application/xml' },
        body: Readable.from(method === 'POST' ? [Buffer.from(answerTo(query, this.completion))] : []),
      }),
    };
  }
}

function answerTo(query: HttpRequest['query'], completion: string): string {
  const id = UPLOAD_ID.replace('&', '&amp;').replace('<', '&lt;');
  return query?.['uploads'] === undefined
    ? completion
    : `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
}

/** Two parts, then the end, then an abortion: all four calls. */
async function ours(requestHandler = new AnsweringHandler()): Promise<readonly SeenHttpRequest[]> {
  const calls = new S3Calls({ credentials, requestHandler, endpoints: async () => settings });
  const upload = await ObjectUpload.begin({
    ...{ calls, region: HERE, bucket: PLACE.Bucket, key: PLACE.Key, owner: PLACE.ExpectedBucketOwner, partBytes: 3 },
    ...{ contentType: 'text/html; charset=utf-8', metadata: { run: 'run-1' }, journal: new RecordingJournal() },
  });
  await upload.write(Buffer.from('one'));
  await upload.write(Buffer.from('tw'));
  await upload.end();
  await upload.abort();
  return requestHandler.seen;
}

const settings = { fips: false, dualStack: false, url: () => undefined };

async function theirs(): Promise<readonly SeenHttpRequest[]> {
  const requestHandler = new AnsweringHandler();
  const client = new S3Client({ region: HERE, credentials, requestHandler, maxAttempts: 1 });
  const content = { ContentType: 'text/html; charset=utf-8', Metadata: { run: 'run-1' } };
  const checked = { ChecksumAlgorithm: 'CRC32' } as const;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...PLACE, ...content, ...checked }));
  const upload = { ...PLACE, UploadId };
  const Parts = [];
  for (const [index, text] of ['one', 'tw'].entries()) {
    const part = { PartNumber: index + 1, Body: Buffer.from(text), ...checked };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...upload, ...part }));
    Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  await client.send(new AbortMultipartUploadCommand(upload));
  return requestHandler.seen;
}

test('an upload makes the five requests that the SDK would make, checksums and their confirmation included', async () => {
  const sent = await ours();
  expect(sent.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT', 'POST', 'DELETE']);
  expect(sent).toEqual(await theirs());
});

test.each(['', '\n \n', COMPLETED.slice(0, -5), '<Other/>'])(
  'fails when the answer to its completion is %j, which does not say that the object is whole',
  async (completion) => {
    await expect(ours(new AnsweringHandler(completion))).rejects.toMatchObject({ name: 'UnreadableAnswer' });
  },
);
