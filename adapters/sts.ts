import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { roleArn } from '../core/contract/names';
import type { AccountId, BucketName } from '../core/identifiers';
import type { AccountAccess, AccountOpening, BucketPlace, BucketStore } from '../core/ports';
import { awsFailure, isDenied, isPolicyTooLarge } from './aws-errors';
import { S3BucketStore, type S3BucketStoreProps } from './s3';
import { policiesFor, type SessionPolicyProps } from './session-policy';

/** Shortest session that STS gives. Source: AssumeRole, AWS STS API Reference. */
const SESSION_SECONDS = 900;

export interface StsAccountAccessProps extends SessionPolicyProps {
  readonly sts: STSClient;
  readonly rolePath: string;
  readonly roleName: string;
  /** Shows in the account's CloudTrail. */
  readonly sessionName: string;
  /** Connections to S3. @default each session has its own */
  readonly requestHandler?: NonNullable<S3BucketStoreProps['requestHandler']>;
}

/** Sessions of the member role, each narrowed to the buckets it is for. */
export class StsAccountAccess implements AccountAccess {
  readonly #props: StsAccountAccessProps;

  constructor(props: StsAccountAccessProps) {
    this.#props = props;
  }

  async open(account: AccountId, buckets: readonly BucketName[]): Promise<AccountOpening> {
    const stores = new Map<BucketName, BucketStore>();
    try {
      // one after the other: more than one is rare, and STS counts calls on the hub
      for (const part of policiesFor(buckets, this.#props)) {
        await this.#assume(account, part.buckets, part.policy, stores);
      }
    } catch (error) {
      const failure = awsFailure(error);
      const message = `${failure.code}: ${failure.message}`;
      return isDenied(failure) ? { kind: 'not-assumable', message } : { kind: 'unavailable', message };
    }
    return { kind: 'open', store: new SplitStore(stores) };
  }

  async #assume(
    account: AccountId,
    buckets: readonly BucketName[],
    policy: string,
    stores: Map<BucketName, BucketStore>,
  ): Promise<void> {
    const { sts, partition, rolePath, roleName, sessionName, requestHandler } = this.#props;
    try {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn(partition, account, rolePath, roleName),
          RoleSessionName: sessionName,
          DurationSeconds: SESSION_SECONDS,
          Policy: policy,
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
      if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
        throw new Error('STS answered without credentials');
      }
      const store = new S3BucketStore({
        credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
        ...(requestHandler === undefined ? {} : { requestHandler }),
      });
      for (const bucket of buckets) stores.set(bucket, store);
    } catch (error) {
      if (!isPolicyTooLarge(awsFailure(error)) || buckets.length < 2) throw error;
      const middle = Math.ceil(buckets.length / 2);
      for (const half of [buckets.slice(0, middle), buckets.slice(middle)]) {
        for (const part of policiesFor(half, this.#props)) {
          await this.#assume(account, part.buckets, part.policy, stores);
        }
      }
    }
  }
}

/** Each bucket by the session that is for it. */
class SplitStore implements BucketStore {
  readonly #stores: ReadonlyMap<BucketName, BucketStore>;

  constructor(stores: ReadonlyMap<BucketName, BucketStore>) {
    this.#stores = stores;
  }

  readLifecycle: BucketStore['readLifecycle'] = async (place) => this.#store(place).readLifecycle(place);
  writeLifecycle: BucketStore['writeLifecycle'] = async (place, configuration) =>
    this.#store(place).writeLifecycle(place, configuration);
  readTags: BucketStore['readTags'] = async (place) => this.#store(place).readTags(place);

  #store({ bucket }: BucketPlace): BucketStore {
    const store = this.#stores.get(bucket);
    if (store === undefined) throw new Error(`no session was opened for bucket ${bucket}`);
    return store;
  }
}
