import type { AccountId, BucketName } from '../core/identifiers';
import type { Mode } from '../core/mode';
import type { AccountAccess, AccountOpening, BucketPlace, BucketStore } from '../core/ports';
import { awsFailure, isPolicyTooLarge } from './aws-errors';
import { type MemberSessionProps, noSession, openMemberSession } from './member-session';
import { S3BucketStore } from './s3';
import type { S3CallsProps } from './s3-calls';
import { policiesFor, type SessionPolicy, type SessionPolicyProps } from './session-policy';

/** Shortest session that STS gives. Source: AssumeRole, AWS STS API Reference. */
const SESSION_SECONDS = 900;

export interface StsAccountAccessProps extends MemberSessionProps {
  /** Connections to S3. @default each session has its own */
  readonly requestHandler?: NonNullable<S3CallsProps['requestHandler']>;
}

/** Sessions of the member role, each narrowed to the buckets it is for. */
export class StsAccountAccess implements AccountAccess {
  readonly #props: StsAccountAccessProps;

  constructor(props: StsAccountAccessProps) {
    this.#props = props;
  }

  async open(account: AccountId, buckets: readonly BucketName[], mode: Mode): Promise<AccountOpening> {
    const { partition } = this.#props;
    const stores = new Map<BucketName, BucketStore>();
    try {
      await this.#assumeAll(buckets, { partition, account, mode }, stores);
    } catch (error) {
      return noSession(error);
    }
    return { kind: 'open', store: new SplitStore(stores) };
  }

  async #assumeAll(
    buckets: readonly BucketName[],
    policy: SessionPolicyProps,
    stores: Map<BucketName, BucketStore>,
  ): Promise<void> {
    // one after the other: more than one is rare, and STS counts calls on the hub
    for (const part of policiesFor(buckets, policy)) await this.#assume(part, policy, stores);
  }

  async #assume(part: SessionPolicy, policy: SessionPolicyProps, stores: Map<BucketName, BucketStore>): Promise<void> {
    const { partition, requestHandler } = this.#props;
    const { buckets } = part;
    try {
      const credentials = await openMemberSession(this.#props, policy.account, part.policy, SESSION_SECONDS);
      const store = new S3BucketStore({
        credentials,
        partition,
        ...(requestHandler === undefined ? {} : { requestHandler }),
      });
      for (const bucket of buckets) stores.set(bucket, store);
    } catch (error) {
      if (!isPolicyTooLarge(awsFailure(error)) || buckets.length < 2) throw error;
      const middle = Math.ceil(buckets.length / 2);
      await this.#assumeAll(buckets.slice(0, middle), policy, stores);
      await this.#assumeAll(buckets.slice(middle), policy, stores);
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
  deleteLifecycle: BucketStore['deleteLifecycle'] = async (place) => this.#store(place).deleteLifecycle(place);
  readTags: BucketStore['readTags'] = async (place) => this.#store(place).readTags(place);
  readLifecycleGrant: BucketStore['readLifecycleGrant'] = async (place) => this.#store(place).readLifecycleGrant(place);

  #store({ bucket }: BucketPlace): BucketStore {
    const store = this.#stores.get(bucket);
    if (store === undefined) throw new Error(`no session was opened for bucket ${bucket}`);
    return store;
  }
}
