import { StackSets } from '../../../sandbox/cloudformation/stack-sets';
import { Organization } from '../../../sandbox/organization/organization';
import { box, stage } from './fakes';

const MANAGEMENT = '100000000000';
const ADMIN = '200000000000';
const [ONE, TWO, THREE, NESTED] = ['300000000001', '300000000002', '300000000003', '300000000004'];
const PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';
const account = (id: string) => ({ id, name: `account ${id}` });

function fleet(options: { trusted?: boolean } = {}) {
  const organization = new Organization({
    id: 'o-exampleorg1',
    managementAccount: { id: MANAGEMENT, name: 'management' },
    root: {
      accounts: [account(ADMIN)],
      organizationalUnits: [
        {
          name: 'Workloads',
          accounts: [ONE, TWO, THREE].map(account),
          organizationalUnits: [{ name: 'Nested', accounts: [account(NESTED)] }],
        },
        { name: 'Other' },
      ],
    },
    trustedAccess: options.trusted === false ? [] : [{ servicePrincipal: PRINCIPAL, delegatedAdministrators: [ADMIN] }],
  });
  const base = stage({ accountExists: (id) => organization.account(id)?.state === 'ACTIVE' });
  const stackSets = new StackSets({ stacks: base.stacks, organization });
  base.stacks.register(stackSets.resourceType);
  const workloads = organization.organizationalUnitId('Workloads');
  const other = organization.organizationalUnitId('Other');
  const deploySets = (resources: object, account = ADMIN, stackName = 'hub') =>
    base.stacks.deployStack({ template: { Resources: resources }, account, region: 'eu-west-1', stackName });
  const accountsOf = (name: string) =>
    stackSets
      .stackInstances(name)
      .filter((instance) => instance.status === 'CURRENT')
      .map((instance) => `${instance.account}/${instance.region}`)
      .sort();
  return { ...base, organization, stackSets, workloads, other, deploySets, accountsOf };
}

function set(units: readonly string[], changes: Record<string, unknown> = {}, targets: object = {}) {
  return {
    Type: 'AWS::CloudFormation::StackSet',
    Properties: {
      StackSetName: 'boxes',
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      OperationPreferences: {
        RegionConcurrencyType: 'PARALLEL',
        MaxConcurrentPercentage: 100,
        FailureTolerancePercentage: 0,
        ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      },
      TemplateBody: JSON.stringify({ Resources: { Box: box({ Value: { Ref: 'AWS::AccountId' } }) } }),
      StackInstancesGroup: [
        { Regions: ['eu-west-1'], DeploymentTargets: { OrganizationalUnitIds: units, ...targets } },
      ],
      ...changes,
    },
  };
}

