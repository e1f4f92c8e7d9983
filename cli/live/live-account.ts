import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../../adapters/caller';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { endpointsOfProfile } from '../../adapters/profile-endpoints';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { S3BucketStore } from '../../adapters/s3';
import { systemClock } from '../../adapters/system-clock';
import { type AccountId, parseRegion, type Region } from '../../core/identifiers';
import type { AccountProfiles, BucketStore } from '../../core/ports';
import { clientConfig, withAws } from '../aws';
import type { CommonOptions } from '../command-options';

const READ_ATTEMPTS = 5;
/** Age after which a profile is read again: longer than any of these commands takes. */
const PROFILE_SECONDS = 3600;

/** The account of the credentials at hand, and its buckets. */
export interface LiveAccount {
  readonly account: AccountId;
  /** Where a bucket is asked for first. */
  readonly region: Region;
  /** For reading: what fails in passing is tried again. */
  readonly store: BucketStore;
  /** For writing: one try, so that no write comes later than what it rests on. */
  readonly writer: BucketStore;
  readonly profiles: AccountProfiles;
}

/** Throws WrongUse where there are no usable credentials, or no Region. */
export async function openLiveAccount(options: CommonOptions): Promise<LiveAccount> {
  const sts = new STSClient({ ...clientConfig(options), maxAttempts: READ_ATTEMPTS });
  const [{ account, arn }, regionText] = await withAws('finding out whose credentials these are', null, () =>
    Promise.all([callerOf(sts), sts.config.region()]),
  );
  const region = parseRegion(regionText);
  if (region === undefined) throw new Error('the SDK named no possible Region');
  const common = {
    credentials: sts.config.credentials,
    requestHandler: sts.config.requestHandler,
    endpoints: () => endpointsOfProfile(sts),
    partition: arn.split(':')[1] ?? 'aws',
  };
  const organizations = new OrganizationsClient({ ...clientConfig(options), maxAttempts: READ_ATTEMPTS });
  return {
    account,
    region,
    store: new S3BucketStore({ ...common, retries: new RetryQuotas(READ_ATTEMPTS) }),
    writer: new S3BucketStore({ ...common, retries: new RetryQuotas(1) }),
    profiles: new OrganizationsProfiles({ organizations, clock: systemClock, seconds: PROFILE_SECONDS }),
  };
}
