import type { ReconcileBucketEnvironment } from '../../core/contract/environment';
import { parseReconcileBucketEnvironment } from '../../handlers/environment';

const ENVIRONMENT: ReconcileBucketEnvironment = {
  PARTSWEEP_QUALIFIER: 'partsweep',
  PARTSWEEP_ROLE_PATH: '/',
  PARTSWEEP_PARTITION: 'aws',
  PARTSWEEP_HOME_REGION: 'eu-central-1',
  PARTSWEEP_SCOPE: 'organization',
  PARTSWEEP_MODE: 'apply',
  PARTSWEEP_DAYS: '7',
  PARTSWEEP_ON_LONGER_RULE: 'add',
  PARTSWEEP_BUCKET_OPT_OUT: 'true',
  PARTSWEEP_EXCLUDED_BUCKET_NAMES: '["cdk-*"]',
  PARTSWEEP_SETTLE_SECONDS: '300',
  PARTSWEEP_RETRY_SECONDS: '30',
  PARTSWEEP_MAX_TRIES: '8',
  PARTSWEEP_PROFILE_SECONDS: '300',
  PARTSWEEP_SETTLE_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/partsweep-settle',
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/partsweep-settle-dead-letters',
};

test('the environment is typed', () => {
  expect(parseReconcileBucketEnvironment({ ...ENVIRONMENT })).toMatchObject({
    mode: 'apply',
    days: 7,
    bucketOptOut: true,
    excludedBucketNames: ['cdk-*'],
    settleSeconds: 300,
  });
});

test('an empty environment fails with every variable named', () => {
  for (const name of Object.keys(ENVIRONMENT)) {
    expect(() => parseReconcileBucketEnvironment({})).toThrow(`${name} is missing`);
  }
});

test.each([
  ['PARTSWEEP_DAYS', '0'],
  ['PARTSWEEP_DAYS', '1.5'],
  ['PARTSWEEP_SETTLE_SECONDS', '901'],
  ['PARTSWEEP_MODE', 'dry-run'],
  ['PARTSWEEP_BUCKET_OPT_OUT', 'yes'],
  ['PARTSWEEP_EXCLUDED_BUCKET_NAMES', '[1]'],
  ['PARTSWEEP_SETTLE_QUEUE_URL', 'settle'],
])('%s fails with the value %s', (name, value) => {
  expect(() => parseReconcileBucketEnvironment({ ...ENVIRONMENT, [name]: value })).toThrow(
    `${name} is ${JSON.stringify(value)}`,
  );
});
