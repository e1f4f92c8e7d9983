import type { MemberAccount, Organization, OrganizationalLevel } from '../../organization/organization';
import { type AccountCreations, creationShape } from './account-creations';
import { notFound } from './errors';
import { type Operation, operation } from './operation';
import { page } from './pages';
import { requests } from './requests';
import type { Shapes } from './shapes';

const audience = 'management or delegated administrator';

export function readOperations(parts: {
  readonly organization: Organization;
  readonly shapes: Shapes;
  readonly creations: AccountCreations;
  readonly pageSize: number | undefined;
}): Record<string, Operation<never>> {
  const { organization, shapes, creations, pageSize } = parts;

  const parent = (id: string): OrganizationalLevel => {
    const level = organization.level(id);
    if (level === undefined) throw notFound('ParentNotFoundException', 'a parent');
    return level;
  };
  const account = (id: string): MemberAccount => {
    const found = organization.account(id);
    if (found === undefined) throw notFound('AccountNotFoundException', 'an account');
    return found;
  };
  const accountsIn = (parentId: string) =>
    organization.accounts().filter((candidate) => candidate.parents.at(-1) === parentId);

  return {
    DescribeOrganization: operation({
      schema: requests.nothing,
      audience: 'any member',
      run: () => ({ Organization: shapes.organization() }),
    }),
    ListRoots: operation({
      schema: requests.paging,
      audience,
      run: () => ({ Roots: [shapes.root(parent(organization.rootId))] }),
    }),
    ListOrganizationalUnitsForParent: operation({
      schema: requests.ofParent,
      audience,
      resource: (request) => shapes.arn(request.ParentId),
      run(request) {
        const { items, ...rest } = page(
          organization.organizationalUnits(parent(request.ParentId).id),
          request,
          pageSize,
        );
        return { OrganizationalUnits: items.map((level) => shapes.organizationalUnit(level)), ...rest };
      },
    }),
    ListAccounts: operation({
      schema: requests.paging,
      audience,
      run(request) {
        const { items, ...rest } = page(organization.accounts(), request, pageSize);
        return { Accounts: items.map((member) => shapes.account(member)), ...rest };
      },
    }),
    ListAccountsForParent: operation({
      schema: requests.ofParent,
      audience,
      resource: (request) => shapes.arn(request.ParentId),
      run(request) {
        const { items, ...rest } = page(accountsIn(parent(request.ParentId).id), request, pageSize);
        return { Accounts: items.map((member) => shapes.account(member)), ...rest };
      },
    }),
    ListParents: operation({
      schema: requests.ofChild,
      audience,
      resource: (request) => shapes.arn(request.ChildId),
      run({ ChildId }) {
        const id = organization.account(ChildId)?.parents.at(-1) ?? organization.level(ChildId)?.parentId;
        if (id === undefined) throw notFound('ChildNotFoundException', 'a child');
        return { Parents: [{ Id: id, Type: id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
      },
    }),
    ListChildren: operation({
      schema: requests.children,
      audience,
      resource: (request) => shapes.arn(request.ParentId),
      run(request) {
        const { id } = parent(request.ParentId);
        const children: readonly { readonly id: string }[] =
          request.ChildType === 'ACCOUNT' ? accountsIn(id) : organization.organizationalUnits(id);
        const { items, ...rest } = page(children, request, pageSize);
        return { Children: items.map((child) => ({ Id: child.id, Type: request.ChildType })), ...rest };
      },
    }),
    DescribeAccount: operation({
      schema: requests.account,
      audience,
      resource: (request) => shapes.accountArn(request.AccountId),
      run: (request) => ({ Account: shapes.account(account(request.AccountId)) }),
    }),
    DescribeOrganizationalUnit: operation({
      schema: requests.unit,
      audience,
      resource: (request) => shapes.arn(request.OrganizationalUnitId),
      run(request) {
        const level = organization.level(request.OrganizationalUnitId);
        if (level === undefined) throw notFound('OrganizationalUnitNotFoundException', 'an OU');
        return { OrganizationalUnit: shapes.organizationalUnit(level) };
      },
    }),
    ListTagsForResource: operation({
      schema: requests.tagsOf,
      audience,
      resource: (request) => shapes.arn(request.ResourceId),
      run(request) {
        const target = organization.level(request.ResourceId) ?? organization.account(request.ResourceId);
        if (target === undefined) throw notFound('TargetNotFoundException', 'a root, OU or account');
        const { items, ...rest } = page([...target.tags], { NextToken: request.NextToken }, 50);
        return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...rest };
      },
    }),
    ListDelegatedAdministrators: operation({
      schema: requests.administrators,
      audience,
      context: ({ ServicePrincipal }) =>
        ServicePrincipal === undefined ? {} : { 'organizations:ServicePrincipal': ServicePrincipal },
      run(request) {
        const administrators = [...organization.delegatedAdministrators(request.ServicePrincipal)];
        const { items, ...rest } = page(administrators, request, pageSize);
        return {
          DelegatedAdministrators: items.map(([id, since]) => shapes.administrator(account(id), since)),
          ...rest,
        };
      },
    }),
    DescribeCreateAccountStatus: operation({
      schema: requests.creation,
      audience,
      run(request) {
        const creation = creations.get(request.CreateAccountRequestId);
        if (creation === undefined) throw notFound('CreateAccountStatusNotFoundException', 'a create account request');
        return { CreateAccountStatus: creationShape(creation) };
      },
    }),
  };
}
