import { RULE_ID } from '../../../core/contract/names';
import { ACCOUNT, only, readable, synthesize } from '../synthesized';

const hub = synthesize(ACCOUNT).template('partsweep-hub');
const table = only(hub, 'AWS::DynamoDB::Table');
const bucket = only(hub, 'AWS::S3::Bucket');

test('the table is on demand, encrypted, recoverable to any second, and answers by key and by state', () => {
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  expect(table.Properties).toEqual({
    TableName: 'partsweep-inventory',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'ik', 'is'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: key('pk', 'sk'),
    GlobalSecondaryIndexes: [
      { IndexName: 'by-state', KeySchema: key('ik', 'is'), Projection: { ProjectionType: 'ALL' } },
    ],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});

test('the private bucket is encrypted, versioned, closed to the public, and covered by our own rule', () => {
  expect(bucket.Properties).toEqual({
    BucketName: 'partsweep-inventory-222222222222-eu-central-1',
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    LifecycleConfiguration: {
      Rules: [
        { Id: RULE_ID, Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        {
          Id: 'expire-noncurrent-versions',
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        },
      ],
    },
  });
});

test('where fewer days are wanted, our own bucket has them', () => {
  const strict = synthesize({ ...ACCOUNT, days: 2 }).template('partsweep-hub');
  expect(only(strict, 'AWS::S3::Bucket').Properties['LifecycleConfiguration']).toMatchObject({
    Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }, {}],
  });
});

test('the private bucket refuses plain HTTP', () => {
  expect(readable(only(hub, 'AWS::S3::BucketPolicy').Properties)).toMatchObject({
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: ['{{InventoryImages.Arn}}', '{{InventoryImages.Arn}}/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  });
});

test('table and bucket outlive the stack', () => {
  const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  expect(table).toMatchObject(kept);
  expect(bucket).toMatchObject(kept);
});