describe('stack sets', () => {
  test('instances come into every account below the OU and every Region, not into the management account', async () => {
    const { deploySets, accountsOf, organization, boxes, stackSets } = fleet();
    organization.closeAccount(THREE);
    await deploySets({
      Set: set([organization.rootId], {
        StackInstancesGroup: [
          {
            Regions: ['eu-west-1', 'us-east-1'],
            DeploymentTargets: { OrganizationalUnitIds: [organization.rootId] },
          },
        ],
      }),
    });
    const expected = [ADMIN, ONE, TWO, NESTED].flatMap((id) => [`${id}/eu-west-1`, `${id}/us-east-1`]);
    expect(accountsOf('boxes')).toEqual(expected.sort());
    expect(boxes.alive.get(`${NESTED}/us-east-1/Box`)).toBe(NESTED);
    const [instance] = stackSets.stackInstances('boxes');
    expect(instance?.stackName).toMatch(/^StackSet-boxes-[0-9a-f-]{36}$/);
    expect(instance?.stackId).toMatch(/^arn:aws:cloudformation:eu-west-1:\d{12}:stack\/StackSet-boxes-/);
  });

  test('Ref answers name and UUID, and the set lives in the management account', async () => {
    const { stacks, stackSets, workloads } = fleet();
    const { outputs } = await stacks.deployStack({
      template: { Resources: { Set: set([workloads]) }, Outputs: { Id: { Value: { Ref: 'Set' } } } },
      account: ADMIN,
      region: 'eu-west-1',
      stackName: 'hub',
    });
    expect(outputs['Id']).toMatch(/^boxes:[0-9a-f-]{36}$/);
    expect(stackSets.list()[0]?.arn).toBe(`arn:aws:cloudformation:eu-west-1:${MANAGEMENT}:stackset/${outputs['Id']}`);
  });

  test.each([
    ['INTERSECTION', [ONE], [ONE]],
    ['DIFFERENCE', [ONE], [TWO, THREE, NESTED]],
    ['UNION', [ADMIN], [ADMIN, ONE, TWO, THREE, NESTED]],
  ])('the account filter %s of %j leaves %j', async (AccountFilterType, Accounts, expected) => {
    const { deploySets, accountsOf, workloads } = fleet();
    await deploySets({ Set: set([workloads], {}, { AccountFilterType, Accounts }) });
    expect(accountsOf('boxes')).toEqual(expected.map((id) => `${id}/eu-west-1`));
  });

  test('deleting the set deletes the stacks of its instances', async () => {
    const { deploySets, stacks, boxes, workloads } = fleet();
    await deploySets({ Set: set([workloads]) });
    expect(boxes.alive.size).toBe(4);
    await stacks.deleteStack({ account: ADMIN, region: 'eu-west-1', stackName: 'hub' });
    expect(boxes.alive.size).toBe(0);
  });

  test('failures within the tolerance leave a failed instance', async () => {
    const { deploySets, stackSets, boxes, workloads } = fleet();
    boxes.broken.add(TWO);
    await deploySets({
      Set: set([workloads], {
        OperationPreferences: {
          MaxConcurrentCount: 10,
          FailureToleranceCount: 1,
          ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
        },
      }),
    });
    const failed = stackSets.stackInstances('boxes').filter((instance) => instance.status !== 'CURRENT');
    expect(failed).toEqual([
      expect.objectContaining({
        account: TWO,
        status: 'OUTDATED',
        detailedStatus: 'FAILED',
        statusReason: expect.stringContaining('the account is broken'),
      }),
    ]);
  });

  test('fails when more accounts fail than tolerated, and leaves nothing behind', async () => {
    const { deploySets, stackSets, boxes, workloads } = fleet();
    boxes.broken.add(TWO);
    await expect(deploySets({ Set: set([workloads]) })).rejects.toThrow('the account is broken');
    expect(boxes.alive.size).toBe(0);
    expect(stackSets.list()).toEqual([]);
  });

  test('fails for something that is not modelled, whatever is tolerated', async () => {
    const { deploySets, workloads } = fleet();
    const changes = {
      TemplateBody: JSON.stringify({ Resources: { A: { Type: 'AWS::Unknown::Type' } } }),
      OperationPreferences: { FailureTolerancePercentage: 100 },
    };
    await expect(deploySets({ Set: set([workloads], changes) })).rejects.toThrow('does not model the resource type');
  });

  test('fails for IAM resources without the capability', async () => {
    const { deploySets, workloads } = fleet();
    const TemplateBody = JSON.stringify({ Resources: { R: { Type: 'AWS::IAM::Role' } } });
    await expect(deploySets({ Set: set([workloads], { TemplateBody }) })).rejects.toThrow('CAPABILITY_IAM');
    await expect(
      deploySets({ Set: set([workloads], { TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }) }),
    ).resolves.toBeDefined();
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['self-managed', { PermissionModel: 'SELF_MANAGED' }, /does not model self-managed/],
    ['TemplateURL', { TemplateURL: 'https://x' }, /does not model TemplateURL/],
    ['an unknown property', { Oops: 1 }, /does not model the property Oops/],
    ['an execution role', { ExecutionRoleName: 'x' }, /takes no AdministrationRoleARN/],
    [
      'both tolerances',
      { OperationPreferences: { FailureToleranceCount: 1, FailureTolerancePercentage: 1 } },
      /exclude each other/,
    ],
    [
      'an OU that is not there',
      {
        StackInstancesGroup: [
          { Regions: ['eu-west-1'], DeploymentTargets: { OrganizationalUnitIds: ['ou-aaaa-bbbbbbbb'] } },
        ],
      },
      /there is no organizational unit/,
    ],
    [
      'accounts alone',
      { StackInstancesGroup: [{ Regions: ['eu-west-1'], DeploymentTargets: { Accounts: [ONE] } }] },
      /needs OrganizationalUnitIds/,
    ],
    [
      'a body that is too long',
      { TemplateBody: JSON.stringify({ Description: 'x'.repeat(51_200), Resources: { A: box() } }) },
      /51200/,
    ],
    [
      'a macro',
      { TemplateBody: JSON.stringify({ Transform: 'X', Resources: { A: box() } }) },
      /does not model the template section Transform/,
    ],
    [
      'a nested stack',
      { TemplateBody: JSON.stringify({ Resources: { A: { Type: 'AWS::CloudFormation::Stack' } } }) },
      /nested stacks/,
    ],
    [
      'a dependency that is not there',
      { AutoDeployment: { Enabled: true, DependsOn: ['arn:aws:cloudformation:eu-west-1:100000000000:stackset/x:1'] } },
      /not found/,
    ],
    [
      'eleven dependencies',
      { AutoDeployment: { Enabled: true, DependsOn: Array(11).fill('arn') } },
      /AutoDeployment.DependsOn/,
    ],
  ])('refuses %s', async (_, changes, message) => {
    const { deploySets, workloads } = fleet();
    await expect(deploySets({ Set: set([workloads], changes) })).rejects.toThrow(message);
  });

  test.each([
    ['DELEGATED_ADMIN', ONE],
    ['DELEGATED_ADMIN', MANAGEMENT],
    ['SELF', ADMIN],
  ])('refuses %s from %s', async (CallAs, from) => {
    const { deploySets, workloads } = fleet();
    await expect(deploySets({ Set: set([workloads], { CallAs }) }, from)).rejects.toThrow(
      'You must be the management account or delegated admin account',
    );
  });

  test('SELF works from the management account', async () => {
    const { deploySets, workloads } = fleet();
    await expect(deploySets({ Set: set([workloads], { CallAs: 'SELF' }) }, MANAGEMENT)).resolves.toBeDefined();
  });

  test('refuses everything without trusted access', async () => {
    const { deploySets, workloads } = fleet({ trusted: false });
    await expect(deploySets({ Set: set([workloads]) })).rejects.toThrow('You must enable organizations access');
  });
});

