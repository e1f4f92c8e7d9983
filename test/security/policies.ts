import { isDeepStrictEqual } from 'node:util';
import type { Resource, Template } from '../lib/synthesized';

/** One line of the tables in `docs/permissions.md`. */
export type Row = readonly string[];

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** What may give access, besides what is read here: any of these is a surprise. */
const UNREAD_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** Resources that carry a policy of their own: where it stands, and what it is attached to. */
const RESOURCE_POLICIES: Readonly<Record<string, (properties: Properties) => readonly Statement[]>> = {
  'AWS::Events::EventBusPolicy': ({ Statement }) => [Statement as Statement],
  'AWS::SQS::QueuePolicy': ({ PolicyDocument }) => statementsOf(PolicyDocument),
  'AWS::SNS::TopicPolicy': ({ PolicyDocument }) => statementsOf(PolicyDocument),
  'AWS::S3::BucketPolicy': ({ PolicyDocument }) => statementsOf(PolicyDocument),
};

type Properties = Readonly<Record<string, unknown>>;

/** Role, action, resource, condition: one row for each, of every role of the templates. Throws for a policy in a place that is not read. */
export function permissionRows(templates: readonly Template[]): readonly Row[] {
  return sorted(
    roles(templates).flatMap(({ RoleName, Policies }) =>
      (Policies as readonly { PolicyDocument: unknown }[]).flatMap(({ PolicyDocument }) =>
        statementsOf(PolicyDocument).flatMap((statement) => {
          if (statement.Effect !== 'Allow') throw new Error(`${String(RoleName)} has a statement that denies`);
          return list(statement.Action).flatMap((action) =>
            list(statement.Resource).map((resource) => [
              String(RoleName),
              action,
              resource,
              conditionText(statement.Condition),
            ]),
          );
        }),
      ),
    ),
  );
}

/** Role, whom it trusts, condition. */
export function trustRows(templates: readonly Template[]): readonly Row[] {
  return sorted(
    roles(templates).flatMap(({ RoleName, AssumeRolePolicyDocument }) =>
      statementsOf(AssumeRolePolicyDocument).map(({ Effect, Action, Principal, Condition }) => {
        if (Effect !== 'Allow' || Action !== 'sts:AssumeRole') throw new Error(`${String(RoleName)} trusts oddly`);
        return [String(RoleName), principalText(Principal), conditionText(Condition)];
      }),
    ),
  );
}

/** Resource, effect, principal, action, condition: of every policy that is attached to a resource. */
export function resourcePolicyRows(templates: readonly Template[]): readonly Row[] {
  return sorted(
    resources(templates).flatMap(({ Type, Properties }) =>
      (RESOURCE_POLICIES[Type]?.(named(Properties) as Properties) ?? []).flatMap((statement) =>
        list(statement.Action).flatMap((action) =>
          list(statement.Resource).map((resource) => [
            resource,
            statement.Effect.toLowerCase(),
            principalText(statement.Principal),
            action,
            conditionText(statement.Condition),
          ]),
        ),
      ),
    ),
  );
}

/** Rows of any of the tables that `templates` have and `usual` have not. */
export function differencesOf(templates: readonly Template[], usual: readonly Template[]): readonly Row[] {
  return [permissionRows, trustRows, resourcePolicyRows].flatMap((rowsOf) => {
    const known = new Set(rowsOf(usual).map((row) => row.join('\t')));
    return rowsOf(templates).filter((row) => !known.has(row.join('\t')));
  });
}

function roles(templates: readonly Template[]): readonly Properties[] {
  const found = resources(templates);
  const surprises = found.filter(({ Type }) => UNREAD_TYPES.includes(Type));
  if (surprises.length > 0) throw new Error(`${surprises.map(({ Type }) => Type).join(', ')}: not in the tables`);
  const byName = new Map<unknown, Properties>();
  for (const { Type, Properties } of found) {
    if (Type !== 'AWS::IAM::Role') continue;
    if ('ManagedPolicyArns' in Properties) throw new Error('a role has managed policies, which are not in the tables');
    const { RoleName, Policies, AssumeRolePolicyDocument } = named(Properties) as Properties;
    const role = { RoleName, Policies, AssumeRolePolicyDocument };
    // members and the management account have the same roles from templates of their own
    const twin = byName.get(RoleName);
    if (twin !== undefined && !isDeepStrictEqual(twin, role)) throw new Error(`two roles ${String(RoleName)} differ`);
    byName.set(RoleName, role);
  }
  return [...byName.values()];
}

function resources(templates: readonly Template[]): readonly Resource[] {
  return templates.flatMap(({ Resources }) => Object.values(Resources));
}

function statementsOf(document: unknown): readonly Statement[] {
  return (document as { readonly Statement: readonly Statement[] }).Statement;
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function principalText(principal: unknown): string {
  if (typeof principal === 'string') return principal;
  return Object.entries(principal as Properties)
    .map(([kind, who]) => (kind === 'Service' || who === '*' ? String(who) : `${kind} ${String(who)}`))
    .join(', ');
}

function conditionText(condition: unknown): string {
  if (condition === undefined) return '';
  return Object.entries(condition as Readonly<Record<string, Properties>>)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} = ${[values].flat().join(' or ')}`),
    )
    .join(' and ');
}

/** Each row once. */
function sorted(rows: readonly Row[]): readonly Row[] {
  const texts = new Map(rows.map((row) => [row.join('\t'), row]));
  return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': 'ACCOUNT',
  'AWS::Region': 'REGION',
};

/** Intrinsic functions as text; what only a deployment knows by its logical ID without the hash, in braces. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Properties;
  if (typeof ref === 'string') return PSEUDO[ref] ?? `{${ref.slice(0, -8)}}`;
  if (Array.isArray(attribute)) return `{${String(attribute[0]).slice(0, -8)}}`;
  if (Array.isArray(join)) return (named(join[1]) as string[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, named(entry)]));
}
