import { StackOperations } from '../../../sandbox/cloudformation/stack-operations';
import { StackSets } from '../../../sandbox/cloudformation/stack-sets';
import { Organization } from '../../../sandbox/organization/organization';
import { cloudFormationService } from '../../../sandbox/services/cloudformation/cloudformation-service';
import { S3Files } from '../../../sandbox/services/cloudformation/s3-files';
import type { Call } from '../../../sandbox/wire/message';
import { box, stage } from './fakes';

const MANAGEMENT = '100000000000';
const ADMIN = '200000000000';
const MEMBER = '300000000001';

async function start() {
  const organization = new Organization({
    id: 'o-exampleorg1',
    managementAccount: { id: MANAGEMENT, name: 'management' },
    root: {
      accounts: [{ id: ADMIN, name: 'admin' }],
      organizationalUnits: [{ name: 'Work', accounts: [{ id: MEMBER, name: 'member' }] }],
    },
    trustedAccess: [
      {
        servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
        delegatedAdministrators: [ADMIN],
      },
    ],
  });
  const { stacks, trace } = stage();
  const stackSets = new StackSets({ stacks, organization });
  stacks.register(stackSets.resourceType);
  const template = {
    Resources: {
      Set: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          StackSetName: 'boxes',
          PermissionModel: 'SERVICE_MANAGED',
          CallAs: 'DELEGATED_ADMIN',
          TemplateBody: JSON.stringify({ Resources: { Box: box() } }),
          StackInstancesGroup: [
            {
              Regions: ['eu-west-1'],
              DeploymentTargets: { OrganizationalUnitIds: [organization.organizationalUnitId('Work')] },
            },
          ],
        },
      },
    },
    Outputs: { Out: { Value: 'a & b' } },
  };
  await stacks.deployStack({ template, account: ADMIN, region: 'eu-west-1', stackName: 'hub' });
  const authorizer = { decide: () => ({ allowed: true }) as const, authorize() {} };
  const nothing = (): never => {
    throw new Error('nothing is read and nobody is anybody else in these tests');
  };
  const service = cloudFormationService({
    stacks,
    stackSets,
    operations: new StackOperations(stacks),
    files: new S3Files({ handle: nothing, inspectObject: nothing }, nothing),
    authorizer,
    roleSessions: { assume: nothing },
    trace,
  });
  return async (account: string, parameters: Record<string, string>) => {
    const arn = `arn:aws:iam::${account}:root`;
    const call: Call = {
      caller: { kind: 'root', accountId: account, arn, userId: account, accessKeyId: 'AKIA' },
      region: 'eu-west-1',
      requestId: 'request',
      sourceIp: '127.0.0.1',
      request: {
        method: 'POST',
        rawPath: '/',
        query: new URLSearchParams(),
        rawQuery: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(new URLSearchParams({ Version: '2010-05-15', ...parameters }).toString()),
      },
    };
    return String((await service.handle(call)).body);
  };
}

describe('CloudFormation over the wire', () => {
  test('stacks are described to their own account', async () => {
    const ask = await start();
    const answer = await ask(ADMIN, { Action: 'DescribeStacks', StackName: 'hub' });
    expect(answer).toContain('<StackStatus>CREATE_COMPLETE</StackStatus>');
    expect(answer).toContain('<OutputKey>Out</OutputKey><OutputValue>a &amp; b</OutputValue>');
    expect(await ask(MEMBER, { Action: 'DescribeStacks' })).toContain('<StackName>StackSet-boxes-');
    await expect(ask(MEMBER, { Action: 'DescribeStacks', StackName: 'hub' })).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Stack with id hub does not exist',
    });
  });

  test('stack sets and their instances are listed to administrators', async () => {
    const ask = await start();
    expect(await ask(ADMIN, { Action: 'ListStackSets', CallAs: 'DELEGATED_ADMIN' })).toContain(
      '<StackSetName>boxes</StackSetName>',
    );
    expect(await ask(MANAGEMENT, { Action: 'ListStackSets' })).toContain('<StackSetName>boxes</StackSetName>');
    expect(await ask(MEMBER, { Action: 'ListStackSets' })).not.toContain('boxes');
    const instances = await ask(ADMIN, {
      Action: 'ListStackInstances',
      StackSetName: 'boxes',
      CallAs: 'DELEGATED_ADMIN',
    });
    expect(instances).toContain(`<Account>${MEMBER}</Account><Region>eu-west-1</Region>`);
    expect(instances).toContain('<Status>CURRENT</Status>');
  });

  test('refuses a delegated administration that is none, and a set that is not there', async () => {
    const ask = await start();
    await expect(ask(MEMBER, { Action: 'ListStackSets', CallAs: 'DELEGATED_ADMIN' })).rejects.toMatchObject({
      code: 'ValidationError',
    });
    await expect(ask(MANAGEMENT, { Action: 'ListStackInstances', StackSetName: 'other' })).rejects.toMatchObject({
      code: 'StackSetNotFoundException',
    });
  });
});
