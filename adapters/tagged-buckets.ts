import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type ResourceGroupsTaggingAPIClientConfig,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Region } from '../core/identifiers';
import type { TaggedBuckets } from '../core/sweep/survey';
import { awsFailure } from './aws-errors';
import type { Retries } from './retry-quotas';
import { jsonAnswersOnly } from './whole-answers';

/** Most names that are kept in mind. */
const MOST_NAMES = 20_000;
/** Most pages that are asked for, as pages may be empty: ten times those that so many names need. */
const MOST_PAGES = 2_000;
const PAGE_SIZE = 100;

export type TaggingConfig = Pick<
  ResourceGroupsTaggingAPIClientConfig,
  'credentials' | 'endpoint' | 'requestHandler'
> & {
  /** How often a call is made that fails in passing. */
  readonly retries: Retries;
};

/** Names of the general purpose buckets of `region` that carry a tag with this key. Source: GetResources, Resource Groups Tagging API Reference. */
export async function listTaggedBuckets(
  { retries, ...config }: TaggingConfig,
  region: Region,
  key: string,
): Promise<TaggedBuckets> {
  const { maxAttempts } = retries;
  const retryStrategy = retries.of('tagging', region);
  const tagging = jsonAnswersOnly(
    new ResourceGroupsTaggingAPIClient({ ...config, region, maxAttempts, retryStrategy }),
  );
  const buckets = new Set<string>();
  let token: string | undefined;
  try {
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page: { PaginationToken?: string | undefined; ResourceTagMappingList?: readonly Mapping[] | undefined } =
        await tagging.send(
          new GetResourcesCommand({
            ResourceTypeFilters: ['s3'],
            TagFilters: [{ Key: key }],
            ResourcesPerPage: PAGE_SIZE,
            PaginationToken: token,
          }),
        );
      for (const { ResourceARN } of page.ResourceTagMappingList ?? []) {
        const name = bucketOf(ResourceARN);
        if (name !== undefined) buckets.add(name);
      }
      if (buckets.size > MOST_NAMES) return { kind: 'unknown', message: `more than ${MOST_NAMES} buckets carry it` };
      token = page.PaginationToken;
      // the end is an empty token
      if (token === undefined || token === '') return { kind: 'known', buckets };
    }
    return { kind: 'unknown', message: `the listing has more than ${MOST_PAGES} pages` };
  } catch (error) {
    const { code, message } = awsFailure(error);
    return { kind: 'unknown', message: `${code}: ${message}` };
  }
}

interface Mapping {
  readonly ResourceARN?: string | undefined;
}

/** `arn:aws:s3:::orders`: what has a Region or an account in it is no bucket, such as an access point. */
function bucketOf(arn: string | undefined): string | undefined {
  return /^arn:[a-z-]+:s3:::([^/:]+)$/.exec(arn ?? '')?.[1];
}
