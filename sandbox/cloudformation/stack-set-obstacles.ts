import { createHash } from 'node:crypto';
import { formatArn, partitionOf } from '../arn';
import type { Clock } from '../clock';
import type { Caller } from '../identity/caller';
import type { Organization } from '../organization/organization';
import { accessDenied } from '../policy/access-denied';
import type { AuthorizationRequest, Decision } from '../policy/authorizer';
import { requestContext } from '../policy/request-context';
import { evaluatePolicy } from '../policy/statement';
import type { OperationTarget } from './stack-set-operation';
import { parseTemplate, type TemplateResource } from './template';

interface Creation {
  readonly action: string;
  /** ARN without Region and account, from the name in the template; `*` where that has none that is plain text. */
  readonly service: string;
  readonly global: boolean;
  readonly resource: (name: string) => string;
  readonly nameProperty: string;
}

/** What creating a resource calls. Types that are not listed are created whatever a service control policy says. */
const CREATIONS: Readonly<Record<string, Creation>> = {
  'AWS::IAM::Role': {
    action: 'iam:CreateRole',
    service: 'iam',
    global: true,
    resource: (name) => `role/${name}`,
    nameProperty: 'RoleName',
  },
  'AWS::IAM::ManagedPolicy': {
    action: 'iam:CreatePolicy',
    service: 'iam',
    global: true,
    resource: (name) => `policy/${name}`,
    nameProperty: 'ManagedPolicyName',
  },
  'AWS::Events::Rule': {
    action: 'events:PutRule',
    service: 'events',
    global: false,
    resource: (name) => `rule/${name}`,
    nameProperty: 'Name',
  },
  'AWS::SQS::Queue': {
    action: 'sqs:CreateQueue',
    service: 'sqs',
    global: false,
    resource: (name) => name,
    nameProperty: 'QueueName',
  },
};

/** What keeps a stack set from a target before CloudFormation makes anything there. */
export class StackSetObstacles {
  readonly #organization: Organization;
  readonly #clock: Clock;

  constructor(organization: Organization, clock: Clock) {
    this.#organization = organization;
    this.#clock = clock;
  }

  /**
   * Why no stack of this template can be made in the target; undefined if nothing is known to be in the way. Regions must be on in the
   * target and in the management account; service control policies bind the role that StackSets has in the target.
   * Source: "Performing StackSet operations involving Regions that are disabled by default", CloudFormation User Guide.
   */
  find(target: OperationTarget, template: unknown): string | undefined {
    for (const account of [target.account, this.#organization.managementAccountId]) {
      if (!this.#organization.isRegionEnabled(account, target.region)) {
        return `Account ${account} does not have the Region ${target.region} enabled`;
      }
    }
    const { region, account } = target;
    const stack = formatArn({ service: 'cloudformation', region, account, resource: 'stack/StackSet-*/*' });
    const refusal = this.#denial(target, 'cloudformation:CreateStack', stack);
    if (refusal !== undefined) return refusal;
    for (const resource of parseTemplate(template).resources.values()) {
      const reason = this.#denialOf(resource, target);
      if (reason === undefined) continue;
      const { logicalId, type } = resource;
      return `ResourceLogicalId:${logicalId}, ResourceType:${type}, ResourceStatusReason:${reason}.`;
    }
    return undefined;
  }

  #denialOf({ type, properties }: TemplateResource, target: OperationTarget): string | undefined {
    const creation = Object.hasOwn(CREATIONS, type) ? CREATIONS[type] : undefined;
    if (creation === undefined) return undefined;
    const name = properties[creation.nameProperty];
    const arn = formatArn({
      partition: partitionOf(target.region),
      service: creation.service,
      region: creation.global ? '' : target.region,
      account: target.account,
      resource: creation.resource(typeof name === 'string' ? name : '*'),
    });
    // The endpoint of a global service is in us-east-1.
    return this.#denial(creation.global ? { ...target, region: 'us-east-1' } : target, creation.action, arn);
  }

  #denial({ account: resourceAccount, region }: OperationTarget, action: string, resource: string): string | undefined {
    const request = { caller: executionRole(resourceAccount), action, resource, resourceAccount, region };
    const decision = this.#decide(request);
    return decision.allowed ? undefined : accessDenied(request, decision, true).message;
  }

  /** The role may do everything that service control policies leave to it. */
  #decide(request: AuthorizationRequest): Decision {
    const context = requestContext(request, new Map(), this.#organization, this.#clock);
    const levels = this.#organization
      .serviceControlPolicies(request.resourceAccount)
      .map((policies) => policies.map((policy) => evaluatePolicy(policy, request, context)));
    const policyKind = 'service control policy';
    if (levels.flat().some(({ denies }) => denies)) return { allowed: false, policyKind, explicit: true };
    if (levels.every((level) => level.some(({ allows }) => allows))) return { allowed: true };
    return { allowed: false, policyKind, explicit: false };
  }
}

/** Source: "Activate trusted access for StackSets with AWS Organizations", CloudFormation User Guide (`stacksets-exec-*`). */
function executionRole(accountId: string): Extract<Caller, { kind: 'assumed-role' }> {
  const roleName = `stacksets-exec-${createHash('md5').update(accountId).digest('hex')}`;
  const sessionName = 'stacksets';
  const now = new Date();
  return {
    kind: 'assumed-role',
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `AROASTACKSETSEXEC0000:${sessionName}`,
    roleName,
    roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
    sessionName,
    sessionPolicies: [],
    accessKeyId: 'ASIASTACKSETSEXEC000',
    issuedAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  };
}
