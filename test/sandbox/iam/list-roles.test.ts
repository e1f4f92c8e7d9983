import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { type Cloud, startCloud } from '../../../sandbox/cloud';

const ACCOUNT = '222222222222';
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};

let cloud: Cloud;
let iam: IAMClient;

beforeAll(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-exampleorg1',
      managementAccount: { id: '111111111111', name: 'management' },
      root: { accounts: [{ id: ACCOUNT, name: 'account' }] },
      trustedAccess: [],
    },
  });
  const role = (RoleName: string, Path: string) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName, Path, AssumeRolePolicyDocument: TRUST },
  });
  await cloud.stacks.deployStack({
    account: ACCOUNT,
    region: 'eu-central-1',
    stackName: 'roles',
    template: { Resources: { A: role('a', '/'), B: role('b', '/team/'), C: role('c', '/team/') } },
    capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  iam = new IAMClient({
    endpoint: cloud.endpoint,
    region: 'eu-central-1',
    credentials: cloud.administrator(ACCOUNT),
    maxAttempts: 1,
  });
});

afterAll(async () => {
  iam.destroy();
  await cloud.stop();
});

test('roles are listed by their path, page by page', async () => {
  const all = await iam.send(new ListRolesCommand({}));
  expect(all.Roles?.map(({ Arn }) => Arn)).toEqual([
    `arn:aws:iam::${ACCOUNT}:role/a`,
    `arn:aws:iam::${ACCOUNT}:role/team/b`,
    `arn:aws:iam::${ACCOUNT}:role/team/c`,
  ]);
  const first = await iam.send(new ListRolesCommand({ PathPrefix: '/team/', MaxItems: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, Roles: [{ RoleName: 'b', Path: '/team/' }] });
  const second = await iam.send(new ListRolesCommand({ PathPrefix: '/team/', MaxItems: 1, Marker: first.Marker }));
  expect(second).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] });
});

test('refuses a marker that it did not give', async () => {
  await expect(iam.send(new ListRolesCommand({ Marker: 'x' }))).rejects.toThrow('Invalid Marker');
});
