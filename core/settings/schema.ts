import { z } from 'zod';
import { DEFAULT_QUALIFIER } from '../contract/names';

/** Periods that CloudWatch Logs accepts, in days. Source: PutRetentionPolicy, CloudWatch Logs API Reference. */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** AbortIncompleteMultipartUpload.DaysAfterInitiation is a 32-bit integer. */
export const MAX_DAYS = 2_147_483_647;

const accountId = z.string().regex(/^\d{12}$/);
/** The shape alone, so that a Region opened tomorrow is one. */
const region = z.string().regex(/^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/);
const whole = (low: number, high: number) => z.int().min(low).max(high);
const coexistence = z.enum(['merge', 'report', 'skip']).default('merge');
/** More writes than any organization has buckets. */
export const MAX_WRITES = 1_000_000_000;
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const common = {
  hubAccountId: accountId.describe('Account of the hub: the central bus, the queues, the functions and the inventory.'),
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
  onForeignConfiguration: coexistence.describe(
    'What to do where a bucket has lifecycle rules of somebody else: `merge` adds ours beside them, `report` leaves the bucket alone and says so, `skip` leaves it alone.',
  ),
  onManagedConfiguration: coexistence.describe(
    'The same where a tool that manages infrastructure wrote the configuration last, such as Terraform or CloudFormation.',
  ),
  repairLostUpdates: z
    .boolean()
    .default(true)
    .describe(
      'Whether rules of somebody else that a write of ours replaced are put back, where it is beyond doubt in which order the two were written.',
    ),
  contestedAfter: whole(1, 10)
    .default(3)
    .describe('Removals of our rule by somebody else after which a bucket is contested and not written any more.'),
  contestedDays: whole(1, 365).default(30).describe('Days within which those removals count.'),
  ruleOfExcludedBuckets: z
    .enum(['keep', 'remove'])
    .default('keep')
    .describe('What happens to a rule that we had written when its bucket becomes excluded.'),
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
  settleSeconds: whole(1, 900)
    .default(300)
    .describe('How long a bucket must be unchanged before it is written, in seconds.'),
  retrySeconds: whole(1, 900).default(30).describe('Pause after the first failed try in seconds; doubles each time.'),
  maxTries: z.int().min(2).max(50).default(10).describe('Tries before a message becomes a dead letter.'),
  profileSeconds: whole(0, 86_400)
    .default(900)
    .describe("Age in seconds at which an account's tags and state are read again."),
  logRetentionDays: z
    .literal([...RETENTION_DAYS])
    .default(90)
    .describe("Days for which the functions' logs are kept."),
  maximumConcurrency: whole(2, 1_000)
    .default(10)
    .describe('Invocations of the function that writes buckets at one time.'),
  surveyConcurrency: whole(2, 1_000)
    .default(20)
    .describe('Accounts that a sweep looks through at one time: invocations of that function.'),
  writesPerHour: whole(1, MAX_WRITES)
    .default(10_000)
    .describe('Most lifecycle configurations that are written in one hour; what is over waits for the next.'),
  writesPerSweep: whole(1, MAX_WRITES)
    .default(100_000)
    .describe('Most lifecycle configurations that are written for one sweep; what is over is left to the next.'),
  pauseSeconds: whole(0, 60)
    .default(30)
    .describe(
      'Age in seconds at which it is read again whether writing is paused: a pause takes no longer to be heeded.',
    ),
  sweepHours: whole(1, 168).default(24).describe('Hours from one sweep of everything to the next.'),
  sweepWindowMinutes: whole(0, 1_440)
    .default(60)
    .describe('A sweep begins at any time within so many minutes after it is due; 0: at once.'),
  directoryBucketRegions: z
    .array(region)
    .refine(unique)
    .meta({ uniqueItems: true })
    .optional()
    .describe(
      "Regions that a sweep asks for directory buckets; without it, all of the home Region's partition that have them.",
    ),
  alarmTopicEmails: z
    .array(z.email().max(320))
    .refine(unique)
    .meta({ uniqueItems: true })
    .default([])
    .describe('E-mail addresses that are told of alarms; each has to confirm a message of Amazon SNS first.'),
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
  modes: z
    .record(z.string().regex(/^(\d{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/), z.enum(['apply', 'audit']))
    .refine((modes) => Object.keys(modes).length <= 100)
    .meta({ maxProperties: 100 })
    .default({})
    .describe(
      'Modes of single organizational units and accounts, by their ID, for a rollout in stages; the nearest counts, else `mode`.',
    ),
};

const account = {
  scope: z.literal('account').describe('`account`: the hub account alone, without an organization.'),
  ...common,
};

/** The settings of each scope, key by key. */
export const SHAPES = { organization, account } as const;

export const settingsSchema = z.discriminatedUnion('scope', [z.strictObject(organization), z.strictObject(account)]);
