import { type Cloud, startCloud } from '../../../sandbox/cloud';

const HUB = '200000000000';
const MEMBER = '300000000001';
const REGION = 'eu-west-1';

describe('stack status events', () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud({
      organization: {
        id: 'o-statusev01',
        managementAccount: { id: '100000000000', name: 'management' },
        root: {
          accounts: [{ id: HUB, name: 'hub' }],
          organizationalUnits: [{ name: 'teams', accounts: [{ id: MEMBER, name: 'member' }] }],
        },
        trustedAccess: [
          { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [HUB] },
        ],
      },
    });
  });
  afterEach(() => cloud.stop());

  test("a rule of a stack instance sees that its own stack is complete, on the member's default bus", async () => {
    const queue = `arn:aws:sqs:${REGION}:${MEMBER}:seen`;
    const allow = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
    const member = {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'seen' } },
        QueuePolicy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [{ Ref: 'Queue' }],
            PolicyDocument: { Version: '2012-10-17', Statement: [{ ...allow, Resource: queue }] },
          },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'own-completion',
            EventPattern: {
              source: ['aws.cloudformation'],
              'detail-type': ['CloudFormation Stack Status Change'],
              detail: {
                'stack-id': [{ 'Fn::Sub': `\${AWS::StackId}` }],
                'status-details': { status: ['CREATE_COMPLETE'] },
              },
            },
            Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
          },
        },
      },
    };
    const delivered = new Promise<void>((resolve) => {
      cloud.trace.listen((entry) => {
        if (entry.kind === 'delivery' && entry.targetArn === queue) resolve();
      });
    });
    const unit = cloud.organization.organizationalUnitId('teams');
    const Properties = {
      StackSetName: 'members',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      TemplateBody: JSON.stringify(member),
      StackInstancesGroup: [{ Regions: [REGION], DeploymentTargets: { OrganizationalUnitIds: [unit] } }],
    };
    const template = { Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties } } };
    await cloud.stacks.deployStack({ template, account: HUB, region: REGION, stackName: 'hub' });
    await delivered;

    const [instance] = cloud.stackSets.stackInstances('members');
    const [message] = cloud.sqs.inspect(queue).messages;
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      account: MEMBER,
      region: REGION,
      resources: [instance?.stackId],
      detail: {
        'stack-id': instance?.stackId,
        'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
        'client-request-token': expect.any(String),
      },
    });
  });
});
