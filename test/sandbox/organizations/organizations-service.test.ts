import {
  CreateAccountCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccounts,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../../../sandbox/aws-error';
import { Clock } from '../../../sandbox/clock';
import { Endpoint } from '../../../sandbox/endpoint';
import { Identities } from '../../../sandbox/identity/identities';
import { Organization } from '../../../sandbox/organization/organization';
import type { AuthorizationRequest } from '../../../sandbox/policy/authorizer';
import { organizationsService } from '../../../sandbox/services/organizations/organizations-service';
import { Trace } from '../../../sandbox/trace';

const MANAGEMENT = '100000000000';
const ADMIN = '200000000000';
const MEMBER = '300000000000';
const STRANGER = '900000000000';

type Published = { account: string; region: string; event: { source: string; detail: Record<string, unknown> } };

async function start() {
  const clock = new Clock();
  const trace = new Trace();
  const organization = new Organization({
    id: 'o-exampleorg1',
    managementAccount: { id: MANAGEMENT, name: 'management' },
    root: {
      accounts: [{ id: ADMIN, name: 'admin' }],
      organizationalUnits: [
        { name: 'Work', tags: { a: 'b' }, accounts: [{ id: MEMBER, name: 'member', tags: { k: 'v' } }] },
      ],
    },
    trustedAccess: [{ servicePrincipal: 'some.amazonaws.com', delegatedAdministrators: [ADMIN] }],
  });
  const identities = new Identities({ clock });
  const denied = new Set<string>();
  const authorized: AuthorizationRequest[] = [];
  const published: Published[] = [];
  const service = organizationsService({
    organization,
    clock,
    trace,
    accountCreationMilliseconds: 5,
    events: { publish: (account, region, event) => published.push({ account, region, event }) },
    authorizer: {
      decide: () => ({ allowed: true }),
      authorize(request) {
        authorized.push(request);
        if (denied.has(request.action)) throw new AwsError('AccessDenied', `not authorized: ${request.action}`, 403);
      },
    },
  });
  const endpoint = new Endpoint({ services: [service], identities, directory: organization, clock, trace });
  const url = await endpoint.listen(0);
  const clients: OrganizationsClient[] = [];
  const as = (account: string) => {
    const client = new OrganizationsClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: identities.createRootAccessKey(account),
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const stop = async () => {
    for (const client of clients) client.destroy();
    clock.stop();
    await endpoint.close();
  };
  return { organization, as, denied, authorized, published, stop, work: organization.organizationalUnitId('Work') };
}

let stage: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  stage = await start();
});
afterEach(() => stage.stop());

