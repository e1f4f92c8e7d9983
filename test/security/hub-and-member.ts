import type { Caller } from '../../sandbox/identity/caller';
import type { PolicyDocument } from '../../sandbox/policy/document';
import { parsePolicy } from '../../sandbox/policy/parse-policy';
import type { Role } from '../../sandbox/services/iam/iam-registry';
import { HUB, REGION } from '../journeys/places';
import type { Resource, Template } from '../lib/synthesized';
import * as sandbox from '../sandbox/policy/stage';
import { MANAGEMENT, ORGANIZATION_ID, withBodies } from './deployment';

const ADMINISTRATOR = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** ARNs of what the hub's template makes, by the logical ID without its hash. */
const HUB_ARNS: Readonly<Record<string, string>> = {
  CentralBus: `arn:aws:events:${REGION}:${sandbox.HUB}:event-bus/partsweep`,
  SettleQueue: `arn:aws:sqs:${REGION}:${sandbox.HUB}:partsweep-settle`,
  SettleRule: `arn:aws:events:${REGION}:${sandbox.HUB}:rule/partsweep/partsweep-settle`,
  SweepQueue: `arn:aws:sqs:${REGION}:${sandbox.HUB}:partsweep-sweep`,
  AccountsQueue: `arn:aws:sqs:${REGION}:${sandbox.HUB}:partsweep-accounts`,
};

/**
 * The roles of the templates in an organization of a hub and a member, with a stranger outside, in the policy engine of the local
 * organization. Whoever is asked about has every permission in its own account: what is decided is decided by the product's policies.
 */
export class HubAndMember {
  readonly #stage = sandbox.makeStage();
  readonly #templates: readonly Template[];

  /** `templates`: of the hub, the fleet and the management account. */
  constructor(templates: readonly Template[]) {
    const moved = JSON.stringify(templates)
      .replaceAll(HUB, sandbox.HUB)
      .replaceAll(MANAGEMENT, '000000000001')
      .replaceAll(ORGANIZATION_ID, 'o-local12345');
    this.#templates = withBodies(JSON.parse(moved) as readonly Template[]);
  }

  /** The role of that name as a template has it, made in `account` with its own permissions. */
  deploy(roleName: string, account: string): Role {
    const { AssumeRolePolicyDocument, Policies } = this.#resource('AWS::IAM::Role', { RoleName: roleName }, account);
    const statements = (Policies as readonly { PolicyDocument: { Statement: unknown[] } }[]).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    );
    return sandbox.makeRole(this.#stage, account, roleName, { trust: AssumeRolePolicyDocument, statements });
  }

  /** A session of a role that may do everything. */
  administratorRole(account: string, roleName: string, path = '/'): Caller {
    return this.session(sandbox.makeRole(this.#stage, account, roleName, { path, statements: ADMINISTRATOR }));
  }

  administrator(account: string): Caller {
    return this.#stage.administrator(account).caller;
  }

  root(account: string): Caller {
    const arn = `arn:aws:iam::${account}:root`;
    return { kind: 'root', accountId: account, arn, userId: account, accessKeyId: 'AKIAROOT' };
  }

  /** AWS itself, on behalf of `sourceArn`. */
  service(principal: string, sourceArn: string): Caller {
    return { kind: 'service', principal, sourceAccount: sourceArn.split(':')[4] ?? '', sourceArn };
  }

  session(role: Role, ...policies: readonly string[]): Caller {
    const sessionPolicies = policies.map((policy) => parsePolicy(policy, 'identity'));
    return sandbox.openSession(this.#stage, role, sessionPolicies).caller;
  }

  /** A role that another product made there, which trusts the whole hub account. */
  roleThatTrustsHub(account: string, roleName: string): Role {
    const trust = sandbox.trust({ AWS: `arn:aws:iam::${sandbox.HUB}:root` });
    return sandbox.makeRole(this.#stage, account, roleName, { trust, statements: ADMINISTRATOR });
  }

  mayAssume(caller: Caller, { roleArn, accountId, trustPolicy }: Role): boolean {
    return this.#stage.authorizer.decide({
      caller,
      action: 'sts:AssumeRole',
      resource: roleArn,
      resourceAccount: accountId,
      region: REGION,
      resourcePolicy: trustPolicy,
      resourcePolicyKind: 'role trust policy',
    }).allowed;
  }

  may(caller: Caller, action: string, resource: string, resourceAccount: string): boolean {
    return this.#stage.authorizer.decide({ caller, action, resource, resourceAccount, region: REGION }).allowed;
  }

  mayPutEvents(caller: Caller): boolean {
    const { Statement } = this.#resource('AWS::Events::EventBusPolicy', {}, sandbox.HUB);
    return this.#onHub(caller, 'events:PutEvents', 'CentralBus', { Version: '2012-10-17', Statement });
  }

  maySend(caller: Caller, queue: string): boolean {
    const { PolicyDocument } = this.#resource('AWS::SQS::QueuePolicy', { Queues: [`{${queue}}`] }, sandbox.HUB);
    return this.#onHub(caller, 'sqs:SendMessage', queue, PolicyDocument);
  }

  #onHub(caller: Caller, action: string, id: string, policy: unknown): boolean {
    const resourcePolicy: PolicyDocument = parsePolicy(policy, 'resource');
    const resource = HUB_ARNS[id] ?? '';
    const request = { caller, action, resource, resourceAccount: sandbox.HUB, region: REGION, resourcePolicy };
    return this.#stage.authorizer.decide(request).allowed;
  }

  /** The properties of the first resource of that type and those properties, with its references resolved in `account`. */
  #resource(type: string, properties: object, account: string): Resource['Properties'] {
    const found = this.#templates
      .flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Type }) => Type === type)
      .find(({ Properties }) =>
        Object.entries(properties).every(
          ([key, value]) => JSON.stringify(named(Properties[key])) === JSON.stringify(value),
        ),
      );
    if (found === undefined) throw new Error(`no ${type} with ${JSON.stringify(properties)}`);
    return resolved(found.Properties, account) as Resource['Properties'];
  }
}

/** References as `{LogicalId}`. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  const { Ref: ref } = (typeof value === 'object' && value !== null ? value : {}) as { Ref?: string };
  return ref === undefined ? value : `{${ref.slice(0, -8)}}`;
}

function resolved(value: unknown, account: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolved(entry, account));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (ref === 'AWS::Partition') return 'aws';
  if (ref === 'AWS::AccountId') return account;
  if (ref === 'AWS::Region') return REGION;
  if (Array.isArray(attribute)) {
    const id = String(attribute[0]).slice(0, -8);
    return HUB_ARNS[id] ?? `arn:aws:other:${REGION}:${account}:${id}`;
  }
  if (Array.isArray(join)) return (resolved(join[1], account) as string[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolved(entry, account)]));
}
