import { Aws } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { names, roleArn } from '../../core/contract/names';
import { acknowledge } from '../acknowledge';
import { permissionsBoundary } from '../permissions-boundary';

const ON_BUCKETS = ['s3:GetBucketTagging', 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'] as const;

const ON_DIRECTORY_BUCKETS = [
  's3express:GetBucketPolicy',
  's3express:GetLifecycleConfiguration',
  's3express:ListTagsForResource',
  's3express:PutLifecycleConfiguration',
] as const;

/** They have no resource that could be named or checked. */
const LISTINGS = ['s3:ListAllMyBuckets', 's3express:ListAllMyDirectoryBuckets', 'tag:GetResources'] as const;

/** Everything that the member role may do: what the hub's functions use, and nothing else. */
export const MEMBER_ACTIONS = [...ON_BUCKETS, ...ON_DIRECTORY_BUCKETS, ...LISTINGS] as const;

interface MemberRoleProps {
  readonly qualifier: string;
  /** IAM path, `/` or `/…/`. */
  readonly path: string;
  readonly hubAccountId: string;
  /** Organization whose hub alone may assume the role. @default no organization: the hub is this account */
  readonly organizationId?: string | undefined;
  /** Name or ARN of a managed policy. @default none */
  readonly permissionsBoundary?: string | undefined;
}

/**
 * The role that the hub's functions assume in an account. It trusts the hub account as a whole and narrows that to the
 * functions' roles by name: a principal that names a role turns into the role's unique ID and breaks when the role is re-created.
 */
export class MemberRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: MemberRoleProps) {
    super(scope, id);
    const name = names(props.qualifier);
    const trusted = [name.reconcileRole, name.surveyRole].map((role) =>
      roleArn(Aws.PARTITION, props.hubAccountId, props.path, role),
    );
    this.role = new Role(this, 'Role', {
      roleName: name.memberRole,
      path: props.path,
      description: 'Lets partsweep read and complete the lifecycle configurations of this account',
      assumedBy: new AccountPrincipal(props.hubAccountId).withConditions({
        ArnEquals: { 'aws:PrincipalArn': trusted },
        ...(props.organizationId === undefined ? {} : { StringEquals: { 'aws:PrincipalOrgID': props.organizationId } }),
      }),
      inlinePolicies: { Lifecycle: policy() },
      ...permissionsBoundary(this, props.permissionsBoundary),
    });
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::*]':
        "every bucket of the account is the product's purpose; the actions are three, and a session that writes is narrowed to its batch's buckets",
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3express:*:<AWS::AccountId>:bucket/*]':
        "every directory bucket of the account, for the same purpose; a session that writes is narrowed to its batch's buckets",
      'AwsSolutions-IAM5[Resource::*]': 'listings have no resource to name',
    });
  }
}

function policy(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'Buckets',
        actions: [...ON_BUCKETS],
        resources: [`arn:${Aws.PARTITION}:s3:::*`],
        conditions: { StringEquals: { 'aws:ResourceAccount': Aws.ACCOUNT_ID } },
      }),
      new PolicyStatement({
        sid: 'DirectoryBuckets',
        actions: [...ON_DIRECTORY_BUCKETS],
        // the ARN names the account
        resources: [`arn:${Aws.PARTITION}:s3express:*:${Aws.ACCOUNT_ID}:bucket/*`],
      }),
      new PolicyStatement({ sid: 'Listings', actions: [...LISTINGS], resources: ['*'] }),
    ],
  });
}
