import { formatArn, partitionOf } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Directory } from '../../organization/directory';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import { renderXml } from '../../wire/xml';
import { CloudTrail } from '../cloudtrail/cloud-trail';
import type { EventSink } from '../events/event';
import { type Address, readAddress } from './address';
import type { Bucket, StoredLifecycle } from './bucket';
import { checkBucketName } from './bucket-name';
import { answer, bucketOperations, XML_HEADERS } from './bucket-operations';
import { verifyChecksum } from './checksum';
import { readBucketRequest, refuseTaken } from './create-bucket';
import type { LifecycleOptions } from './lifecycle/store-lifecycle';
import { listBuckets } from './list-buckets';
import { type Operation, readOperation } from './operations';
import { noSuchBucket, permanentRedirect, plainAccessDenied, wrongSigningRegion } from './s3-errors';
import { trailParameters } from './trail-parameters';

export interface S3ServiceOptions extends Partial<LifecycleOptions> {
  readonly authorizer: Authorizer;
  readonly directory: Directory;
  readonly events: EventSink;
  readonly trace: Trace;
  readonly clock: Clock;
}

/** One call on its way: what it asks for and where. */
interface BucketCall {
  readonly call: Call;
  readonly account: string;
  readonly operation: Operation;
  readonly address: Address;
  readonly arn: string;
}

/**
 * S3's general purpose buckets: themselves, their lifecycle, tags and policy. Objects and directory buckets are not modelled. Each
 * call stands in the trace as `s3:` and the API operation's name; each one that writes becomes CloudTrail's event.
 */
export class S3Service implements WireService {
  readonly signingNames = ['s3'];
  readonly #buckets = new Map<string, Bucket>();
  readonly #authorizer: Authorizer;
  readonly #directory: Directory;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #trail: CloudTrail;
  readonly #operations: ReturnType<typeof bucketOperations>;

