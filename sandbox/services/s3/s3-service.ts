import { formatArn, partitionOf } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Directory } from '../../organization/directory';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import { CloudTrail } from '../cloudtrail/cloud-trail';
import type { EventSink } from '../events/event';
import { readAddress } from './address';
import type { StoredLifecycle } from './bucket';
import { checkBucketName } from './bucket-name';
import { type BucketOperation, bucketOperations } from './bucket-operations';
import { BUCKET_SETTINGS } from './bucket-settings';
import { verifyChecksum } from './checksum';
import { allowAll, viaCloudFormation } from './cloudformation/deploying-principal';
import { ContinuationTokens } from './continuation-token';
import { createBucket } from './create-bucket';
import { DEFAULT_READS } from './default-reads';
import type { LifecycleOptions } from './lifecycle/store-lifecycle';
import { listBuckets } from './list-buckets';
import { objectListings } from './objects/list-objects';
import { objectOperations } from './objects/object-operations';
import type { ObjectContent } from './objects/object-store';
import type { BucketCall, OperationName } from './operation';
import { publishCall } from './publish-call';
import { reachBucket } from './reach-bucket';
import { readOperation } from './read-operation';
import { wrongSigningRegion } from './s3-errors';
import { S3TestHooks } from './test-hooks';
import { UPLOAD_LISTINGS } from './uploads/list-uploads';
import { uploadOperations } from './uploads/upload-operations';
import { answer, renderS3Error } from './xml-answer';

export interface S3ServiceOptions extends Partial<LifecycleOptions> {
  readonly authorizer: Authorizer;
  readonly directory: Directory;
  readonly events: EventSink;
  readonly trace: Trace;
  readonly clock: Clock;
}

/** On whose authority a call is done, and how CloudTrail is told of it. */
interface Authority {
  readonly authorizer: Authorizer;
  readonly trail: CloudTrail;
  readonly byCloudFormation: boolean;
}

type BucketOperationName = Exclude<OperationName, 'ListBuckets' | 'CreateBucket'>;

/**
 * S3's general purpose buckets: themselves, their configuration, and as much of objects and multipart uploads as a private bucket needs.
 * Directory buckets are S3ExpressService's. Each call stands in the trace as `s3:` and the API operation's name; each one that writes to the
 * bucket itself becomes CloudTrail's event.
 */
export class S3Service extends S3TestHooks implements WireService {
  readonly signingNames = ['s3'];
  readonly #directory: Directory;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #callers: Authority;
  readonly #cloudFormation: Authority;
  readonly #tokens = new ContinuationTokens();
  readonly #operations: Readonly<Record<BucketOperationName, BucketOperation>>;

  constructor(options: S3ServiceOptions) {
    super();
    const { authorizer, clock, events } = options;
    this.#directory = options.directory;
    this.#trace = options.trace;
    this.#clock = clock;
    this.#callers = { authorizer, trail: new CloudTrail({ clock, events }), byCloudFormation: false };
    this.#cloudFormation = {
      authorizer: allowAll,
      trail: new CloudTrail({ clock, events: viaCloudFormation(events) }),
      byCloudFormation: true,
    };
    this.#operations = {
      ...bucketOperations({
        buckets: this.buckets,
        additionalRuleElements: options.additionalRuleElements ?? [],
        samePrefixInV1: options.samePrefixInV1 ?? 'refuse',
        readsStale: ({ name }) => this.takeStaleRead(name),
        onLifecycleWritten: ({ name }) => this.beginStaleReads(name),
      }),
      ...BUCKET_SETTINGS,
      ...DEFAULT_READS,
      ...objectOperations(clock),
      ...objectListings(this.#tokens),
      ...uploadOperations(clock),
      ...UPLOAD_LISTINGS,
    };
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
    const found = this.buckets.get(bucket);
    if (found === undefined) return undefined;
    const { owner, region, lifecycle, tags } = found;
    return { owner, region, tags, ...(lifecycle === undefined ? {} : { lifecycle }) };
  }

  /** Names of an account's buckets, in order. Not authorized, not traced. */
  *bucketNames(account: string): Generator<string> {
    for (const { name } of this.buckets.list(account, '', undefined)) yield name;
  }

  /** The newest version of an object; undefined when there is none. Not authorized, not traced. */
  inspectObject(bucket: string, key: string): ObjectContent | undefined {
    return this.buckets.get(bucket)?.objects.newest(key)?.content;
  }

  handle(call: Call): Promise<WireResponse> {
    return this.#serve(call, this.#callers);
  }

  /** A call that CloudFormation makes for a stack: everything is checked but policies. Throws AwsError. */
  handleForCloudFormation(call: Call): Promise<WireResponse> {
    return this.#serve(call, this.#cloudFormation);
  }

  readonly renderError = renderS3Error;

  async #serve(call: Call, { authorizer, trail, byCloudFormation }: Authority): Promise<WireResponse> {
    const { caller } = call;
    if (caller.kind === 'service') throw new NotModelledError('S3 called by a service principal');
    const address = readAddress(call.request);
    if (address.hostRegion !== undefined && address.hostRegion !== call.region) {
      throw wrongSigningRegion(call.region, address.hostRegion);
    }
    const operation = readOperation(call.request, address);
    if (address.bucket !== '') checkBucketName(address.bucket);
    const resource = address.key === '' ? address.bucket || '*' : `${address.bucket}/${address.key}`;
    const arn = formatArn({ partition: partitionOf(call.region), service: 's3', region: '', account: '', resource });
    const request = { call, account: caller.accountId, operation, address, arn, authorizer, byCloudFormation };
    // Before the call: DeleteBucket leaves nobody to ask afterwards.
    const owner = operation.name === 'CreateBucket' ? undefined : this.buckets.get(address.bucket)?.owner;
    const entry = { action: `s3:${operation.name}`, caller, region: call.region, resource: arn };
    let done = false;
    try {
      const response = await recordCall(this.#trace, entry, () => {
        const failure = this.takeFailure(operation.name, address.bucket);
        if (failure !== undefined && !failure.afterEffect) throw failure.error;
        const result = this.#run(request);
        done = true;
        if (failure !== undefined) throw failure.error;
        return result;
      });
      publishCall(trail, request, owner);
      return response;
    } catch (error) {
      if (error instanceof AwsError) publishCall(trail, request, owner, done ? undefined : error);
      throw error;
    }
  }

  #run(request: BucketCall): WireResponse {
    const { name } = request.operation;
    switch (name) {
      case 'ListBuckets':
        return this.#listBuckets(request);
      case 'CreateBucket':
        return createBucket(request, this.buckets, this.#clock.now());
      default: {
        const bucket = reachBucket(request, this.buckets, this.#directory);
        if (request.call.request.method === 'PUT') {
          verifyChecksum(request.call.request, request.operation.checksumRequired ?? false);
        }
        return this.#operations[name](bucket, request);
      }
    }
  }

  #listBuckets({ call, account, operation, arn, authorizer }: BucketCall): WireResponse {
    const { caller, region } = call;
    authorizer.authorize({ caller, action: operation.action, resource: arn, resourceAccount: account, region });
    const listing = { account, region, quota: this.bucketQuota(account), query: call.request.query };
    return answer(listBuckets(this.buckets, this.#tokens, listing));
  }
}
