import { Organization } from '../../../sandbox/organization/organization';
import type { OrganizationSpec } from '../../../sandbox/organization/spec';

const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
const spec: OrganizationSpec = {
  id: 'o-exampleorg1',
  managementAccount: { id: '100000000000', name: 'management' },
  root: {
    organizationalUnits: [
      {
        name: 'Outer',
        tags: { a: 'b' },
        organizationalUnits: [
          {
            name: 'Inner',
            accounts: [{ id: '200000000000', name: 'inner', tags: { x: 'y' } }],
            serviceControlPolicies: [{ name: 'no-s3', document: deny }],
          },
        ],
      },
    ],
  },
  trustedAccess: [{ servicePrincipal: 'some.amazonaws.com', delegatedAdministrators: ['200000000000'] }],
};

describe('the organization', () => {
  test("IDs have AWS's shapes and are the same every time", () => {
    const organization = new Organization(spec);
    const inner = organization.organizationalUnitId('Outer/Inner');
    expect(organization.rootId).toMatch(/^r-[0-9a-z]{4}$/);
    expect(inner).toMatch(new RegExp(`^ou-${organization.rootId.slice(2)}-[0-9a-z]{8}$`));
    expect(new Organization(spec).organizationalUnitId('Outer/Inner')).toBe(inner);
    expect(organization.path('200000000000')).toBe(
      `o-exampleorg1/${organization.rootId}/${organization.organizationalUnitId('Outer')}/${inner}/`,
    );
    expect(organization.path('999999999999')).toBeUndefined();
  });

  test('accounts below an OU are the active ones of all levels', () => {
    const organization = new Organization(spec);
    const outer = organization.organizationalUnitId('Outer');
    expect(organization.accountsUnder(outer).map(({ id }) => id)).toEqual(['200000000000']);
    organization.closeAccount('200000000000');
    expect(organization.accountsUnder(outer)).toEqual([]);
    expect(organization.account('200000000000')?.state).toBe('SUSPENDED');
  });

  test('service control policies are listed level by level, and none bind the management account', () => {
    const organization = new Organization(spec);
    const levels = organization.serviceControlPolicies('200000000000');
    expect(levels.map((policies) => policies.length)).toEqual([1, 1, 2, 1]);
    expect(levels[2]?.[1]?.Statement[0]).toMatchObject({ Effect: 'Deny' });
    expect(organization.serviceControlPolicies('100000000000')).toEqual([]);
    organization.attachServiceControlPolicy('200000000000', 'own', deny);
    expect(organization.serviceControlPolicies('200000000000').at(-1)).toHaveLength(2);
    organization.detachServiceControlPolicy('200000000000', 'own');
    expect(() => organization.detachServiceControlPolicy('200000000000', 'FullAWSAccess')).toThrow('last policy');
  });

  test('listeners hear of creations and moves until they end', () => {
    const organization = new Organization(spec);
    const moves: unknown[] = [];
    const stop = organization.onAccountMoved((move) => moves.push(move));
    const { id } = organization.createAccount('new');
    const outer = organization.organizationalUnitId('Outer');
    organization.moveAccount(id, outer);
    stop();
    organization.moveAccount(id, organization.rootId);
    expect(moves).toEqual([
      { accountId: id, from: undefined, to: [organization.rootId] },
      { accountId: id, from: [organization.rootId], to: [organization.rootId, outer] },
    ]);
  });

  test('trusted access and delegated administrators are per service', () => {
    const organization = new Organization(spec);
    expect(organization.hasTrustedAccess('some.amazonaws.com')).toBe(true);
    expect(organization.hasTrustedAccess('other.amazonaws.com')).toBe(false);
    expect(organization.isDelegatedAdministrator('200000000000', 'some.amazonaws.com')).toBe(true);
    expect(organization.isDelegatedAdministrator('100000000000', 'some.amazonaws.com')).toBe(false);
  });

  test.each<[string, Partial<OrganizationSpec>]>([
    ['is not the ID', { id: 'nonsense' }],
    ['not twelve digits', { managementAccount: { id: '1', name: 'm' } }],
    ['there already', { managementAccount: { id: '200000000000', name: 'm' } }],
    ['two organizational units', { root: { organizationalUnits: [{ name: 'A' }, { name: 'A' }] }, trustedAccess: [] }],
    [
      'not in the organization',
      { trustedAccess: [{ servicePrincipal: 'x', delegatedAdministrators: ['300000000000'] }] },
    ],
  ])('refuses a specification: %s', (message, change) => {
    expect(() => new Organization({ ...spec, ...change })).toThrow(message);
  });
});
