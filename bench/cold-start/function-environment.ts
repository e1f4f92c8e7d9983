import type { ReconcileBucketEnvironment } from '../../core/contract/environment';

const queue = (name: string): string => `https://sqs.eu-central-1.amazonaws.com/111122223333/${name}`;

/** As in the hub of a deployment for one account, whose profile has not to be asked for. */
const PRODUCT: ReconcileBucketEnvironment = {
  PARTSWEEP_QUALIFIER: 'partsweep',
  PARTSWEEP_HOME_REGION: 'eu-central-1',
  PARTSWEEP_SCOPE: 'account',
  PARTSWEEP_MODE: 'apply',
  PARTSWEEP_MODES: '{}',
  PARTSWEEP_TARGETS: 'null',
  PARTSWEEP_DAYS: '7',
  PARTSWEEP_SETTLE_SECONDS: '300',
  PARTSWEEP_RETRY_SECONDS: '30',
  PARTSWEEP_MAX_TRIES: '8',
  PARTSWEEP_PAUSE_SECONDS: '30',
  PARTSWEEP_INVENTORY_TABLE: 'partsweep-inventory',
  PARTSWEEP_SETTLE_QUEUE_URL: queue('partsweep-settle'),
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: queue('partsweep-settle-dead-letters'),
  PARTSWEEP_ROLE_PATH: '/',
  PARTSWEEP_PARTITION: 'aws',
  PARTSWEEP_ON_LONGER_RULE: 'add',
  PARTSWEEP_ON_FOREIGN_CONFIGURATION: 'merge',
  PARTSWEEP_ON_MANAGED_CONFIGURATION: 'report',
  PARTSWEEP_CONTESTED_AFTER: '3',
  PARTSWEEP_CONTESTED_DAYS: '30',
  PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: 'keep',
  PARTSWEEP_BUCKET_OPT_OUT: 'true',
  PARTSWEEP_EXCLUDED_BUCKET_NAMES: '[]',
  PARTSWEEP_BUS_NAME: 'partsweep',
  PARTSWEEP_REPAIR_LOST_UPDATES: 'false',
  PARTSWEEP_PROFILE_SECONDS: '300',
  PARTSWEEP_WRITES_PER_HOUR: '10000',
  PARTSWEEP_WRITES_PER_SWEEP: '100000',
  PARTSWEEP_IMAGE_BUCKET: 'partsweep-inventory-111122223333-eu-central-1',
  PARTSWEEP_HUB_ACCOUNT_ID: '111122223333',
};

/** Of a function in Lambda whose AWS is at `url`. */
export function functionEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    ...PRODUCT,
    PATH: process.env['PATH'],
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_STS: `${url}/sts`,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** The event of one message: a bucket that was found to need the rule, and is covered by now. */
export function settleEvent(): object {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const place = { account: '111122223333', region: 'eu-central-1', bucket: 'bucket-000000000' };
  const message = { version: 1, ...place, digest: '0'.repeat(64), sightedAt: at, firstSightedAt: at };
  const attributes = { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) };
  return { Records: [{ messageId: 'm', receiptHandle: 'r', body: JSON.stringify(message), attributes }] };
}
