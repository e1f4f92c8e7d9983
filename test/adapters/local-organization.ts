import { type Cloud, startCloud } from '../../sandbox/cloud';
import { BucketUser } from '../../tour/bucket-user';
import { account, region } from '../fakes/identifiers';

export const HUB = account('222222222222');
export const MEMBER = account('333333333333');
export const NEIGHBOUR = account('444444444444');
export const OUTSIDER = account('999999999999');
export const HOME = region('eu-central-1');
export const ELSEWHERE = region('us-east-1');
export const ROLE = 'visited';

/**
 * A small organization: MEMBER (tag `team=blue`) in an OU without tags, in an OU with the tag `stage=production`; NEIGHBOUR
 * below the root. The hub may assume ROLE in MEMBER, which may read and write lifecycles and read tags.
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
          statement(['s3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration', 's3:GetBucketTagging'], {
            Resource: 'arn:aws:s3:::*',
          }),
        ),
      },
    ],
  };
}

export function userOf(cloud: Cloud, owner: string, where: string): BucketUser {
  const credentials = cloud.administrator(owner);
  return new BucketUser({ endpoint: cloud.endpoint, account: owner, region: where, credentials });
}
