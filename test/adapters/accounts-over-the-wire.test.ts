import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { StsAccountAccess } from '../../adapters/sts';
import { systemClock } from '../../adapters/system-clock';
import type { Cloud } from '../../sandbox/cloud';
import { describeAccountAccessContract } from '../contracts/account-access';
import { describeAccountProfilesContract } from '../contracts/account-profiles';
import { bucketName } from '../fakes/identifiers';
import { HOME, HUB, MEMBER, NEIGHBOUR, OUTSIDER, ROLE, startLocalOrganization, userOf } from './local-organization';

let cloud: Cloud;
let endpointBefore: string | undefined;

beforeAll(async () => {
  cloud = await startLocalOrganization();
  endpointBefore = process.env['AWS_ENDPOINT_URL'];
  // where the sessions' stores find S3, as in a function
  process.env['AWS_ENDPOINT_URL'] = cloud.endpoint;
});

afterAll(async () => {
  if (endpointBefore === undefined) delete process.env['AWS_ENDPOINT_URL'];
  else process.env['AWS_ENDPOINT_URL'] = endpointBefore;
  await cloud.stop();
});

describeAccountAccessContract('StsAccountAccess over the wire', async () => {
  const buckets = [bucketName('first-of-two'), bucketName('second-of-two')] as const;
  for (const bucket of buckets) await userOf(cloud, MEMBER, HOME).create(bucket);
  const access = new StsAccountAccess({
    sts: new STSClient({ region: HOME, credentials: cloud.administrator(HUB) }),
    partition: 'aws',
    rolePath: '/',
    roleName: ROLE,
    sessionName: 'contract',
  });
  return { access, account: MEMBER, region: HOME, buckets, closedAccount: NEIGHBOUR };
});

describeAccountProfilesContract('OrganizationsProfiles over the wire', async () => ({
  profiles: new OrganizationsProfiles({
    organizations: new OrganizationsClient({ region: HOME, credentials: cloud.administrator(HUB) }),
    clock: systemClock,
    seconds: 900,
  }),
  nested: MEMBER,
  plain: NEIGHBOUR,
  stranger: OUTSIDER,
}));

test('a session that may not write is denied by its session policy', async () => {
  const bucket = bucketName('only-read');
  await userOf(cloud, MEMBER, HOME).create(bucket);
  const access = new StsAccountAccess({
    sts: new STSClient({ region: HOME, credentials: cloud.administrator(HUB) }),
    partition: 'aws',
    rolePath: '/',
    roleName: ROLE,
    sessionName: 'contract',
  });
  const opening = await access.open(MEMBER, [bucket], 'audit');
  if (opening.kind !== 'open') throw new Error(opening.message);
  const xml =
    '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>one</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>';
  const place = { account: MEMBER, region: HOME, bucket };
  expect(await opening.store.writeLifecycle(place, { xml })).toMatchObject({
    kind: 'denied',
    policyKind: 'session policy',
  });
});

test('fails as unknown in an account that may not ask Organizations', async () => {
  const profiles = new OrganizationsProfiles({
    organizations: new OrganizationsClient({ region: HOME, credentials: cloud.administrator(NEIGHBOUR) }),
    clock: systemClock,
    seconds: 900,
  });
  expect(await profiles.profile(MEMBER)).toEqual({
    kind: 'unknown',
    message: expect.stringContaining('AccessDeniedException'),
  });
});
