import { formatArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Trace } from '../../trace';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import { CloudTrail } from '../cloudtrail/cloud-trail';
import type { EventSink } from '../events/event';
import { verifyChecksum } from '../s3/checksum';
import { answer, renderS3Error } from '../s3/xml-answer';
import { renderControlError } from './bucket-tags';
import { readDirectoryBucketRequest, takenName } from './create-directory-bucket';
import type { DirectoryBucket } from './directory-bucket';
import { zoneOfName } from './directory-bucket-name';
import { directoryBucketOperations, refuseUnsupportedHeaders } from './directory-bucket-operations';
import { ExpressAccess, type ExpressAccessOptions, type ExpressCall } from './express-access';
import { readExpressAddress } from './express-address';
import { readOperation } from './express-operations';
import { EVENT_NAMES, type EventNames, recordEvent } from './express-trail';
import { listDirectoryBuckets } from './list-directory-buckets';

export interface S3ExpressServiceOptions extends ExpressAccessOptions {
  readonly events: EventSink;
  readonly trace: Trace;
  readonly clock: Clock;
  /** Members of a lifecycle rule that are kept although nothing is known of them. @default none */
  readonly additionalRuleElements?: readonly string[];
  /** Replaces single names of CloudTrail's events; undefined: the operation is not recorded. @default EVENT_NAMES */
  readonly eventNames?: EventNames;
}

/**
 * S3 directory buckets at the control endpoint: themselves, their lifecycle, policy and tags. Sessions and objects are not modelled. Each
 * call stands in the trace as `s3express:` and the API operation's name; each one that writes becomes CloudTrail's event.
 */
export class S3ExpressService implements WireService {
  readonly signingNames = ['s3express'];
  readonly #buckets = new Map<string, DirectoryBucket>();
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #trail: CloudTrail;
  readonly #access: ExpressAccess;
  readonly #eventNames: EventNames;
  readonly #operations: ReturnType<typeof directoryBucketOperations>;

  constructor(options: S3ExpressServiceOptions) {
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#trail = new CloudTrail(options);
    this.#access = new ExpressAccess(options);
    this.#eventNames = { ...EVENT_NAMES, ...options.eventNames };
    const { additionalRuleElements = [] } = options;
    this.#operations = directoryBucketOperations({ buckets: this.#buckets, additionalRuleElements });
  }

  /** What is in a bucket, for tools of the same process; undefined when there is no such bucket. Not authorized, not traced. */
  inspect(bucket: string): Readonly<DirectoryBucket> | undefined {
    const found = this.#buckets.get(bucket);
    return found === undefined ? undefined : { ...found };
  }

  /** Whether the bucket's policy lets S3 Lifecycle act on it. Throws an Error when there is no such bucket. */
  lifecycleCanAct(bucket: string): boolean {
    const found = this.#buckets.get(bucket);
    if (found === undefined) throw new Error(`there is no directory bucket ${bucket}`);
    return this.#access.lifecycleCanAct(found);
  }

  async handle(call: Call): Promise<WireResponse> {
    const { caller, request, region } = call;
    if (caller.kind === 'service') throw new NotModelledError('S3 Express called by a service principal');
    const address = readExpressAddress(request);
    const operation = readOperation(request, address);
    const bucket = address.kind === 'service' ? '' : address.bucket;
    if (address.kind === 'bucket') zoneOfName(bucket);
    // Before the call: DeleteBucket leaves nobody to ask afterwards.
    const existing = this.#find(bucket, region);
    const owner = existing === undefined || operation.name === 'CreateBucket' ? caller.accountId : existing.owner;
    const resource = `bucket/${bucket}`;
    const arn =
      address.kind === 'service' ? '*' : formatArn({ service: 's3express', region, account: owner, resource });
    const called: ExpressCall = { call, account: caller.accountId, operation, address, bucket, arn };
    const trailed = { call, operation, bucket, zone: existing?.zone, arn, owner };
    const entry = { action: `s3express:${operation.name}`, caller, region, resource: arn };
    try {
      const response = await recordCall(this.#trace, entry, () => this.#run(called));
      recordEvent(this.#trail, this.#eventNames, trailed);
      return response;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      recordEvent(this.#trail, this.#eventNames, { ...trailed, error });
      if (address.kind === 'tags') return renderControlError(error, call.requestId);
      throw error;
    }
  }

  readonly renderError = renderS3Error;

  #run(called: ExpressCall): WireResponse {
    const { call, account, operation } = called;
    switch (operation.name) {
      case 'ListDirectoryBuckets': {
        this.#access.authorize(called, operation.action, {});
        const owned = [...this.#buckets.values()].filter((b) => b.owner === account && b.region === call.region);
        return answer(listDirectoryBuckets(owned, call.request.query));
      }
      case 'CreateBucket':
        return this.#createBucket(called);
      default: {
        const bucket = this.#access.reach(called, this.#find(called.bucket, call.region));
        refuseUnsupportedHeaders(call.request);
        if (/^(PUT|POST)$/.test(call.request.method)) {
          verifyChecksum(call.request, operation.checksumRequired ?? false);
        }
        return this.#operations[operation.name](bucket, call);
      }
    }
  }

  /** A control endpoint knows the buckets of its own Region only. */
  #find(bucket: string, region: string): DirectoryBucket | undefined {
    const found = this.#buckets.get(bucket);
    return found?.region === region ? found : undefined;
  }

  #createBucket(called: ExpressCall): WireResponse {
    const { call, account, operation, arn, bucket: name } = called;
    const zone = zoneOfName(name);
    this.#access.authorize(called, operation.action, { 's3express:LocationName': zone });
    verifyChecksum(call.request, false);
    const { tags } = readDirectoryBucketRequest(call.request, name, call.region);
    if (tags.size > 0) {
      const requested = [...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value]);
      const context = { ...Object.fromEntries(requested), 'aws:TagKeys': [...tags.keys()] };
      this.#access.authorize(called, 's3express:TagResource', context);
    }
    const existing = this.#buckets.get(name);
    if (existing !== undefined) throw takenName(existing, account);
    const createdAt = this.#clock.now();
    const bucket = { name, owner: account, region: call.region, zone, arn, createdAt, tags };
    this.#buckets.set(name, { ...bucket, lifecycle: undefined, policy: undefined });
    return { status: 200, headers: { location: `/${name}` } };
  }
}
