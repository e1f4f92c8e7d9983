import type { BucketPlace, LifecycleGrant } from '../core/ports';
import { matchesPolicyPattern } from './policy-pattern';

const SERVICE = 'lifecycle.s3.amazonaws.com';
const ACTION = 's3express:CreateSession';

export function directoryBucketArn(partition: string, { account, region, bucket }: BucketPlace): string {
  return `arn:${partition}:s3express:${region}:${account}:bucket/${bucket}`;
}

/**
 * Whether a bucket policy, the JSON that S3 gives or null where there is none, lets S3 Lifecycle act. Conditions are taken to hold, save one
 * on the session's mode that leaves out `ReadWrite`. Throws a SyntaxError when it is not JSON. Source: "Working with S3 Lifecycle
 * for directory buckets", Amazon S3 User Guide.
 */
export function lifecycleGrant(
  policy: string | null,
  bucketArn: string,
): Extract<LifecycleGrant, { kind: 'granted' | 'missing' }> {
  const statements = policy === null ? [] : listOf(recordOf(JSON.parse(policy))['Statement']).map(recordOf);
  const about = statements.filter(
    (statement) =>
      listOf(statement['Action']).some((action) => takesIn(String(action).toLowerCase(), ACTION.toLowerCase())) &&
      listOf(statement['Resource']).some((resource) => takesIn(String(resource), bucketArn)),
  );
  const allowed = about.some(
    (it) => it['Effect'] === 'Allow' && namesService(it, [SERVICE]) && writes(it['Condition']),
  );
  const denied = about.some(
    (it) =>
      it['Effect'] === 'Deny' && it['Condition'] === undefined && (isForAll(it) || namesService(it, [SERVICE, '*'])),
  );
  return allowed && !denied ? { kind: 'granted' } : { kind: 'missing', statement: statementFor(bucketArn) };
}

/** As AWS documents it. */
function statementFor(bucketArn: string): string {
  return JSON.stringify({
    Effect: 'Allow',
    Principal: { Service: SERVICE },
    Action: ACTION,
    Condition: { StringEquals: { 's3express:SessionMode': 'ReadWrite' } },
    Resource: bucketArn,
  });
}

function namesService(statement: Fields, names: readonly string[]): boolean {
  const services = listOf(recordOf(statement['Principal'])['Service']);
  return services.some((service) => names.includes(String(service)));
}

function isForAll(statement: Fields): boolean {
  const principal = statement['Principal'];
  return principal === '*' || listOf(recordOf(principal)['AWS']).includes('*');
}

function writes(condition: unknown): boolean {
  const modes = Object.entries(recordOf(condition))
    .filter(([operator]) => /^string(equals|like)/i.test(operator))
    .flatMap(([, keys]) => Object.entries(recordOf(keys)))
    .filter(([key]) => key.toLowerCase() === 's3express:sessionmode');
  return modes.every(([, values]) => listOf(values).some((value) => takesIn(String(value), 'ReadWrite')));
}

const takesIn = matchesPolicyPattern;

type Fields = Readonly<Record<string, unknown>>;

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
