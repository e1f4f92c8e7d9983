import { Clock } from '../../../sandbox/clock';
import { StackSetObstacles } from '../../../sandbox/cloudformation/stack-set-obstacles';
import { StackSets } from '../../../sandbox/cloudformation/stack-sets';
import { Organization } from '../../../sandbox/organization/organization';
import { box, stage } from './fakes';

const MANAGEMENT = '100000000000';
const MEMBER = '300000000001';
const OPT_IN = 'ap-east-1';

function start(statement?: object) {
  const document = { Version: '2012-10-17', Statement: [statement] };
  const organization = new Organization({
    id: 'o-exampleorg1',
    managementAccount: { id: MANAGEMENT, name: 'management' },
    root: {
      organizationalUnits: [
        {
          name: 'Work',
          accounts: [{ id: MEMBER, name: 'member' }],
          serviceControlPolicies: statement === undefined ? [] : [{ name: 'fence', document }],
        },
      ],
    },
    trustedAccess: [
      { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [] },
    ],
  });
  const obstacles = new StackSetObstacles(organization, new Clock());
  const find = (resource: object = box(), region = 'eu-west-1') =>
    obstacles.find({ account: MEMBER, region }, { Resources: { R: resource } });
  return { organization, find };
}

const role = (Properties: object = {}) => ({ Type: 'AWS::IAM::Role', Properties });

describe('what keeps a stack set from an account', () => {
  test('nothing, where everything is on and allowed', () => {
    expect(start().find(role())).toBeUndefined();
  });

  test('a Region that is off in the account, or in the management account', () => {
    const { organization, find } = start();
    organization.disableRegion(MEMBER, OPT_IN);
    expect(find(box(), OPT_IN)).toBe(`Account ${MEMBER} does not have the Region ${OPT_IN} enabled`);
    expect(find()).toBeUndefined();
    organization.enableRegion(MEMBER, OPT_IN);
    expect(find(box(), OPT_IN)).toBeUndefined();
    organization.disableRegion(MANAGEMENT, OPT_IN);
    expect(find(box(), OPT_IN)).toBe(`Account ${MANAGEMENT} does not have the Region ${OPT_IN} enabled`);
  });

  test('refuses to turn off a Region that is on in every account, and one in an account that is not there', () => {
    const { organization } = start();
    expect(() => organization.disableRegion(MEMBER, 'eu-west-1')).toThrow('cannot be turned off');
    expect(() => organization.disableRegion('999999999999', OPT_IN)).toThrow('not in the organization');
  });

  test('a service control policy that denies all of CloudFormation', () => {
    const { find } = start({ Effect: 'Deny', Action: 'cloudformation:*', Resource: '*' });
    expect(find()).toMatch(/^User: arn:aws:sts::\d+:assumed-role\/stacksets-exec-.* cloudformation:CreateStack/);
  });

  test.each<[string, object, object, boolean]>([
    [
      'another name',
      { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:role/security-*' },
      { RoleName: 'team' },
      false,
    ],
    ['the name', { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:role/team' }, { RoleName: 'team' }, true],
    ['another action', { Effect: 'Deny', Action: 'iam:DeleteRole', Resource: '*' }, {}, false],
    [
      'everybody but the stack sets',
      {
        Effect: 'Deny',
        Action: 'iam:CreateRole',
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/stacksets-exec-*' } },
      },
      {},
      false,
    ],
    [
      'IAM but from its own Region',
      {
        Effect: 'Deny',
        Action: 'iam:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
      },
      {},
      false,
    ],
    [
      'a Region',
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      },
      {},
      true,
    ],
  ])('a service control policy that denies %s: %#', (_, statement, properties, stopped) => {
    expect(start(statement).find(role(properties)) !== undefined).toBe(stopped);
  });

  test('an account that joins gets no instance where its Region is off', async () => {
    const { organization } = start();
    const { stacks, boxes } = stage();
    const stackSets = new StackSets({ stacks, organization });
    stacks.register(stackSets.resourceType);
    const unit = organization.organizationalUnitId('Work');
    const Properties = {
      StackSetName: 'boxes',
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      TemplateBody: JSON.stringify({ Resources: { Box: box() } }),
      StackInstancesGroup: [{ Regions: ['eu-west-1', OPT_IN], DeploymentTargets: { OrganizationalUnitIds: [unit] } }],
    };
    const template = { Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties } } };
    await stacks.deployStack({ template, account: MANAGEMENT, region: 'eu-west-1', stackName: 'sets' });
    const { id } = organization.createAccount('new');
    stackSets.disableRegion(id, OPT_IN);
    boxes.log.length = 0;
    organization.moveAccount(id, unit);
    await stackSets.settled();
    expect(boxes.log).toEqual([`create ${id}/eu-west-1/Box`]);
    const joined = stackSets.stackInstances('boxes').filter(({ account }) => account === id);
    expect(joined).toMatchObject([
      { region: 'eu-west-1', status: 'CURRENT', organizationalUnitId: unit },
      { region: OPT_IN, status: 'OUTDATED', detailedStatus: 'FAILED' },
    ]);
  });
});