describe('Organizations', () => {
  test('answers the tree to a delegated administrator', async () => {
    const client = stage.as(ADMIN);
    const { Roots } = await client.send(new ListRootsCommand({}));
    expect(Roots).toEqual([
      expect.objectContaining({
        Id: stage.organization.rootId,
        Arn: `arn:aws:organizations::${MANAGEMENT}:root/o-exampleorg1/${stage.organization.rootId}`,
      }),
    ]);
    const ParentId = stage.organization.rootId;
    const units = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
    expect(units.OrganizationalUnits).toEqual([expect.objectContaining({ Id: stage.work, Name: 'Work' })]);
    const inWork = await client.send(new ListAccountsForParentCommand({ ParentId: stage.work }));
    expect(inWork.Accounts?.map(({ Id }) => Id)).toEqual([MEMBER]);
    const parents = await client.send(new ListParentsCommand({ ChildId: MEMBER }));
    expect(parents.Parents).toEqual([{ Id: stage.work, Type: 'ORGANIZATIONAL_UNIT' }]);
    const above = await client.send(new ListParentsCommand({ ChildId: stage.work }));
    expect(above.Parents).toEqual([{ Id: ParentId, Type: 'ROOT' }]);
    const children = await client.send(new ListChildrenCommand({ ParentId, ChildType: 'ACCOUNT' }));
    expect(children.Children?.map(({ Id }) => Id)).toEqual([ADMIN, MANAGEMENT]);
    const unit = await client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: stage.work }));
    expect(unit.OrganizationalUnit?.Path).toBe(`o-exampleorg1/${ParentId}/${stage.work}/`);
    const administrators = await client.send(new ListDelegatedAdministratorsCommand({}));
    expect(administrators.DelegatedAdministrators?.map(({ Id }) => Id)).toEqual([ADMIN]);
  });

  test('describes an account with state and path', async () => {
    stage.organization.closeAccount(MEMBER);
    const { Account } = await stage.as(ADMIN).send(new DescribeAccountCommand({ AccountId: MEMBER }));
    expect(Account).toMatchObject({
      Id: MEMBER,
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg1/${MEMBER}`,
      Name: 'member',
      State: 'SUSPENDED',
      Status: 'SUSPENDED',
      Paths: [`o-exampleorg1/${stage.organization.rootId}/${stage.work}/${MEMBER}/`],
      JoinedTimestamp: expect.any(Date),
    });
  });

  test('an empty page may carry a token, and all pages together hold every account once', async () => {
    for (let index = 0; index < 45; index += 1) stage.organization.createAccount(`account ${index}`);
    const pages: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const page of paginateListAccounts({ client: stage.as(ADMIN) }, {})) {
      pages.push(page.Accounts?.length ?? 0);
      for (const { Id } of page.Accounts ?? []) ids.add(Id);
    }
    expect(pages).toEqual([20, 0, 20, 8]);
    expect(ids.size).toBe(48);
  });

  test('any member may describe the organization', async () => {
    const { Organization: answer } = await stage.as(MEMBER).send(new DescribeOrganizationCommand({}));
    expect(answer).toMatchObject({ Id: 'o-exampleorg1', MasterAccountId: MANAGEMENT, FeatureSet: 'ALL' });
  });

  test('tags are set, read and removed, and each change is an event in us-east-1', async () => {
    const client = stage.as(MANAGEMENT);
    await client.send(new TagResourceCommand({ ResourceId: MEMBER, Tags: [{ Key: 'x', Value: 'y' }] }));
    await client.send(new UntagResourceCommand({ ResourceId: MEMBER, TagKeys: ['k'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId: MEMBER }));
    expect(Tags).toEqual([{ Key: 'x', Value: 'y' }]);
    expect(
      stage.published.map(({ account, region, event }) => [account, region, event.source, event.detail['eventName']]),
    ).toEqual([
      [MANAGEMENT, 'us-east-1', 'aws.organizations', 'TagResource'],
      [MANAGEMENT, 'us-east-1', 'aws.organizations', 'UntagResource'],
    ]);
    expect(stage.published[0]?.event.detail['requestParameters']).toEqual({
      resourceId: MEMBER,
      tags: [{ key: 'x', value: 'y' }],
    });
  });

  test('an account is created in the root after a while and can then be moved', async () => {
    const client = stage.as(MANAGEMENT);
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName: 'new', Email: 'new@example.com', Tags: [{ Key: 'a', Value: 'b' }] }),
    );
    expect(CreateAccountStatus).toMatchObject({ State: 'IN_PROGRESS', Id: expect.stringMatching(/^car-/) });
    const CreateAccountRequestId = CreateAccountStatus?.Id ?? '';
    let status = CreateAccountStatus;
    while (status?.State === 'IN_PROGRESS') {
      status = (await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId })))
        .CreateAccountStatus;
    }
    expect(status).toMatchObject({ State: 'SUCCEEDED', AccountId: expect.stringMatching(/^\d{12}$/) });
    const AccountId = status?.AccountId ?? '';
    expect(stage.organization.account(AccountId)).toMatchObject({
      parents: [stage.organization.rootId],
      joinedMethod: 'CREATED',
    });
    await client.send(
      new MoveAccountCommand({ AccountId, SourceParentId: stage.organization.rootId, DestinationParentId: stage.work }),
    );
    expect(stage.organization.account(AccountId)?.parents.at(-1)).toBe(stage.work);
    expect(stage.published.map(({ event }) => event.detail['eventName'])).toEqual([
      'CreateAccount',
      'CreateAccountResult',
      'MoveAccount',
    ]);
    expect(JSON.stringify(stage.published[0])).not.toContain('new@example.com');
  });

  test('fails to create a second account with one e-mail address', async () => {
    const client = stage.as(MANAGEMENT);
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName: 'twin', Email: `aws+${MEMBER}@example.com` }),
    );
    let status = CreateAccountStatus;
    while (status?.State === 'IN_PROGRESS') {
      const command = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id });
      status = (await client.send(command)).CreateAccountStatus;
    }
    expect(status).toMatchObject({ State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' });
  });

  test('refuses reads from other members, writes from the delegated administrator, and strangers', async () => {
    await expect(stage.as(MEMBER).send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const tag = new TagResourceCommand({ ResourceId: MEMBER, Tags: [{ Key: 'x', Value: 'y' }] });
    await expect(stage.as(ADMIN).send(tag)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(stage.as(STRANGER).send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    });
    expect(stage.published).toEqual([
      expect.objectContaining({
        account: ADMIN,
        event: expect.objectContaining({ detail: expect.objectContaining({ errorCode: 'AccessDeniedException' }) }),
      }),
    ]);
  });

  test('refuses what IAM denies, and asks it about the resource', async () => {
    stage.denied.add('organizations:DescribeAccount');
    const command = new DescribeAccountCommand({ AccountId: MEMBER });
    await expect(stage.as(MANAGEMENT).send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(stage.authorized).toEqual([
      expect.objectContaining({
        action: 'organizations:DescribeAccount',
        resource: `arn:aws:organizations::${MANAGEMENT}:account/o-exampleorg1/${MEMBER}`,
      }),
    ]);
  });

  test.each([
    ['AccountNotFoundException', new DescribeAccountCommand({ AccountId: STRANGER })],
    ['TargetNotFoundException', new ListTagsForResourceCommand({ ResourceId: STRANGER })],
    ['ParentNotFoundException', new ListAccountsForParentCommand({ ParentId: 'ou-aaaa-bbbbbbbb' })],
    ['ChildNotFoundException', new ListParentsCommand({ ChildId: STRANGER })],
    [
      'OrganizationalUnitNotFoundException',
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: 'ou-aaaa-bbbbbbbb' }),
    ],
    [
      'CreateAccountStatusNotFoundException',
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: 'car-12345678' }),
    ],
    ['InvalidInputException', new ListAccountsCommand({ MaxResults: 21 })],
    ['InvalidInputException', new ListAccountsCommand({ NextToken: 'nonsense' })],
    ['InvalidInputException', new DescribeAccountCommand({ AccountId: 'x' })],
    ['InvalidInputException', new TagResourceCommand({ ResourceId: MEMBER, Tags: [{ Key: 'aws:x', Value: 'y' }] })],
    [
      'SourceParentNotFoundException',
      new MoveAccountCommand({ AccountId: MEMBER, SourceParentId: 'r-aaaa', DestinationParentId: 'r-aaaa' }),
    ],
    ['NotModelled', new ListPoliciesCommand({ Filter: 'TAG_POLICY' })],
  ])('refuses with %s', async (name, command) => {
    await expect(stage.as(MANAGEMENT).send(command as ListAccountsCommand)).rejects.toMatchObject({ name });
  });
});
