import { CfnResource, Stack } from 'aws-cdk-lib';
import { organizationEventPattern, stackCompletionPattern } from '../../../lib/bucket-event-pattern';
import { stackSetBody } from '../../../lib/fleet/stack-set-body';
import { MEMBER_ACTIONS } from '../../../lib/member/member-role';
import { BUCKET_EVENTS, ORGANIZATION, only, type Resource, readable, synthesize, type Template } from '../synthesized';

const assembly = synthesize({
  ...ORGANIZATION,
  path: '/security/',
  permissionsBoundary: 'boundary',
  tags: { team: 'finops' },
  deployToManagementAccount: true,
});
const fleet = assembly.template('partsweep-fleet');

function stackSet(name: string): Resource {
  return only(fleet, 'AWS::CloudFormation::StackSet', { StackSetName: name });
}

function body(name: string): Template {
  return JSON.parse(String(stackSet(name).Properties['TemplateBody'])) as Template;
}

test('there is one stack set for the roles, in the home Region, and one per Region for the forwarding rule', () => {
  const sets = Object.values(fleet.Resources).map(({ Properties }) => [
    Properties['StackSetName'],
    Properties['StackInstancesGroup'],
  ]);
  const group = (region: string) => [
    { Regions: [region], DeploymentTargets: { OrganizationalUnitIds: ['ou-abcd-12345678'] } },
  ];
  expect(sets).toEqual([
    ['partsweep-roles', group('eu-central-1')],
    ['partsweep-forwarder-eu-central-1', group('eu-central-1')],
    ['partsweep-forwarder-us-east-1', group('us-east-1')],
  ]);
});

test('stack sets are service-managed, reach accounts that join, and do not stop at an account that fails', () => {
  expect(stackSet('partsweep-roles').Properties).toMatchObject({
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: 'DELEGATED_ADMIN',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ManagedExecution: { Active: true },
    OperationPreferences: {
      FailureTolerancePercentage: 100,
      MaxConcurrentPercentage: 100,
      RegionConcurrencyType: 'PARALLEL',
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
    },
    Tags: [{ Key: 'team', Value: 'finops' }],
  });
});

test.each(['eu-central-1', 'us-east-1'])(
  'the forwarder of %s comes after the roles, at first and in accounts that join',
  (region) => {
    const forwarder = stackSet(`partsweep-forwarder-${region}`);
    expect(readable(forwarder.Properties['AutoDeployment'])).toMatchObject({
      DependsOn: ['arn:PARTITION:cloudformation:eu-central-1:111111111111:stackset/{{RolesStackSet.StackSetId}}'],
    });
    expect(forwarder.DependsOn).toEqual([expect.stringMatching(/^RolesStackSet/)]);
  },
);

test('the member role trusts the two functions of the hub that act in accounts, in this organization, and can do the listed actions and no other', () => {
  expect([...MEMBER_ACTIONS].sort()).toEqual([
    's3:GetBucketTagging',
    's3:GetLifecycleConfiguration',
    's3:ListAllMyBuckets',
    's3:PutLifecycleConfiguration',
    's3express:GetBucketPolicy',
    's3express:GetLifecycleConfiguration',
    's3express:ListAllMyDirectoryBuckets',
    's3express:ListTagsForResource',
    's3express:PutLifecycleConfiguration',
    'tag:GetResources',
  ]);
  expect(
    readable(only(body('partsweep-roles'), 'AWS::IAM::Role', { RoleName: 'partsweep-member' }).Properties),
  ).toEqual({
    RoleName: 'partsweep-member',
    Path: '/security/',
    Description: expect.any(String),
    PermissionsBoundary: 'arn:PARTITION:iam::ACCOUNT:policy/boundary',
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:PARTITION:iam::222222222222:root' },
          Action: 'sts:AssumeRole',
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn': ['reconcile-bucket', 'survey-account'].map(
                (name) => `arn:PARTITION:iam::222222222222:role/security/partsweep-${name}`,
              ),
            },
            StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
          },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'Lifecycle',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Buckets',
              Effect: 'Allow',
              Action: ['s3:GetBucketTagging', 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
              Resource: 'arn:PARTITION:s3:::*',
              Condition: { StringEquals: { 'aws:ResourceAccount': 'ACCOUNT' } },
            },
            {
              Sid: 'DirectoryBuckets',
              Effect: 'Allow',
              Action: [
                's3express:GetBucketPolicy',
                's3express:GetLifecycleConfiguration',
                's3express:ListTagsForResource',
                's3express:PutLifecycleConfiguration',
              ],
              Resource: 'arn:PARTITION:s3express:*:ACCOUNT:bucket/*',
            },
            {
              Sid: 'Listings',
              Effect: 'Allow',
              Action: ['s3:ListAllMyBuckets', 's3express:ListAllMyDirectoryBuckets', 'tag:GetResources'],
              Resource: '*',
            },
          ],
        },
      },
    ],
  });
});

test('the forwarder role serves our rules of its own account and puts events onto the central bus only', () => {
  const role = only(body('partsweep-roles'), 'AWS::IAM::Role', { RoleName: 'partsweep-forwarder' });
  expect(readable(role.Properties)).toMatchObject({
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': 'ACCOUNT' },
            ArnLike: {
              'aws:SourceArn': ['bucket-events', 'stack-events'].map(
                (name) => `arn:PARTITION:events:*:ACCOUNT:rule/partsweep-${name}`,
              ),
            },
          },
        },
      ],
    },
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'events:PutEvents',
              Resource: 'arn:PARTITION:events:eu-central-1:222222222222:event-bus/partsweep',
            },
          ],
        },
      },
    ],
  });
});

