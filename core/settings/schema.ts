import { z } from 'zod';
import { DEFAULT_QUALIFIER } from '../contract/names';

/** Periods that CloudWatch Logs accepts, in days. Source: PutRetentionPolicy, CloudWatch Logs API Reference. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** AbortIncompleteMultipartUpload.DaysAfterInitiation is a 32-bit integer. */
const MAX_DAYS = 2_147_483_647;

const accountId = z.string().regex(/^\d{12}$/);
/** The shape alone, so that a Region opened tomorrow is one. */
const region = z.string().regex(/^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/);
const seconds = (low: number, high: number) => z.int().min(low).max(high);
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const common = {
  hubAccountId: accountId.describe('Account of the hub: the central bus, the queue and the function.'),
  homeRegion: region.describe("Region of the hub, and of the stack set with every account's roles."),
  regions: z
    .array(region)
    .min(1)
    .refine(unique)
    .meta({ uniqueItems: true })
    .describe('Regions whose bucket events are forwarded; the home Region is one of them.'),
  qualifier: z
    .string()
    .regex(/^[a-z](-?[a-z0-9]){0,31}$/)
    .max(32)
    .default(DEFAULT_QUALIFIER)
    .describe('Begins every name; tells deployments in one organization apart.'),
  path: z
    .string()
    .regex(/^\/([A-Za-z0-9+=,.@_-]+\/)*$/)
    .max(256)
    .default('/')
    .describe('IAM path of every role.'),
  permissionsBoundary: z
    .string()
    .regex(/^(arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/)?([A-Za-z0-9+=,.@_-]+\/)*[A-Za-z0-9+=,.@_-]{1,128}$/)
    .optional()
    .describe(
      "Managed policy that bounds every role: a name, meaning the policy of that name in the role's account, or an ARN.",
    ),
  tags: z
    .record(z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu), z.string().max(256))
    .refine((tags) => Object.keys(tags).length <= 40)
    .meta({ maxProperties: 40 })
    .default({})
    .describe('Tags of every stack and resource.'),
  mode: z
    .enum(['apply', 'audit'])
    .default('apply')
    .describe('`apply` writes rules; `audit` writes nothing and reports what it would write.'),
  days: z.int().min(1).max(MAX_DAYS).default(7).describe('Days after which an incomplete upload is aborted.'),
  onLongerRule: z
    .enum(['add', 'accept', 'report'])
    .default('add')
    .describe("What to do where somebody else's rule for the whole bucket aborts later than wanted."),
  allowBucketOptOut: z
    .boolean()
    .default(true)
    .describe('Whether a bucket may exclude itself by the tag `partsweep:exclude`.'),
  excludedBucketNames: z
    .array(z.string().regex(/^[A-Za-z0-9._*-]{1,255}$/))
    .refine((names) => unique(names) && JSON.stringify(names).length <= 2_500)
    .meta({ uniqueItems: true })
    .default([])
    .describe('Names of buckets that are never touched; `*` stands for any characters.'),
  settleSeconds: seconds(1, 900)
    .default(300)
    .describe('How long a bucket must be unchanged before it is written, in seconds.'),
  retrySeconds: seconds(1, 900).default(30).describe('Pause after the first failed try in seconds; doubles each time.'),
  maxTries: z.int().min(2).max(50).default(10).describe('Tries before a message becomes a dead letter.'),
  profileSeconds: seconds(0, 86_400)
    .default(900)
    .describe("Age in seconds at which an account's tags and state are read again."),
  logRetentionDays: z
    .literal([...RETENTION_DAYS])
    .default(90)
    .describe("Days for which the function's log is kept."),
  maximumConcurrency: z.int().min(2).max(1_000).default(10).describe('Invocations of the function at one time.'),
};

const organization = {
  scope: z.literal('organization').describe('`organization`: every account under the targets.'),
  ...common,
  managementAccountId: accountId.describe("The organization's management account."),
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .describe('ID of the organization.'),
  targets: z
    .array(z.string().regex(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/))
    .min(1)
    .refine(unique)
    .meta({ uniqueItems: true })
    .describe('Organizational units, or the root, whose accounts are covered, with everything below them.'),
  callAs: z
    .enum(['DELEGATED_ADMIN', 'SELF'])
    .default('DELEGATED_ADMIN')
    .describe('How the hub deploys stack sets: as a delegated administrator, or as the management account itself.'),
  deployToManagementAccount: z
    .boolean()
    .default(false)
    .describe('Whether the management account is covered too, by stacks of its own: stack sets never reach it.'),
};

const account = {
  scope: z.literal('account').describe('`account`: the hub account alone, without an organization.'),
  ...common,
};

/** The settings of each scope, key by key. */
export const SHAPES = { organization, account } as const;

export const settingsSchema = z.discriminatedUnion('scope', [z.strictObject(organization), z.strictObject(account)]);

type Key = keyof typeof organization;

/** What is right for a key, and so what to do about a value that is not: `must be …`. */
export const EXPECTATIONS: Readonly<Record<Key, string>> = {
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
  allowBucketOptOut: 'true or false',
  excludedBucketNames:
    'a list of different bucket name patterns, such as ["cdk-*"], at most 2,500 characters together (they travel in the environment of the function)',
  settleSeconds: "a whole number from 1 to 900 (a queue's longest delay)",
  retrySeconds: 'a whole number from 1 to 900',
  maxTries: 'a whole number from 2 to 50',
  profileSeconds: 'a whole number from 0 to 86400',
  logRetentionDays: `one of ${RETENTION_DAYS.join(', ')}`,
  maximumConcurrency: 'a whole number from 2 to 1000',
  managementAccountId: 'a text of twelve digits, such as "222222222222"',
  organizationId: 'the ID that `aws organizations describe-organization` prints, such as "o-exampleorgid"',
  targets: 'a list of different IDs of organizational units or of the root, such as ["ou-abcd-12345678"] or ["r-abcd"]',
  callAs: '"DELEGATED_ADMIN" or "SELF"',
  deployToManagementAccount: 'true or false',
};
