import { AwsError } from '../../aws-error';
import type { Directory } from '../../organization/directory';
import type { Authorizer } from '../../policy/authorizer';
import type { Call } from '../../wire/message';
import { invalidRequest, noSuchBucket } from '../s3/s3-errors';
import type { DirectoryBucket } from './directory-bucket';
import { denialsOf } from './directory-bucket-policy';
import type { ExpressAddress } from './express-address';
import type { Operation } from './express-operations';

/** One call on its way: what it asks for and where. */
export interface ExpressCall {
  readonly call: Call;
  /** The caller's account. */
  readonly account: string;
  readonly operation: Operation;
  readonly address: ExpressAddress;
  /** '' for the service itself. */
  readonly bucket: string;
  /** `*` for the service itself. */
  readonly arn: string;
}

export interface ExpressAccessOptions {
  readonly authorizer: Authorizer;
  readonly directory: Directory;
}

type Context = Readonly<Record<string, string | readonly string[]>>;

/** What S3 asks before it does anything with a bucket. */
export class ExpressAccess {
  readonly #authorizer: Authorizer;
  readonly #directory: Directory;

  constructor({ authorizer, directory }: ExpressAccessOptions) {
    this.#authorizer = authorizer;
    this.#directory = directory;
  }

  /** Throws AwsError if the caller may not do the operation on the bucket, if that exists at all; answers the bucket. */
  reach(called: ExpressCall, bucket: DirectoryBucket | undefined): DirectoryBucket {
    const { call, operation, address } = called;
    if (address.kind === 'tags') checkAccount(call, address.arn);
    const isNamed = address.kind !== 'tags' || address.arn.account === bucket?.owner;
    if (bucket === undefined || !isNamed) throw noSuchBucket(called.bucket);
    const state = this.#directory.account(bucket.owner)?.state ?? 'ACTIVE';
    if (state === 'SUSPENDED' || state === 'CLOSED') {
      throw new AwsError('AllAccessDisabled', 'All access to this object has been disabled', 403);
    }
    const tags = [...bucket.tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`s3express:BucketTag/${key}`, value],
    ]);
    this.authorize(called, operation.action, Object.fromEntries(tags), bucket);
    return bucket;
  }

  /** Throws AwsError AccessDenied. Without a bucket the caller's own account owns what is asked for. */
  authorize({ call, account, arn }: ExpressCall, action: string, context: Context, bucket?: DirectoryBucket): void {
    const owner = bucket?.owner ?? account;
    const denials = denialsOf(bucket?.policy?.document);
    this.#authorizer.authorize({
      caller: call.caller,
      action,
      resource: arn,
      resourceAccount: owner,
      region: call.region,
      context: { ...context, 's3express:ResourceAccount': owner },
      ...(denials === undefined ? {} : { resourcePolicy: denials, resourcePolicyKind: 'resource-based policy' }),
    });
  }

  /**
   * Whether S3 Lifecycle can act on a bucket: its policy lets `lifecycle.s3.amazonaws.com` do `s3express:CreateSession`. Source:
   * "Working with S3 Lifecycle for directory buckets", S3 User Guide.
   */
  lifecycleCanAct({ arn, owner, region, policy }: DirectoryBucket): boolean {
    return this.#authorizer.decide({
      caller: { kind: 'service', principal: 'lifecycle.s3.amazonaws.com', sourceAccount: owner, sourceArn: arn },
      action: 's3express:CreateSession',
      resource: arn,
      resourceAccount: owner,
      region,
      context: { 's3express:SessionMode': 'ReadWrite', 's3express:ResourceAccount': owner },
      ...(policy === undefined ? {} : { resourcePolicy: policy.document }),
    }).allowed;
  }
}

/** S3 Control says in a header whose resource the ARN names. */
function checkAccount({ request, region }: Call, arn: { readonly account: string; readonly region: string }): void {
  const account = request.headers['x-amz-account-id'];
  if (account === undefined || !/^\d{12}$/.test(account)) {
    throw invalidRequest('Missing or invalid header for this request: x-amz-account-id');
  }
  if (account !== arn.account || region !== arn.region) {
    throw invalidRequest('The resource ARN is not one of the account and Region of this request.');
  }
}
