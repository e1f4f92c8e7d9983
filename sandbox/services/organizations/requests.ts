import { z } from 'zod';
import { NotModelledError } from '../../aws-error';
import { invalidInput } from './errors';
import { LARGEST_PAGE } from './pages';

// Patterns and limits are those of the Organizations service model.
const accountId = z.string().regex(/^\d{12}$/);
const rootId = z.string().regex(/^r-[0-9a-z]{4,32}$/);
const unitId = z.string().regex(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/);
const parentId = z.union([rootId, unitId]);
const taggable = z.union([rootId, unitId, accountId]);
const tag = z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) });
const paging = { NextToken: z.string().optional(), MaxResults: z.int().min(1).max(LARGEST_PAGE).optional() };

export const requests = {
  nothing: z.strictObject({}),
  paging: z.strictObject(paging),
  ofParent: z.strictObject({ ParentId: parentId, ...paging }),
  ofChild: z.strictObject({ ChildId: z.union([accountId, unitId]), ...paging }),
  children: z.strictObject({
    ParentId: parentId,
    ChildType: z.enum(['ACCOUNT', 'ORGANIZATIONAL_UNIT']),
    ...paging,
  }),
  account: z.strictObject({ AccountId: accountId }),
  unit: z.strictObject({ OrganizationalUnitId: unitId }),
  tagsOf: z.strictObject({ ResourceId: taggable, NextToken: z.string().optional() }),
  tag: z.strictObject({ ResourceId: taggable, Tags: z.array(tag) }),
  untag: z.strictObject({ ResourceId: taggable, TagKeys: z.array(z.string()) }),
  move: z.strictObject({ AccountId: accountId, SourceParentId: parentId, DestinationParentId: parentId }),
  administrators: z.strictObject({ ServicePrincipal: z.string().max(128).optional(), ...paging }),
  create: z.strictObject({
    AccountName: z.string().min(1).max(50),
    Email: z
      .string()
      .min(6)
      .max(64)
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
    // Billing access has no effect on anything here.
    IamUserAccessToBilling: z.enum(['ALLOW', 'DENY']).optional(),
    Tags: z.array(tag).optional(),
  }),
  creation: z.strictObject({ CreateAccountRequestId: z.string().regex(/^car-[a-z0-9]{8,32}$/) }),
};

/** Throws NotModelledError for a member that the schema lacks, AwsError InvalidInputException for a bad value. */
export function readRequest<Request>(schema: z.ZodType<Request>, operation: string, input: unknown): Request {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw new NotModelledError(`the member ${issue.keys.join(', ')} of ${operation}`);
  }
  const missing = issue !== undefined && issue.code === 'invalid_type' && issue.message.includes('undefined');
  throw invalidInput(
    missing ? 'INPUT_REQUIRED' : 'INVALID_PATTERN',
    `You provided a value that does not match the required pattern: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