test('the forwarding rule drops failed calls and what the member role did itself, and goes to the central bus', () => {
  const rule = readable(only(body('partsweep-forwarder-us-east-1'), 'AWS::Events::Rule').Properties);
  expect(rule).toEqual({
    Name: 'partsweep-bucket-events',
    Description: expect.any(String),
    State: 'ENABLED',
    EventPattern: {
      ...BUCKET_EVENTS,
      detail: {
        ...BUCKET_EVENTS.detail,
        userIdentity: {
          sessionContext: {
            sessionIssuer: {
              arn: [{ exists: false }, { 'anything-but': 'arn:PARTITION:iam::ACCOUNT:role/security/partsweep-member' }],
            },
          },
        },
      },
    },
    Targets: [
      {
        Id: 'CentralBus',
        Arn: 'arn:PARTITION:events:eu-central-1:222222222222:event-bus/partsweep',
        RoleArn: 'arn:PARTITION:iam::ACCOUNT:role/security/partsweep-forwarder',
      },
    ],
  });
});

test('the forwarder of the home Region tells that the account has joined, and no other does', () => {
  const home = body('partsweep-forwarder-eu-central-1');
  expect(readable(only(home, 'AWS::Events::Rule', { Name: 'partsweep-stack-events' }).Properties)).toEqual({
    Name: 'partsweep-stack-events',
    Description: expect.any(String),
    State: 'ENABLED',
    EventPattern: stackCompletionPattern(['partsweep-forwarder-eu-central-1']),
    Targets: [
      {
        Id: 'CentralBus',
        Arn: 'arn:PARTITION:events:eu-central-1:222222222222:event-bus/partsweep',
        RoleArn: 'arn:PARTITION:iam::ACCOUNT:role/security/partsweep-forwarder',
      },
    ],
  });
  const { ForwarderStackRule: _, ...others } = byName(home);
  expect(others).toEqual(byName(body('partsweep-forwarder-us-east-1')));
});

/** Resources by their logical ID without its hash. */
function byName({ Resources }: Template): Readonly<Record<string, Resource>> {
  return Object.fromEntries(Object.entries(Resources).map(([id, resource]) => [id.slice(0, -8), resource]));
}

test('the bodies name no account that they run in, no asset and no parameter', () => {
  for (const name of ['partsweep-roles', 'partsweep-forwarder-eu-central-1', 'partsweep-forwarder-us-east-1']) {
    const template = body(name);
    expect(Object.keys(template).sort()).toEqual(['Description', 'Resources']);
    expect(JSON.stringify(template)).not.toMatch(/arn:aws|111111111111|S3Bucket|TOKEN/);
    expect(Buffer.byteLength(JSON.stringify(template))).toBeLessThan(51_200);
  }
});

test('the management account gets the same resources as stacks of its own, when asked for', () => {
  expect(assembly.template('partsweep-roles')).toEqual({
    ...body('partsweep-roles'),
    Resources: withTags(body('partsweep-roles')),
  });
  // no stack set makes these, so there is none to tell of
  const forwarder = body('partsweep-forwarder-us-east-1');
  for (const region of ['eu-central-1', 'us-east-1']) {
    const name = `partsweep-forwarder-${region}`;
    expect(assembly.template(name)).toEqual({ ...forwarder, Resources: withTags(forwarder) });
  }
});

test('a stack of its own forwards changes of the organization, with a role for that rule only', () => {
  const template = assembly.template('partsweep-organization-events');
  expect(readable(only(template, 'AWS::Events::Rule').Properties)).toMatchObject({
    Name: 'partsweep-organization-events',
    State: 'ENABLED',
    EventPattern: organizationEventPattern(),
    Targets: [
      {
        Arn: 'arn:PARTITION:events:eu-central-1:222222222222:event-bus/partsweep',
        RoleArn: 'arn:PARTITION:iam::ACCOUNT:role/security/partsweep-organization-events',
      },
    ],
  });
  expect(only(template, 'AWS::Events::Rule').DependsOn).toEqual([expect.stringMatching(/^ForwarderRole/)]);
  expect(readable(only(template, 'AWS::IAM::Role').Properties)).toMatchObject({
    RoleName: 'partsweep-organization-events',
    PermissionsBoundary: 'arn:PARTITION:iam::ACCOUNT:policy/boundary',
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': 'ACCOUNT' },
            ArnLike: { 'aws:SourceArn': ['arn:PARTITION:events:*:ACCOUNT:rule/partsweep-organization-events'] },
          },
        },
      ],
    },
  });
});

function withTags({ Resources }: Template): Template['Resources'] {
  const Tags = [{ Key: 'team', Value: 'finops' }];
  return Object.fromEntries(
    Object.entries(Resources).map(([id, resource]) => [
      id,
      { ...resource, Properties: { ...resource.Properties, Tags } },
    ]),
  );
}

test('fails when a body is larger than a stack set takes inline', () => {
  const large = (): string =>
    stackSetBody((app, props) => {
      const stack = new Stack(app, 'Large', props);
      for (let index = 0; index < 120; index += 1) {
        const properties = { LogGroupName: `${'long/'.repeat(95)}${index}`, RetentionInDays: 7 };
        new CfnResource(stack, `${'Resource'.repeat(25)}${index}`, { type: 'AWS::Logs::LogGroup', properties });
      }
      return stack;
    });
  expect(large).toThrow(/stack set body has \d{5,} bytes, at most 51200/);
});
