import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { ForwarderRole } from './forwarder-role';
import { ForwarderRule } from './forwarder-rule';
import { MemberRole } from './member-role';

/** The roles of one account, in its home Region: IAM is global. */
export class RoleStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: the roles of an account' });
    const { qualifier, path, hubAccountId, permissionsBoundary } = settings;
    new MemberRole(this, 'Member', {
      qualifier,
      path,
      hubAccountId,
      permissionsBoundary,
      organizationId: settings.scope === 'organization' ? settings.organizationId : undefined,
    });
    new ForwarderRole(this, 'Forwarder', {
      qualifier,
      path,
      permissionsBoundary,
      centralBusArn: centralBusArn(settings),
    });
  }
}

/** The forwarding rule of one account and Region. */
export class ForwarderStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: forwards the bucket events of an account and Region' });
    const { qualifier, path } = settings;
    new ForwarderRule(this, 'Forwarder', { qualifier, path, centralBusArn: centralBusArn(settings) });
  }
}

function centralBusArn({ qualifier, homeRegion, hubAccountId }: Settings): string {
  return `arn:${Aws.PARTITION}:events:${homeRegion}:${hubAccountId}:event-bus/${names(qualifier).bus}`;
}
