import { AwsError, NotModelledError } from '../../aws-error';
import type { PolicyDocument, PolicyStatement } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';

const NARROWING_KEYS = ['aws:principalorgid', 'aws:principalarn', 'aws:principalaccount', 'aws:userid'];
const NARROWING_OPERATORS = /^(string(equals|like)|arn(equals|like))$/i;
const MAXIMUM_BYTES = 20_480;

/**
 * Checks a policy as PutBucketPolicy does on a directory bucket, where all of Block Public Access is always on. Throws AwsError
 * MalformedPolicy (400), or AccessDenied (403) for a public policy. Whether an ARN principal exists is not checked.
 */
export function readDirectoryBucketPolicy(body: Buffer, bucketArn: string, caller: string): PolicyDocument {
  const text = body.toString('utf8');
  if (!text.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (body.length > MAXIMUM_BYTES) throw new NotModelledError('bucket policies of more than 20 KB');
  const document = parse(text);
  for (const statement of document.Statement) {
    for (const action of statement.Action ?? statement.NotAction ?? []) {
      if (action !== '*' && !/^s3express:/i.test(action)) throw malformed('Policy has invalid action');
    }
    for (const resource of statement.Resource ?? statement.NotResource ?? []) {
      if (resource !== bucketArn) throw malformed('Policy has invalid resource');
    }
    if (isPublic(statement)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller} is not authorized to perform: s3express:PutBucketPolicy on resource: "${bucketArn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        403,
      );
    }
  }
  return document;
}

/**
 * What of a bucket policy counts for the operations of the control endpoint: they are granted "in an IAM identity-based policy instead
 * of a bucket policy" and "cross-account access isn't supported", so that only its denials are left. Undefined where there are none.
 * Source: each operation's permissions in the S3 API Reference.
 */
export function denialsOf(document: PolicyDocument | undefined): PolicyDocument | undefined {
  const denials = document?.Statement.filter(({ Effect }) => Effect === 'Deny') ?? [];
  return document === undefined || denials.length === 0 ? undefined : { ...document, Statement: denials };
}

function parse(text: string): PolicyDocument {
  try {
    return parsePolicy(text, 'resource');
  } catch (error) {
    if (error instanceof AwsError) throw malformed(error.message);
    throw error;
  }
}

function isPublic({ Effect, Principal, Condition }: PolicyStatement): boolean {
  const everyone = Principal === '*' || (Principal?.AWS?.includes('*') ?? false);
  if (Effect !== 'Allow' || !everyone) return false;
  return !Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      NARROWING_OPERATORS.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          NARROWING_KEYS.includes(key.toLowerCase()) && values.every((value) => !/[*?]|\$\{/.test(value)),
      ),
  );
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message);
}
