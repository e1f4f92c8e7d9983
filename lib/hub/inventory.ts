import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { inventoryBucket, names, RULE_ID, STATE_INDEX } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';

/** Days after which incomplete uploads to our own bucket are aborted: no later than the settings want of every bucket. */
const ABORT_DAYS = 7;

/** What is known of accounts, buckets and runs, and the configurations as they were before we wrote. Both outlive the stack. */
export class Inventory extends Construct {
  readonly table: Table;
  /** For the report, and for before-images that do not fit into an item. */
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { qualifier, hubAccountId, homeRegion, days } = settings;
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    this.table = new Table(this, 'Table', {
      tableName: names(qualifier).inventoryTable,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: STATE_INDEX,
      partitionKey: text('ik'),
      sortKey: text('is'),
      projectionType: ProjectionType.ALL,
    });
    this.bucket = new Bucket(this, 'Images', {
      bucketName: inventoryBucket(qualifier, hubAccountId, homeRegion),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        // the product's own rule: it finds this bucket covered
        { id: RULE_ID, abortIncompleteMultipartUploadAfter: Duration.days(Math.min(days, ABORT_DAYS)) },
        { id: 'expire-noncurrent-versions', noncurrentVersionExpiration: Duration.days(90) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'two roles of ours reach it, each its own prefix, and CloudTrail can log that; access logs would need a bucket of their own',
    });
  }
}
