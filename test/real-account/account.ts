import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { CreatedThings } from './created-things';

/** Where the questions are asked, and what may be made there. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** ID of an Availability Zone with S3 Express One Zone, such as `use1-az4`. @default directory buckets are not looked at */
  readonly zone?: string;
  /** Begins every name that is made. */
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly created: CreatedThings;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** How long is waited for what comes late, in seconds. */
  readonly waitSeconds: number;
  clients(region?: string): Clients;
}

export type Clients = ReturnType<typeof clientsOf>;

/** One try a call: its answer is what is asked for. `endpoint`: of another AWS than AWS. */
export function clientsOf(region: string, endpoint?: string) {
  const config = { region, maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) };
  return {
    s3: new S3Client({ ...config, followRegionRedirects: false, disableS3ExpressSessionAuth: true }),
    s3control: new S3ControlClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
    events: new EventBridgeClient(config),
    organizations: new OrganizationsClient(config),
    cloudFormation: new CloudFormationClient(config),
  };
}

/** Tags as most services want them. */
export function tagList({ tags }: Account): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