describe('auto-deployment', () => {
  const pair = (units: readonly string[], bad = false) => ({
    First: set(units, {
      StackSetName: 'first',
      TemplateBody: JSON.stringify({ Resources: { First: box(bad ? { Fail: 'bad' } : {}) } }),
      OperationPreferences: { FailureTolerancePercentage: 100 },
    }),
    Second: {
      ...set(units, {
        StackSetName: 'second',
        TemplateBody: JSON.stringify({ Resources: { Second: box() } }),
        AutoDeployment: {
          Enabled: true,
          RetainStacksOnAccountRemoval: false,
          DependsOn: [
            { 'Fn::Sub': `arn:\${AWS::Partition}:cloudformation:\${AWS::Region}:${MANAGEMENT}:stackset/\${First}` },
          ],
        },
      }),
    },
  });

  test('an account that joins is served in the order of the dependencies, one that leaves in the opposite order', async () => {
    const { deploySets, organization, stackSets, boxes, workloads, other, accountsOf } = fleet();
    await deploySets(pair([workloads]));
    boxes.log.length = 0;
    const { id } = organization.createAccount('new');
    await stackSets.settled();
    expect(boxes.log).toEqual([]);
    organization.moveAccount(id, organization.organizationalUnitId('Workloads/Nested'));
    organization.moveAccount(id, workloads);
    await stackSets.settled();
    expect(boxes.log).toEqual([`create ${id}/eu-west-1/First`, `create ${id}/eu-west-1/Second`]);
    expect(accountsOf('second')).toContain(`${id}/eu-west-1`);
    organization.moveAccount(id, other);
    await stackSets.settled();
    expect(boxes.log.slice(2)).toEqual([`delete ${id}/eu-west-1/Second`, `delete ${id}/eu-west-1/First`]);
    expect(accountsOf('second')).not.toContain(`${id}/eu-west-1`);
  });

  test('a set is not served where a set that it depends on failed', async () => {
    const { deploySets, organization, stackSets, boxes, workloads } = fleet();
    await deploySets(pair([workloads]));
    const id = '400000000000';
    boxes.broken.add(id);
    boxes.log.length = 0;
    organization.createAccount('new', workloads, {}, { id });
    await stackSets.settled();
    expect(boxes.log).toEqual([`create ${id}/eu-west-1/First`]);
    expect(stackSets.stackInstances('second').find((instance) => instance.account === id)).toMatchObject({
      status: 'OUTDATED',
      statusReason: 'a stack set that this one depends on failed',
    });
  });

  test('account filters do not count', async () => {
    const { deploySets, organization, stackSets, workloads, accountsOf } = fleet();
    const id = '400000000000';
    organization.createAccount('new', undefined, {}, { id });
    await deploySets({ Set: set([workloads], {}, { AccountFilterType: 'DIFFERENCE', Accounts: [id] }) });
    organization.moveAccount(id, workloads);
    await stackSets.settled();
    expect(accountsOf('boxes')).toContain(`${id}/eu-west-1`);
  });

  test('stacks that are to be retained stay when the account leaves', async () => {
    const { deploySets, organization, stackSets, boxes, workloads, other, accountsOf } = fleet();
    const AutoDeployment = { Enabled: true, RetainStacksOnAccountRemoval: true };
    await deploySets({ Set: set([workloads], { AutoDeployment }) });
    organization.moveAccount(ONE, other);
    await stackSets.settled();
    expect(accountsOf('boxes')).not.toContain(`${ONE}/eu-west-1`);
    expect(boxes.alive.has(`${ONE}/eu-west-1/Box`)).toBe(true);
  });

  test('nothing happens when it is off', async () => {
    const { deploySets, organization, stackSets, boxes, workloads } = fleet();
    await deploySets({ Set: set([workloads], { AutoDeployment: { Enabled: false } }) });
    boxes.log.length = 0;
    organization.createAccount('new', workloads);
    organization.moveAccount(ONE, organization.rootId);
    await stackSets.settled();
    expect(boxes.log).toEqual([]);
  });
});

