import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { StsAccountAccess } from '../../adapters/sts';
import { systemClock } from '../../adapters/system-clock';
import { describeAccountAccessContract } from '../contracts/account-access';
import { describeAccountProfilesContract } from '../contracts/account-profiles';
import { bucketName } from '../fakes/identifiers';
import type { AwsStage } from '../stages/aws-stage';
import { startLocalStage } from '../stages/local-stage';
import { accountAccessOn, accountProfilesOn, memberRoleOn } from '../stages/member-accounts';
import { HOME, MEMBER, NEIGHBOUR, userOf } from './local-organization';

let stage: AwsStage;
let endpointBefore: string | undefined;

beforeAll(async () => {
  stage = await startLocalStage();
  endpointBefore = process.env['AWS_ENDPOINT_URL'];
  // where the sessions' stores find S3, as in a function
  process.env['AWS_ENDPOINT_URL'] = stage.endpoint;
});

afterAll(async () => {
  if (endpointBefore === undefined) delete process.env['AWS_ENDPOINT_URL'];
  else process.env['AWS_ENDPOINT_URL'] = endpointBefore;
  await stage.stop();
});

describeAccountAccessContract('StsAccountAccess over the wire', () => accountAccessOn(stage));
describeAccountProfilesContract('OrganizationsProfiles over the wire', async () => accountProfilesOn(stage));

test('a session that may not write is denied by its session policy', async () => {
  const bucket = bucketName('only-read');
  await userOf(stage, MEMBER, HOME).create(bucket);
  const access = new StsAccountAccess(memberRoleOn(stage));
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
    organizations: new OrganizationsClient({ region: HOME, credentials: stage.administrator(NEIGHBOUR) }),
    clock: systemClock,
    seconds: 900,
  });
  expect(await profiles.profile(MEMBER)).toEqual({
    kind: 'unknown',
    message: expect.stringContaining('AccessDeniedException'),
  });
});
