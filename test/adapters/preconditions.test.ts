import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { stackSetsAdministrators } from '../../adapters/delegated-administrators';
import { unreservedConcurrency } from '../../adapters/function-concurrency';
import { regionState } from '../../adapters/regions-on';
import { stackState } from '../../adapters/stack-states';
import { stackSetsAccess } from '../../adapters/trusted-access';
import { ScriptedEndpoint } from './scripted-endpoint';

const aws = new ScriptedEndpoint();
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  config = { endpoint: await aws.start(), region: 'eu-central-1', credentials };
});
afterAll(() => aws.stop());

const xml = { 'content-type': 'text/xml' };

function error(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

test('asks CloudFormation as a delegated administrator whether StackSets is trusted', async () => {
  const body =
    '<DescribeOrganizationsAccessResponse><DescribeOrganizationsAccessResult><Status>DISABLED</Status></DescribeOrganizationsAccessResult></DescribeOrganizationsAccessResponse>';
  aws.answer({ status: 200, headers: xml, body });
  expect(await stackSetsAccess(new CloudFormationClient(config), 'DELEGATED_ADMIN')).toBe('DISABLED');
  expect(aws.seen.at(-1)?.body).toMatch(/Action=DescribeOrganizationsAccess&.*CallAs=DELEGATED_ADMIN/);
});

test('gives the functions that no single one has reserved', async () => {
  const AccountLimit = { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 900 };
  aws.answer({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ AccountLimit }) });
  expect(await unreservedConcurrency(new LambdaClient(config))).toBe(900);
});

test('tells a Region that is off from one that is on', async () => {
  const body =
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
  aws.answer({ status: 200, headers: xml, body });
  expect(await regionState(new STSClient(config))).toBe('on');
  aws.answer({ status: 403, headers: xml, body: error('InvalidClientTokenId', 'The security token is invalid') });
  expect(await regionState(new STSClient(config))).toBe('off');
});

test('fails where STS says something else', async () => {
  aws.answer({ status: 403, headers: xml, body: error('AccessDenied', 'no') });
  await expect(regionState(new STSClient(config))).rejects.toThrow('no');
});

test('gives null for a stack that is not there, and fails for any other answer', async () => {
  const cloudFormation = new CloudFormationClient(config);
  aws.answer({ status: 400, headers: xml, body: error('ValidationError', 'Stack with id a does not exist') });
  expect(await stackState(cloudFormation, 'a')).toBeNull();
  aws.answer({ status: 400, headers: xml, body: error('ValidationError', 'no such parameter') });
  await expect(stackState(cloudFormation, 'a')).rejects.toThrow('no such parameter');
});

test('lists delegated administrators across pages, one of them empty', async () => {
  const pages = [{ NextToken: 'a' }, { DelegatedAdministrators: [{ Id: '200000000002' }], NextToken: '' }];
  const send = async () => pages.shift();
  expect(await stackSetsAdministrators({ send } as unknown as OrganizationsClient)).toEqual(['200000000002']);
});
