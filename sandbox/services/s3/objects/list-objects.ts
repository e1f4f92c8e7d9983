import { NotModelledError } from '../../../aws-error';
import { renderXml } from '../../../wire/xml';
import type { Bucket } from '../bucket';
import type { BucketOperation } from '../bucket-operations';
import type { ContinuationTokens } from '../continuation-token';
import { ownerId } from '../list-buckets';
import { invalidArgument } from '../s3-errors';
import { answer } from '../xml-answer';
import { S3_NAMESPACE } from '../xml-body';
import { keyEncoding, readPageSize, takePage } from './list-page';
import type { ObjectVersion } from './object-store';

/** ListObjectsV2 and ListObjectVersions, without delimiters. Source: their pages, S3 API Reference. */
export function objectListings(
  tokens: ContinuationTokens,
): Readonly<Record<'ListObjectsV2' | 'ListObjectVersions', BucketOperation>> {
  return {
    ListObjectsV2: (bucket, { call }) => {
      const { query } = call.request;
      if (query.get('list-type') !== '2') throw invalidArgument('Invalid list type', 'list-type');
      if ((query.get('fetch-owner') ?? 'false') !== 'false') throw new NotModelledError('fetch-owner');
      const limit = readPageSize(query, 'max-keys');
      const encode = keyEncoding(query);
      const prefix = query.get('prefix') ?? '';
      const token = query.get('continuation-token');
      const startAfter = query.get('start-after');
      const scope = `objects of ${bucket.name}`;
      const after = tokens.read(scope, token) ?? startAfter ?? undefined;
      const { page, more } = takePage(objects(bucket, prefix, after), limit);
      const last = page.at(-1);
      return answer(
        renderXml(
          'ListBucketResult',
          {
            Name: bucket.name,
            Prefix: encode(prefix),
            StartAfter: startAfter === null ? undefined : encode(startAfter),
            ContinuationToken: token ?? undefined,
            NextContinuationToken: more && last !== undefined ? tokens.give(scope, last.key) : undefined,
            KeyCount: page.length,
            MaxKeys: limit,
            EncodingType: query.get('encoding-type') ?? undefined,
            IsTruncated: more,
            Contents: page.map((version) => ({ Key: encode(version.key), ...described(version) })),
          },
          { xmlns: S3_NAMESPACE },
        ),
      );
    },
    ListObjectVersions: (bucket, { call }) => {
      const { query } = call.request;
      const limit = readPageSize(query, 'max-keys');
      const encode = keyEncoding(query);
      const prefix = query.get('prefix') ?? '';
      const keyMarker = query.get('key-marker') ?? '';
      const idMarker = query.get('version-id-marker') ?? '';
      if (idMarker !== '' && keyMarker === '') {
        throw invalidArgument('A version-id marker cannot be specified without a key marker.', 'version-id-marker');
      }
      const { page, more } = takePage(versions(bucket, prefix, keyMarker, idMarker), limit);
      const last = more ? page.at(-1) : undefined;
      const Owner = { ID: ownerId(bucket.owner) };
      const entries = (wanted: boolean) =>
        page
          .filter(({ version }) => (version.content !== undefined) === wanted)
          .map(({ version, isLatest }) => ({
            Key: encode(version.key),
            VersionId: version.versionId,
            IsLatest: isLatest,
            ...described(version),
            Owner,
          }));
      return answer(
        renderXml(
          'ListVersionsResult',
          {
            Name: bucket.name,
            Prefix: encode(prefix),
            KeyMarker: encode(keyMarker),
            VersionIdMarker: idMarker,
            NextKeyMarker: last === undefined ? undefined : encode(last.version.key),
            NextVersionIdMarker: last?.version.versionId,
            MaxKeys: limit,
            EncodingType: query.get('encoding-type') ?? undefined,
            IsTruncated: more,
            Version: entries(true),
            DeleteMarker: entries(false),
          },
          { xmlns: S3_NAMESPACE },
        ),
      );
    },
  };
}

function described({ lastModified, content }: ObjectVersion) {
  return {
    LastModified: lastModified.toISOString(),
    ...(content === undefined
      ? {}
      : { ETag: `"${content.etag}"`, Size: content.body.length, StorageClass: 'STANDARD' }),
  };
}

function* objects(bucket: Bucket, prefix: string, after: string | undefined): Generator<ObjectVersion> {
  for (const key of bucket.objects.keys(prefix, after)) {
    const newest = bucket.objects.newest(key);
    if (newest?.content !== undefined) yield newest;
  }
}

/** By key, newest first; those behind the markers. */
function* versions(
  bucket: Bucket,
  prefix: string,
  keyMarker: string,
  idMarker: string,
): Generator<{ readonly version: ObjectVersion; readonly isLatest: boolean }> {
  const each = (key: string) => bucket.objects.versions(key).map((version, at) => ({ version, isLatest: at === 0 }));
  if (idMarker !== '' && keyMarker.startsWith(prefix)) {
    const marked = each(keyMarker);
    const at = marked.findIndex(({ version }) => version.versionId === idMarker);
    if (at >= 0) yield* marked.slice(at + 1);
  }
  for (const key of bucket.objects.keys(prefix, keyMarker === '' ? undefined : keyMarker)) yield* each(key);
}
