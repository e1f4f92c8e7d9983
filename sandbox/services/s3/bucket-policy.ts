import { AwsError, NotModelledError } from '../../aws-error';
import type { PolicyDocument, PolicyStatement } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';
import type { WireResponse } from '../../wire/message';
import { noSuchDocument } from './s3-errors';

/** What the policies of one kind of bucket may say. */
export interface BucketPolicyKind {
  readonly actionPrefix: 's3' | 's3express';
  /** Whether statements may name objects too, as ARNs below the bucket's. */
  readonly namesObjects: boolean;
  /** Conditions on these keys, with values that are no wildcards, make a statement for everyone one that is not public. */
  readonly narrowingKeys: readonly string[];
}

const GENERAL_PURPOSE: BucketPolicyKind = {
  actionPrefix: 's3',
  namesObjects: true,
  narrowingKeys: [
    'aws:principalorgid',
    'aws:principalarn',
    'aws:principalaccount',
    'aws:sourceaccount',
    'aws:sourcearn',
    'aws:sourceorgid',
    'aws:userid',
  ],
};
const NARROWING_OPERATORS = /^(string(equals|like)|arn(equals|like))$/i;
const MAXIMUM_BYTES = 20_480;

/**
 * Checks a policy as PutBucketPolicy does on a bucket with the block of public access that every new bucket has, and that a directory
 * bucket always has. Throws AwsError MalformedPolicy (400), or AccessDenied (403) for a public policy. Whether an ARN principal exists
 * is not checked.
 */
export function readBucketPolicy(
  body: Buffer,
  bucketArn: string,
  caller: string,
  kind: BucketPolicyKind = GENERAL_PURPOSE,
): PolicyDocument {
  const { actionPrefix, namesObjects, narrowingKeys } = kind;
  const text = body.toString('utf8');
  if (!text.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (body.length > MAXIMUM_BYTES) throw new NotModelledError('bucket policies of more than 20 KB');
  const document = parse(text);
  for (const statement of document.Statement) {
    for (const action of statement.Action ?? statement.NotAction ?? []) {
      if (action !== '*' && !action.toLowerCase().startsWith(`${actionPrefix}:`)) {
        throw malformed('Policy has invalid action');
      }
    }
    for (const resource of statement.Resource ?? statement.NotResource ?? []) {
      if (resource !== bucketArn && !(namesObjects && resource.startsWith(`${bucketArn}/`))) {
        throw malformed('Policy has invalid resource');
      }
    }
    if (isPublic(statement, narrowingKeys)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller} is not authorized to perform: ${actionPrefix}:PutBucketPolicy on resource: "${bucketArn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        403,
      );
    }
  }
  return document;
}

/** The answer to GetBucketPolicy. Throws AwsError NoSuchBucketPolicy (404). */
export function policyAnswer({ name, policy }: { name: string; policy?: { text: string } | undefined }): WireResponse {
  if (policy === undefined) throw noSuchDocument('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: policy.text };
}

function parse(text: string): PolicyDocument {
  try {
    return parsePolicy(text, 'resource');
  } catch (error) {
    if (error instanceof AwsError) throw malformed(error.message);
    throw error;
  }
}

function isPublic({ Effect, Principal, Condition }: PolicyStatement, narrowingKeys: readonly string[]): boolean {
  const everyone = Principal === '*' || (Principal?.AWS?.includes('*') ?? false);
  if (Effect !== 'Allow' || !everyone) return false;
  return !Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      NARROWING_OPERATORS.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          narrowingKeys.includes(key.toLowerCase()) && values.every((value) => !/[*?]|\$\{/.test(value)),
      ),
  );
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message);
}
