import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient, TagResourceCommand } from '@aws-sdk/client-s3-control';
import type { BucketPlace } from '../../core/ports';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { account, region } from '../fakes/identifiers';
import type { ReachedAws } from '../stages/aws-stage';

export const HUB = account('222222222222');
export const MEMBER = account('333333333333');
export const NEIGHBOUR = account('444444444444');
export const OUTSIDER = account('999999999999');
export const HOME = region('eu-central-1');
export const ELSEWHERE = region('us-east-1');
export const ROLE = 'visited';

/**
 * A small organization: MEMBER (tag `team=blue`) in an OU without tags, in an OU with the tag `stage=production`; NEIGHBOUR
 * below the root. The hub may assume ROLE in MEMBER, which may list buckets, read and write lifecycles and read tags.
 */
export async function startLocalOrganization(): Promise<Cloud> {
  const cloud = await startCloud({
    organization: {
      id: 'o-adapters01',
      managementAccount: { id: '111111111111', name: 'management' },
      root: {
        accounts: [
          { id: HUB, name: 'hub' },
          { id: NEIGHBOUR, name: 'neighbour' },
        ],
        organizationalUnits: [
          {
            name: 'production',
            tags: { stage: 'production' },
            organizationalUnits: [{ name: 'blue', accounts: [{ id: MEMBER, name: 'member', tags: { team: 'blue' } }] }],
          },
        ],
      },
      trustedAccess: [
        { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [HUB] },
      ],
    },
  });
  await cloud.stacks.deployStack({
    account: MEMBER,
    region: HOME,
    stackName: 'role',
    template: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: roleProperties() } } },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    parameters: {},
  });
  return cloud;
}

function roleProperties() {
  const statement = (Action: string | string[], rest: object) => ({ Effect: 'Allow', Action, ...rest });
  const document = (body: object) => ({ Version: '2012-10-17', Statement: [body] });
  return {
    RoleName: ROLE,
    AssumeRolePolicyDocument: document(statement('sts:AssumeRole', { Principal: { AWS: `arn:aws:iam::${HUB}:root` } })),
    Policies: [
      {
        PolicyName: 'Lifecycle',
        PolicyDocument: document(
          statement(
            [
              's3:GetLifecycleConfiguration',
              's3:PutLifecycleConfiguration',
              's3:GetBucketTagging',
              's3:ListAllMyBuckets',
              'tag:GetResources',
              's3express:GetLifecycleConfiguration',
              's3express:PutLifecycleConfiguration',
              's3express:ListTagsForResource',
              's3express:GetBucketPolicy',
              's3express:ListAllMyDirectoryBuckets',
            ],
            { Resource: '*' },
          ),
        ),
      },
    ],
  };
}

export function userOf(aws: ReachedAws, owner: string, where: string): BucketUser {
  const credentials = aws.administrator(owner);
  return new BucketUser({ endpoint: aws.endpoint, account: owner, region: where, credentials });
}

/** Availability zones by Region, in which directory buckets are made. */
const ZONES: Readonly<Record<string, string>> = { [HOME]: 'euc1-az1', [ELSEWHERE]: 'use1-az4' };

/** Name of a directory bucket in the zone of `where`. */
export function directoryName(base: string, where: string): string {
  return `${base}--${ZONES[where]}--x-s3`;
}

/** Makes a directory bucket, as its own account would. `policy`: a statement of its bucket policy. */
export async function createDirectoryBucket(
  aws: ReachedAws,
  { account: owner, region: where, bucket }: BucketPlace,
  content: { readonly statement?: unknown; readonly tags?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const config = { endpoint: aws.endpoint, region: where, credentials: aws.administrator(owner) };
  const s3 = new S3Client({ ...config, disableS3ExpressSessionAuth: true });
  const CreateBucketConfiguration = {
    Location: { Type: 'AvailabilityZone', Name: ZONES[where] },
    Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
  } as const;
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
  if (content.statement !== undefined) {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [content.statement] });
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  }
  s3.destroy();
  if (content.tags === undefined) return;
  const control = new S3ControlClient(config);
  const ResourceArn = `arn:aws:s3express:${where}:${owner}:bucket/${bucket}`;
  const Tags = Object.entries(content.tags).map(([Key, Value]) => ({ Key, Value }));
  await control.send(new TagResourceCommand({ AccountId: owner, ResourceArn, Tags }));
  control.destroy();
}

/** The statement that lets S3 Lifecycle act on a directory bucket. */
export function lifecycleStatement({ account: owner, region: where, bucket }: BucketPlace): object {
  return {
    Effect: 'Allow',
    Principal: { Service: 'lifecycle.s3.amazonaws.com' },
    Action: 's3express:CreateSession',
    Condition: { StringEquals: { 's3express:SessionMode': 'ReadWrite' } },
    Resource: `arn:aws:s3express:${where}:${owner}:bucket/${bucket}`,
  };
}
