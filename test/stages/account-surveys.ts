import { S3AccountSurvey } from '../../adapters/account-survey';
import { openMemberSession } from '../../adapters/member-session';
import { SURVEY_POLICY } from '../../adapters/session-policy';
import type { Region } from '../../core/identifiers';
import { createDirectoryBucket, directoryName, lifecycleStatement, userOf } from '../adapters/local-organization';
import type { AccountSurveySetup } from '../contracts/account-survey';
import { bucketName } from '../fakes/identifiers';
import type { AwsStage } from './aws-stage';
import { memberRoleOn } from './member-accounts';

/** A survey of `account`, which has the role and no buckets; the names of its buckets will begin with `prefix`. */
export async function accountSurveyOn(
  stage: AwsStage,
  { account = stage.member, prefix = '' } = {},
): Promise<AccountSurveySetup> {
  const { endpoint, home, elsewhere, neighbour } = stage;
  const place = (region: Region, name: string) => ({ account, region, bucket: bucketName(name) });
  await userOf(stage, neighbour, home).create(`${prefix}of-another-account`);
  return {
    survey: new S3AccountSurvey({
      credentials: await openMemberSession(memberRoleOn(stage), account, SURVEY_POLICY, 3_600),
      endpoint,
      partition: 'aws',
      homeRegion: home,
      pageSize: 3,
    }),
    region: home,
    otherRegion: elsewhere,
    async createBucket(region, base, { lifecycle, tags } = {}) {
      const name = `${prefix}${base}`;
      const user = userOf(stage, account, region);
      await user.create(name);
      if (tags !== undefined) await user.tag(name, tags);
      if (lifecycle !== undefined) await user.writeLifecycle(name, lifecycle);
      return place(region, name);
    },
    async createDirectoryBucket(region, base, grants) {
      const made = place(region, directoryName(`${prefix}${base}`, region));
      await createDirectoryBucket(stage, made, grants ? { statement: lifecycleStatement(made) } : {});
      return made;
    },
  };
}
