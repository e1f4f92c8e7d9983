import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { S3BucketStore } from '../adapters/s3';
import { parseAccountId, parseBucketName, parseRegion } from '../core/identifiers';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { BucketPlace } from '../core/ports';

export interface BucketUserProps {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** An ordinary user of one account at work in one Region, with the AWS SDK. What S3 refuses is thrown. */
export class BucketUser {
  readonly #props: BucketUserProps;
  readonly #client: S3Client;
  readonly #store: S3BucketStore;
  readonly #written = new Map<string, LifecycleConfiguration>();

  constructor(props: BucketUserProps) {
    this.#props = props;
    const { endpoint, region, credentials } = props;
    // the control endpoint of directory buckets takes no session
    this.#client = new S3Client({ endpoint, region, credentials, disableS3ExpressSessionAuth: true });
    this.#store = new S3BucketStore({ credentials, endpoint });
  }

  async create(bucket: string): Promise<void> {
    const { region } = this.#props;
    await this.#client.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ...(region === 'us-east-1'
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } }),
      }),
    );
  }

  /** `zone`: ID of an Availability Zone of the Region, such as `use1-az4`; the name must end in `--ZONE--x-s3`. */
  async createDirectoryBucket(bucket: string, zone: string): Promise<void> {
    await this.#client.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: {
          Location: { Type: 'AvailabilityZone', Name: zone },
          Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
        },
      }),
    );
  }

  /** Puts one statement as the bucket's policy. */
  async setPolicy(bucket: string, statement: Readonly<Record<string, unknown>>): Promise<void> {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await this.#client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  }

  async tag(bucket: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.#client.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet } }));
  }

  /** Puts the XML as it stands, elements included that the SDK does not know. */
  async writeLifecycle(bucket: string, configuration: LifecycleConfiguration): Promise<void> {
    const written = await this.#store.writeLifecycle(this.#place(bucket), configuration);
    if (written.kind !== 'written')
      throw new Error(`${bucket}: the lifecycle was not taken: ${JSON.stringify(written)}`);
    this.#written.set(bucket, configuration);
  }

  /** What this user put last. */
  written(bucket: string): LifecycleConfiguration | undefined {
    return this.#written.get(bucket);
  }

  /** The configuration as S3 sends it; undefined when the bucket has none. */
  async readLifecycle(bucket: string): Promise<LifecycleConfiguration | undefined> {
    const read = await this.#store.readLifecycle(this.#place(bucket));
    if (read.kind === 'found') return read.configuration;
    if (read.kind === 'none') return undefined;
    throw new Error(`${bucket}: the lifecycle cannot be read: ${JSON.stringify(read)}`);
  }

  #place(name: string): BucketPlace {
    const account = parseAccountId(this.#props.account);
    const region = parseRegion(this.#props.region);
    const bucket = parseBucketName(name);
    if (account === undefined || region === undefined || bucket === undefined) {
      throw new Error(`${name} in ${this.#props.account}/${this.#props.region} is no place of a bucket`);
    }
    return { account, region, bucket };
  }
}
