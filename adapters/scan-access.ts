import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { AgeLimitedCache } from '../core/age-limited-cache';
import type { AccountId, Region } from '../core/identifiers';
import type { Clock } from '../core/ports';
import type { UploadStore } from '../core/scan/uploads';
import type { AccountSurvey } from '../core/sweep/survey';
import { S3AccountSurvey } from './account-survey';
import { type MemberCredentials, type MemberSessionProps, noSession, openMemberSession } from './member-session';
import { RetryQuotas } from './retry-quotas';
import type { S3CallsProps } from './s3-calls';
import type { S3ClientsProps } from './s3-clients';
import { SURVEY_POLICY } from './session-policy';
import { S3UploadStore } from './uploads';

/** What any role gives, by whomever it is assumed. Source: "Terms and concepts: role chaining", IAM User Guide. */
const SESSION_SECONDS = 3_600;
/** For how long a session is used before there is another one, so that an account may take as long as it takes. */
const USED_SECONDS = 45 * 60;
const MAX_ATTEMPTS = 5;

export interface ScanAccessProps extends MemberSessionProps {
  readonly clock: Clock;
  /** The account whose credentials are at hand: it is read with those. */
  readonly caller: AccountId;
  readonly credentials: NonNullable<S3ClientConfig['credentials']>;
  /** Where general purpose buckets are listed. */
  readonly homeRegion: Region;
  /** Whether sessions may list uploads and parts. */
  readonly uploads: boolean;
  /** URL of another AWS than the real one. @default what the SDK finds, `AWS_ENDPOINT_URL` included */
  readonly endpoint?: string;
  /** Where AWS is. @default what the process's environment says */
  readonly endpoints?: NonNullable<S3CallsProps['endpoints']>;
  /** Connections to S3. @default each client has its own */
  readonly requestHandler?: NonNullable<S3ClientsProps['requestHandler']>;
}

export type ScanOpening =
  | { readonly kind: 'open'; readonly survey: AccountSurvey; readonly uploads: UploadStore }
  | { readonly kind: 'not-assumable'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Access of a person to accounts for reading: the credentials at hand in their own account, a narrowed role in the others. */
export class ScanAccess {
  readonly #props: ScanAccessProps;
  readonly #policy: string;
  readonly #retries = new RetryQuotas(MAX_ATTEMPTS);

  constructor(props: ScanAccessProps) {
    this.#props = props;
    this.#policy = scanPolicy(props.uploads);
  }

  /** Opens the account; a session that ends while it is read is followed by another one. */
  async open(account: AccountId): Promise<ScanOpening> {
    if (account === this.#props.caller) return this.#opened(this.#props.credentials);
    const { clock } = this.#props;
    const sessions = new AgeLimitedCache<MemberCredentials & { readonly expiration: Date }>(clock, USED_SECONDS);
    const session = () =>
      sessions.get(account, async () => {
        const credentials = await openMemberSession(this.#props, account, this.#policy, SESSION_SECONDS);
        return { ...credentials, expiration: new Date(clock.now() + USED_SECONDS * 1000) };
      });
    try {
      await session();
    } catch (error) {
      return noSession(error);
    }
    return this.#opened(session);
  }

  #opened(credentials: NonNullable<S3ClientConfig['credentials']>): ScanOpening {
    const { partition, homeRegion, endpoint, endpoints, requestHandler } = this.#props;
    const clients = {
      credentials,
      retries: this.#retries,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(requestHandler === undefined ? {} : { requestHandler }),
    };
    return {
      kind: 'open',
      survey: new S3AccountSurvey({
        ...clients,
        partition,
        homeRegion,
        ...(endpoints === undefined ? {} : { endpoints }),
      }),
      uploads: new S3UploadStore(clients),
    };
  }
}

/** The policy of a session that lists and reads, JSON of at most 2,048 characters. `uploads`: those and their parts as well. */
export function scanPolicy(uploads: boolean): string {
  if (!uploads) return SURVEY_POLICY;
  const { Statement, ...rest } = JSON.parse(SURVEY_POLICY) as { readonly Statement: readonly object[] };
  const Action = ['s3:ListBucketMultipartUploads', 's3:ListMultipartUploadParts'];
  return JSON.stringify({ ...rest, Statement: [...Statement, { Effect: 'Allow', Action, Resource: '*' }] });
}
