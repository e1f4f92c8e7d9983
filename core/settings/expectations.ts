import { MAX_DAYS, MAX_WRITES, RETENTION_DAYS, type SHAPES } from './schema';

/** What is right for a key, and so what to do about a value that is not: `must be …`. */
export const EXPECTATIONS: Readonly<Record<keyof (typeof SHAPES)['organization'], string>> = {
  scope: '"organization" (all accounts under the targets) or "account" (this account alone)',
  hubAccountId: 'a text of twelve digits, such as "111111111111"',
  homeRegion: 'the code of a Region, such as "eu-central-1"',
  regions: 'a list of different Region codes, such as ["eu-central-1", "us-east-1"]',
  qualifier: 'at most 32 lower-case letters, digits and single hyphens, beginning with a letter, such as "partsweep"',
  path: 'an IAM path that begins and ends with "/", at most 256 characters, such as "/security/"',
  permissionsBoundary: 'the name or ARN of a managed policy, such as "team-boundary"',
  tags: 'at most 40 pairs of texts, such as {"team": "finops"}; keys at most 128 characters and not beginning with "aws:", values at most 256',
  mode: '"apply" or "audit"',
  days: `a whole number from 1 to ${MAX_DAYS}`,
  onLongerRule: '"add" (our shorter rule as well), "accept" (leave it) or "report" (leave it and say so)',
  onForeignConfiguration:
    '"merge" (add our rule), "report" (leave the bucket alone and say so) or "skip" (leave it alone)',
  onManagedConfiguration:
    '"merge" (add our rule), "report" (leave the bucket alone and say so) or "skip" (leave it alone)',
  repairLostUpdates: 'true or false',
  contestedAfter: 'a whole number from 1 to 10',
  contestedDays: 'a whole number from 1 to 365',
  ruleOfExcludedBuckets: '"keep" (leave our rule) or "remove" (take it out)',
  allowBucketOptOut: 'true or false',
  excludedBucketNames:
    'a list of different bucket name patterns, such as ["cdk-*"], at most 2,500 characters together (they travel in the environment of the function)',
  settleSeconds: "a whole number from 1 to 900 (a queue's longest delay)",
  retrySeconds: 'a whole number from 1 to 900',
  maxTries: 'a whole number from 2 to 50',
  profileSeconds: 'a whole number from 0 to 86400',
  logRetentionDays: `one of ${RETENTION_DAYS.join(', ')}`,
  maximumConcurrency: 'a whole number from 2 to 1000',
  surveyConcurrency: 'a whole number from 2 to 1000',
  writesPerHour: `a whole number from 1 to ${MAX_WRITES}`,
  pauseSeconds: 'a whole number from 0 to 60',
  writesPerSweep: `a whole number from 1 to ${MAX_WRITES}`,
  sweepHours: 'a whole number from 1 to 168 (a week)',
  sweepWindowMinutes: 'a whole number from 0 to 1440 (a day)',
  directoryBucketRegions: 'a list of different Region codes, such as ["us-east-1"]; [] asks none',
  alarmTopicEmails: 'a list of different e-mail addresses, such as ["storage-team@example.com"]',
  managementAccountId: 'a text of twelve digits, such as "222222222222"',
  organizationId: 'the ID that `aws organizations describe-organization` prints, such as "o-exampleorgid"',
  targets: 'a list of different IDs of organizational units or of the root, such as ["ou-abcd-12345678"] or ["r-abcd"]',
  callAs: '"DELEGATED_ADMIN" or "SELF"',
  deployToManagementAccount: 'true or false',
  modes:
    'at most 100 pairs of the ID of an organizational unit or account and "apply" or "audit", such as {"ou-abcd-12345678": "apply"}',
};
