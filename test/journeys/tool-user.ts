import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketTaggingCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Stage } from '../../tour/stage';

/** Somebody of an account who works with a tool that says its name in the user agent, such as `Terraform/1.9.8`. */
export class ToolUser {
  readonly s3: S3Client;
  readonly #region: string;

  constructor({ cloud }: Stage, account: string, region: string, tool?: readonly [name: string, version: string]) {
    this.#region = region;
    this.s3 = new S3Client({
      endpoint: cloud.endpoint,
      region,
      credentials: cloud.administrator(account),
      ...(tool === undefined ? {} : { customUserAgent: [[...tool]] }),
    });
  }

  async create(Bucket: string): Promise<void> {
    const elsewhere = { CreateBucketConfiguration: { LocationConstraint: this.#region as 'eu-central-1' } };
    await this.s3.send(new CreateBucketCommand({ Bucket, ...(this.#region === 'us-east-1' ? {} : elsewhere) }));
  }

  async delete(Bucket: string): Promise<void> {
    await this.s3.send(new DeleteBucketCommand({ Bucket }));
  }

  async putRules(Bucket: string, ...Rules: LifecycleRule[]): Promise<void> {
    await this.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  }

  async deleteRules(Bucket: string): Promise<void> {
    await this.s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
  }

  async deleteTags(Bucket: string): Promise<void> {
    await this.s3.send(new DeleteBucketTaggingCommand({ Bucket }));
  }

  async putPolicy(Bucket: string, ...Statement: object[]): Promise<void> {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await this.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
}

/** Somebody's rule that has nothing to do with incomplete uploads. */
export const SCRATCH: LifecycleRule = {
  ID: 'scratch',
  Status: 'Enabled',
  Filter: { Prefix: 'scratch/' },
  Expiration: { Days: 3 },
};

/** Somebody's rule for the whole bucket that aborts uploads after `days`. */
export function abortAfter(days: number): LifecycleRule {
  return {
    ID: 'tidy',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
  };
}
