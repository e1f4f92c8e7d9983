import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import type { MemberSessionProps } from '../../adapters/member-session';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { StsAccountAccess } from '../../adapters/sts';
import { StsSurveyAccess } from '../../adapters/survey-access';
import { systemClock } from '../../adapters/system-clock';
import { userOf } from '../adapters/local-organization';
import type { AccountAccessSetup } from '../contracts/account-access';
import type { AccountProfilesSetup } from '../contracts/account-profiles';
import type { SurveyAccessSetup } from '../contracts/survey-access';
import { bucketName } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import type { AwsStage } from './aws-stage';

/** How the hub becomes the role in a member account. */
export function memberRoleOn(stage: AwsStage): MemberSessionProps {
  const { endpoint, home, hub, role } = stage;
  const sts = new STSClient({ endpoint, region: home, credentials: stage.administrator(hub) });
  return { sts, partition: 'aws', rolePath: '/', roleName: role, sessionName: 'contract' };
}

/** Needs `AWS_ENDPOINT_URL`, by which the sessions' stores find S3 as in a function. */
export async function accountAccessOn(stage: AwsStage): Promise<AccountAccessSetup> {
  const buckets = [bucketName('first-of-two'), bucketName('second-of-two')] as const;
  for (const bucket of buckets) await userOf(stage, stage.member, stage.home).create(bucket);
  return {
    access: new StsAccountAccess(memberRoleOn(stage)),
    account: stage.member,
    region: stage.home,
    buckets,
    closedAccount: stage.neighbour,
  };
}

export function accountProfilesOn(stage: AwsStage): AccountProfilesSetup {
  const { endpoint, home, hub } = stage;
  const organizations = new OrganizationsClient({ endpoint, region: home, credentials: stage.administrator(hub) });
  return {
    profiles: new OrganizationsProfiles({ organizations, clock: systemClock, seconds: 900 }),
    nested: stage.member,
    plain: stage.neighbour,
    stranger: stage.outsider,
  };
}

/** `account`: one with the role, and without buckets. */
export async function surveyAccessOn(stage: AwsStage, account = stage.member): Promise<SurveyAccessSetup> {
  const bucket = bucketName('orders');
  await userOf(stage, account, stage.home).create(bucket);
  const access = new StsSurveyAccess({
    ...memberRoleOn(stage),
    clock: new ManualClock(),
    homeRegion: stage.home,
    endpoint: stage.endpoint,
  });
  return { access, account, bucket, closedAccount: stage.neighbour };
}
