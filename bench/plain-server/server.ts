/**
 * A server that answers what a calm sweep or one event asks, and checks nothing: every bucket is covered, the table is empty. Runs in a process of its own, so that its CPU time is
 * nobody else's. Arguments: number of buckets, delay of each answer in milliseconds. Says its port over the IPC channel.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE_SIZE = 1_000;
const [, , many = '0', delay = '0'] = process.argv;
const buckets = Number(many);
const milliseconds = Number(delay);

const COVERED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>' +
  '<ID>abort</ID><Filter/><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation>' +
  '</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>';
const SESSION =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>' +
  '<SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>' +
  '</AssumeRoleResult></AssumeRoleResponse>';
const DIRECTORIES = '<ListAllMyDirectoryBucketsResult><Buckets/></ListAllMyDirectoryBucketsResult>';
const TAGGED = '{"PaginationToken":"","ResourceTagMappingList":[]}';

interface Answer {
  readonly type: string;
  readonly body: string;
}

function answerTo({ method = '', url = '' }: IncomingMessage): Answer | undefined {
  const { pathname, searchParams } = new URL(url, 'http://server');
  if (method === 'GET' && searchParams.has('lifecycle')) return xml(COVERED);
  if (method === 'GET' && searchParams.has('max-directory-buckets')) return xml(DIRECTORIES);
  if (method === 'GET' && searchParams.has('max-buckets')) return xml(listing(searchParams.get('continuation-token')));
  if (method === 'POST' && pathname.startsWith('/sts')) return xml(SESSION);
  if (method === 'POST') return { type: 'application/x-amz-json-1.1', body: TAGGED };
  return undefined;
}

function xml(body: string): Answer {
  return { type: 'application/xml', body };
}

function listing(token: string | null): string {
  const from = Number(token ?? 0);
  const end = Math.min(from + PAGE_SIZE, buckets);
  const entries = Array.from({ length: end - from }, (_, index) => {
    const name = `bucket-${String(from + index).padStart(9, '0')}`;
    return `<Bucket><Name>${name}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate><BucketRegion>eu-central-1</BucketRegion></Bucket>`;
  });
  const next = end < buckets ? `<ContinuationToken>${end}</ContinuationToken>` : '';
  return `<ListAllMyBucketsResult><Owner><ID>x</ID></Owner><Buckets>${entries.join('')}</Buckets>${next}</ListAllMyBucketsResult>`;
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const answer = answerTo(request);
    const { type, body } =
      answer ?? xml('<Error><Code>NotImplemented</Code><Message>not played here</Message></Error>');
    const send = () => {
      response.writeHead(answer === undefined ? 501 : 200, {
        'content-type': type,
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    };
    if (milliseconds === 0) send();
    else setTimeout(send, milliseconds);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