  constructor(options: S3ServiceOptions) {
    this.#authorizer = options.authorizer;
    this.#directory = options.directory;
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#trail = new CloudTrail(options);
    this.#operations = bucketOperations(this.#buckets, {
      additionalRuleElements: options.additionalRuleElements ?? [],
      samePrefixInV1: options.samePrefixInV1 ?? 'refuse',
    });
  }

  /** What is in a bucket, for tools of the same process; undefined when there is no such bucket. Not authorized, not traced. */
  inspect(bucket: string):
    | {
        readonly owner: string;
        readonly region: string;
        readonly lifecycle?: StoredLifecycle;
        readonly tags: ReadonlyMap<string, string>;
      }
    | undefined {
    const found = this.#buckets.get(bucket);
    if (found === undefined) return undefined;
    const { owner, region, lifecycle, tags } = found;
    return { owner, region, tags, ...(lifecycle === undefined ? {} : { lifecycle }) };
  }

  async handle(call: Call): Promise<WireResponse> {
    const { caller } = call;
    if (caller.kind === 'service') throw new NotModelledError('S3 called by a service principal');
    const address = readAddress(call.request);
    if (address.hostRegion !== undefined && address.hostRegion !== call.region) {
      throw wrongSigningRegion(call.region, address.hostRegion);
    }
    const operation = readOperation(call.request, address);
    if (address.bucket !== '') checkBucketName(address.bucket);
    const partition = partitionOf(call.region);
    const arn = formatArn({ partition, service: 's3', region: '', account: '', resource: address.bucket || '*' });
    const request: BucketCall = { call, account: caller.accountId, operation, address, arn };
    // Before the call: DeleteBucket leaves nobody to ask afterwards.
    const owner = operation.name === 'CreateBucket' ? undefined : this.#buckets.get(address.bucket)?.owner;
    const entry = { action: `s3:${operation.name}`, caller, region: call.region, resource: arn };
    try {
      const response = await recordCall(this.#trace, entry, () => this.#run(request));
      this.#publish(request, owner);
      return response;
    } catch (error) {
      if (error instanceof AwsError) this.#publish(request, owner, error);
      throw error;
    }
  }

  renderError(
    error: { code: string; message: string; status: number; fields: Readonly<Record<string, string>> },
    requestId: string,
  ): WireResponse {
    const hostId = Buffer.from(requestId).toString('base64');
    const tree = {
      Code: error.code,
      Message: error.message,
      ...error.fields,
      RequestId: requestId,
      HostId: hostId,
    };
    return {
      status: error.status,
      headers: { ...XML_HEADERS, 'x-amz-request-id': requestId, 'x-amz-id-2': hostId },
      body: renderXml('Error', tree),
    };
  }

  #run(request: BucketCall): WireResponse {
    switch (request.operation.name) {
      case 'ListBuckets':
        return this.#listBuckets(request);
      case 'CreateBucket':
        return this.#createBucket(request);
      default: {
        const bucket = this.#reach(request);
        if (request.call.request.method === 'PUT') {
          verifyChecksum(request.call.request, request.operation.checksumRequired ?? false);
        }
        return this.#operations[request.operation.name](bucket, request);
      }
    }
  }

  /** The bucket, after everything that S3 asks before it does anything. Throws AwsError. */
  #reach({ call, account, operation, address, arn }: BucketCall): Bucket {
    const bucket = this.#buckets.get(address.bucket);
    if (bucket === undefined) throw noSuchBucket(address.bucket);
    // The endpoint of us-east-1 tells any bucket's location.
    const tellsLocation = operation.name === 'GetBucketLocation' && call.region === 'us-east-1';
    if (bucket.region !== call.region && !tellsLocation) {
      throw permanentRedirect(bucket.name, bucket.region, address.virtualHosted);
    }
    const expected = call.request.headers['x-amz-expected-bucket-owner'];
    if (expected !== undefined && !/^\d{12}$/.test(expected)) {
      throw new AwsError(
        'InvalidBucketOwnerAWSAccountID',
        'The value of the expected bucket owner parameter must be an AWS account ID',
        400,
        { fields: { BucketOwner: expected } },
      );
    }
    if (expected !== undefined && expected !== bucket.owner) throw plainAccessDenied();
    const state = this.#directory.account(bucket.owner)?.state ?? 'ACTIVE';
    if (state === 'SUSPENDED' || state === 'CLOSED') {
      throw new AwsError('AllAccessDisabled', 'All access to this object has been disabled', 403);
    }
    this.#authorizer.authorize({
      caller: call.caller,
      action: operation.action,
      resource: arn,
      resourceAccount: bucket.owner,
      region: call.region,
      context: { 's3:ResourceAccount': bucket.owner },
      ...(bucket.policy === undefined
        ? {}
        : { resourcePolicy: bucket.policy.document, resourcePolicyKind: 'resource-based policy' }),
    });
    // A bucket's policy is for its owner's account alone, whoever is allowed.
    if (operation.name.endsWith('BucketPolicy') && account !== bucket.owner) {
      throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    }
    return bucket;
  }

  #listBuckets({ call, account, operation, arn }: BucketCall): WireResponse {
    this.#authorizer.authorize({
      caller: call.caller,
      action: operation.action,
      resource: arn,
      resourceAccount: account,
      region: call.region,
    });
    const owned = [...this.#buckets.values()].filter(({ owner }) => owner === account);
    return answer(listBuckets(owned, account, call.request.query));
  }

  #createBucket({ call, account, operation, address, arn }: BucketCall): WireResponse {
    const { request } = call;
    const wanted = settle(() => readBucketRequest(request, call.region));
    const location = wanted.ok ? wanted.value.locationConstraint : '';
    const acl = request.headers['x-amz-acl'];
    const authorize = (action: string, context: Record<string, string | readonly string[]>) =>
      this.#authorizer.authorize({
        caller: call.caller,
        action,
        resource: arn,
        resourceAccount: account,
        region: call.region,
        context,
      });
    authorize(operation.action, {
      ...(location === '' ? {} : { 's3:locationconstraint': location }),
      ...(acl === undefined ? {} : { 's3:x-amz-acl': acl }),
    });
    verifyChecksum(request, false);
    if (!wanted.ok) throw wanted.error;
    const { region, locationConstraint, tags } = wanted.value;
    if (request.headers['x-amz-object-ownership'] !== undefined) authorize('s3:PutBucketOwnershipControls', {});
    if (tags.size > 0) {
      const requested = [...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
      authorize('s3:TagResource', { ...Object.fromEntries(requested), 'aws:TagKeys': [...tags.keys()] });
    }
    const existing = this.#buckets.get(address.bucket);
    if (existing === undefined) {
      this.#buckets.set(address.bucket, {
        name: address.bucket,
        owner: account,
        region,
        locationConstraint,
        createdAt: this.#clock.now(),
        tags,
        lifecycle: undefined,
        policy: undefined,
      });
    } else {
      refuseTaken(existing, account, region);
    }
    return { status: 200, headers: { location: `/${address.bucket}` } };
  }

  #publish({ call, account, operation, address, arn }: BucketCall, owner: string | undefined, error?: AwsError): void {
    if (operation.eventName === undefined) return;
    const resource = { type: 'AWS::S3::Bucket', ARN: arn };
    this.#trail.record({
      call,
      eventSource: 's3.amazonaws.com',
      eventName: operation.eventName,
      requestParameters: trailParameters(call.request, address, call.region),
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: call.request.body.length,
        AuthenticationMethod: call.request.headers['authorization'] === undefined ? 'QueryString' : 'AuthHeader',
        'x-amz-id-2': Buffer.from(call.requestId).toString('base64'),
        bytesTransferredOut: 0,
      },
      ...(operation.name === 'CreateBucket'
        ? {}
        : { resources: [owner === undefined ? resource : { accountId: owner, ...resource }] }),
      ...(error === undefined ? {} : { error }),
      resourceOwner: owner ?? account,
    });
  }
}

/** Holds an AwsError back until the caller has turned out to be allowed. */
function settle<Value>(read: () => Value): { ok: true; value: Value } | { ok: false; error: AwsError } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof AwsError) return { ok: false, error };
    throw error;
  }
}
