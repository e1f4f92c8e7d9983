import { z } from 'zod';
import { AwsError, NotModelledError } from '../../aws-error';

const DEFAULT_PAGE = 50;

// Limits are those of the service model 2017-01-26. Its other members (ResourceARNList, TagsPerPage, compliance) are not modelled.
const SCHEMA = z.strictObject({
  PaginationToken: z.string().max(2048).nullish(),
  TagFilters: z
    .array(
      z.strictObject({
        Key: z.string().min(1).max(128),
        Values: z.array(z.string().max(256)).max(20).nullish(),
      }),
    )
    .max(50)
    .nullish(),
  ResourcesPerPage: z.int().min(1).max(100).nullish(),
  ResourceTypeFilters: z
    .array(
      z
        .string()
        .max(256)
        .regex(/^[a-z0-9-]+(:[A-Za-z0-9._/-]+)?$/),
    )
    .max(100)
    .nullish(),
});

export interface GetResourcesRequest {
  readonly types: readonly string[];
  /** All must hold; without values any value will do. */
  readonly filters: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly pageSize: number;
  /** ARN after which the page begins; '' for the first page. */
  readonly after: string;
}

/** Throws AwsError InvalidParameterException, and NotModelledError for members that are not known here. */
export function readGetResources(input: unknown): GetResourcesRequest {
  const result = SCHEMA.safeParse(input);
  if (!result.success) {
    const [issue] = result.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      throw new NotModelledError(`the member ${issue.keys.join(', ')} of GetResources`);
    }
    throw invalidParameter(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { PaginationToken, TagFilters, ResourcesPerPage, ResourceTypeFilters } = result.data;
  return {
    types: ResourceTypeFilters ?? [],
    filters: (TagFilters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values ?? [] })),
    pageSize: ResourcesPerPage ?? DEFAULT_PAGE,
    after: readToken(PaginationToken ?? ''),
  };
}

/** '' at the end, as the API answers it. */
export function writeToken(after: string | undefined): string {
  return after === undefined ? '' : Buffer.from(`after:${after}`).toString('base64');
}

function readToken(token: string): string {
  if (token === '') return '';
  const match = /^after:(.+)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (match?.[1] === undefined) throw invalidParameter('The pagination token is not valid.');
  return match[1];
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
