import { CreateBucketCommand, PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import type { BucketUserProps } from './bucket-user';

/** Source: what Terraform and its AWS provider say of themselves in CloudTrail. */
const USER_AGENT: [string, string][] = [
  ['APN', '1.0'],
  ['HashiCorp', '1.0'],
  ['Terraform', '1.13.5'],
  ['terraform-provider-aws', '6.20.0'],
];

/** Terraform with a lifecycle of its own for one bucket: each `apply` puts that, and that alone. What S3 refuses is thrown. */
export class TerraformUser {
  readonly #client: S3Client;
  readonly #region: string;

  constructor({ endpoint, region, credentials }: BucketUserProps) {
    this.#region = region;
    this.#client = new S3Client({ endpoint, region, credentials, customUserAgent: USER_AGENT });
  }

  async create(bucket: string): Promise<void> {
    await this.#client.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: this.#region as 'eu-central-1' },
      }),
    );
  }

  async apply(bucket: string): Promise<void> {
    await this.#client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'scratch', Status: 'Enabled', Filter: { Prefix: 'scratch/' }, Expiration: { Days: 3 } }],
        },
      }),
    );
  }
}
