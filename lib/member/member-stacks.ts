import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { names, roleArn } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { organizationEventPattern } from '../bucket-event-pattern';
import { ForwarderRole } from './forwarder-role';
import { ForwarderRule } from './forwarder-rule';
import { forwardingRule } from './forwarding-rule';
import { MemberRole } from './member-role';

/** The roles of one account, in its home Region: IAM is global. */
export class RoleStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: the roles of an account' });
    const { qualifier, path, hubAccountId, permissionsBoundary } = settings;
    const name = names(qualifier);
    new MemberRole(this, 'Member', {
      qualifier,
      path,
      hubAccountId,
      permissionsBoundary,
      organizationId: settings.scope === 'organization' ? settings.organizationId : undefined,
    });
    new ForwarderRole(this, 'Forwarder', {
      roleName: name.forwarderRole,
      path,
      rules: [name.forwarderRule, name.stackForwarderRule],
      permissionsBoundary,
      centralBusArn: centralBusArn(settings),
    });
  }
}

interface ForwarderStackProps extends StackProps {
  /** Stack set whose new stacks are told of as well: that of the home Region's forwarders. @default none */
  readonly stackSetName?: string | undefined;
}

/** The forwarding rules of one account and Region. */
export class ForwarderStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, { stackSetName, ...props }: ForwarderStackProps) {
    super(scope, id, { ...props, description: 'partsweep: forwards the bucket events of an account and Region' });
    const { qualifier, path } = settings;
    new ForwarderRule(this, 'Forwarder', { qualifier, path, centralBusArn: centralBusArn(settings), stackSetName });
  }
}

/**
 * Forwards changes of the organization, which appear in its management account and in one Region alone. Needs nothing else of ours there:
 * it has a role of its own.
 */
export class OrganizationEventsStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: forwards changes of the organization' });
    const { qualifier, path, permissionsBoundary } = settings;
    const { organizationForwarderRule } = names(qualifier);
    new ForwarderRole(this, 'Forwarder', {
      roleName: organizationForwarderRule,
      path,
      rules: [organizationForwarderRule],
      permissionsBoundary,
      centralBusArn: centralBusArn(settings),
    });
    forwardingRule(this, 'OrganizationRule', {
      name: organizationForwarderRule,
      description: 'Forwards changes of the organization to the central bus of partsweep',
      pattern: organizationEventPattern(),
      centralBusArn: centralBusArn(settings),
      roleArn: roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, path, organizationForwarderRule),
    }).node.addDependency(this.node.findChild('Forwarder'));
  }
}

function centralBusArn({ qualifier, homeRegion, hubAccountId }: Settings): string {
  return `arn:${Aws.PARTITION}:events:${homeRegion}:${hubAccountId}:event-bus/${names(qualifier).bus}`;
}
