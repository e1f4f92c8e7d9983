import { AgeLimitedCache } from '../core/age-limited-cache';
import type { AccountId, Region } from '../core/identifiers';
import type { Clock } from '../core/ports';
import type { AccountSurvey, SurveyAccess, SurveyOpening } from '../core/sweep/survey';
import { S3AccountSurvey } from './account-survey';
import { type MemberSessionProps, noSession, openMemberSession } from './member-session';
import { RetryQuotas } from './retry-quotas';
import type { S3CallsProps } from './s3-calls';
import { SURVEY_POLICY } from './session-policy';

/** Longest session of a role that was assumed by a role. Source: "Terms and concepts: role chaining", IAM User Guide. */
const SESSION_SECONDS = 3_600;
/** For how long a session is used: what is left is longer than any function may run. */
const USED_SECONDS = 45 * 60;
/** Most accounts whose sessions are kept, with their clients: then all are let go. */
const MOST_KEPT = 50;
const MAX_ATTEMPTS = 3;

export interface StsSurveyAccessProps extends MemberSessionProps {
  readonly clock: Clock;
  /** Where general purpose buckets are listed. */
  readonly homeRegion: Region;
  /** URL of another AWS than the real one. @default what the SDK finds, `AWS_ENDPOINT_URL` included */
  readonly endpoint?: string;
  /** Connections to S3. @default each client has its own */
  readonly requestHandler?: NonNullable<S3CallsProps['requestHandler']>;
}

/** Sessions of the member role that read and cannot write, one an account and 45 minutes while the function lives. */
export class StsSurveyAccess implements SurveyAccess {
  readonly #props: StsSurveyAccessProps;
  readonly #retries = new RetryQuotas(MAX_ATTEMPTS);
  #kept: AgeLimitedCache<AccountSurvey>;
  #accounts = new Set<AccountId>();

  constructor(props: StsSurveyAccessProps) {
    this.#props = props;
    this.#kept = new AgeLimitedCache(props.clock, USED_SECONDS);
  }

  async open(account: AccountId): Promise<SurveyOpening> {
    if (this.#accounts.size >= MOST_KEPT && !this.#accounts.has(account)) {
      this.#kept = new AgeLimitedCache(this.#props.clock, USED_SECONDS);
      this.#accounts = new Set();
    }
    this.#accounts.add(account);
    try {
      return { kind: 'open', survey: await this.#kept.get(account, () => this.#assume(account)) };
    } catch (error) {
      return noSession(error);
    }
  }

  async #assume(account: AccountId): Promise<AccountSurvey> {
    const { partition, homeRegion, endpoint, requestHandler } = this.#props;
    const credentials = await openMemberSession(this.#props, account, SURVEY_POLICY, SESSION_SECONDS);
    return new S3AccountSurvey({
      credentials,
      partition,
      homeRegion,
      retries: this.#retries,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    });
  }
}