describe('an update of a stack set', () => {
  const template = (value: unknown) => JSON.stringify({ Resources: { Box: box({ Value: value }) } });

  async function deployed(changes: Record<string, unknown> = {}) {
    const made = fleet();
    await made.deploySets({ Set: set([made.workloads], { TemplateBody: template('old'), ...changes }) });
    const update = (next: object) =>
      made.stacks.updateStack({
        template: { Resources: { Set: next } },
        account: ADMIN,
        region: 'eu-west-1',
        stackName: 'hub',
      });
    return { ...made, update };
  }

  test('another template comes into every instance', async () => {
    const { update, workloads, boxes, stackSets } = await deployed();
    const stackIds = stackSets.stackInstances('boxes').map(({ stackId }) => stackId);
    await update(set([workloads], { TemplateBody: template('new') }));
    expect(new Set(boxes.alive.values())).toEqual(new Set(['new']));
    expect(stackSets.stackInstances('boxes').map(({ stackId }) => stackId)).toEqual(stackIds);
  });

  test('with other targets, instances come and go, and those that stay are not touched', async () => {
    const { update, organization, accountsOf, boxes } = await deployed();
    boxes.log.length = 0;
    await update(
      set([organization.organizationalUnitId('Workloads/Nested'), organization.rootId], {
        TemplateBody: template('old'),
      }),
    );
    expect(accountsOf('boxes')).toContain(`${ADMIN}/eu-west-1`);
    expect(boxes.log).toEqual([`create ${ADMIN}/eu-west-1/Box`]);
    await update(set([organization.organizationalUnitId('Workloads/Nested')], { TemplateBody: template('old') }));
    expect(accountsOf('boxes')).toEqual([`${NESTED}/eu-west-1`]);
    expect([...boxes.alive.keys()]).toEqual([`${NESTED}/eu-west-1/Box`]);
  });

  test('beyond its tolerance it fails and is taken back', async () => {
    const { update, workloads, boxes, stackSets } = await deployed();
    boxes.broken.add(TWO);
    const failing = update(set([workloads], { TemplateBody: template('new') }));
    await expect(failing).rejects.toThrow('the operation on the stack set boxes failed: ');
    boxes.broken.delete(TWO);
    expect(new Set(boxes.alive.values())).toEqual(new Set(['old']));
    expect(new Set(stackSets.stackInstances('boxes').map(({ status }) => status))).toEqual(new Set(['CURRENT']));
    await update(set([workloads], { TemplateBody: template('newest') }));
    expect(new Set(boxes.alive.values())).toEqual(new Set(['newest']));
  });

  test('refuses another set in its place under the same name, as CloudFormation does', async () => {
    const { update, workloads } = await deployed();
    await expect(update(set([workloads], { PermissionModel: 'SELF_MANAGED' }))).rejects.toThrow(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename boxes and update the stack again.',
    );
  });
});
