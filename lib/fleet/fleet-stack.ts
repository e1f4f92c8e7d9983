import { Aws, CfnStackSet, Stack, type StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { forwarderStackSet, names } from '../../core/contract/names';
import type { OrganizationSettings } from '../../core/settings/settings';
import { ForwarderStack, RoleStack } from '../member/member-stacks';
import { stackSetBody } from './stack-set-body';

interface FleetStackSetProps {
  readonly settings: OrganizationSettings;
  readonly name: string;
  readonly description: string;
  readonly body: string;
  readonly region: string;
  /** Stack sets whose stacks an account that joins must have first. @default none */
  readonly after?: readonly FleetStackSet[];
}

/** A service-managed stack set that puts one inline template into one Region of every account under the targets. */
class FleetStackSet extends Construct {
  readonly stackSet: CfnStackSet;
  /** Stack sets of a delegated administrator live in the management account, and the ARN is that account's. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FleetStackSetProps) {
    super(scope, id);
    const { settings, after = [] } = props;
    this.stackSet = new CfnStackSet(this, 'StackSet', {
      stackSetName: props.name,
      description: props.description,
      permissionModel: 'SERVICE_MANAGED',
      callAs: settings.callAs,
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: props.body,
      autoDeployment: {
        enabled: true,
        // an account that leaves is no longer ours to act in
        retainStacksOnAccountRemoval: false,
        ...(after.length === 0 ? {} : { dependsOn: after.map(({ arn }) => arn) }),
      },
      // passed on as it is: CloudFormation wants the capital, whatever the CDK's type says
      managedExecution: { Active: true },
      operationPreferences: {
        // one account that refuses must not roll back thousands; what failed shows as OUTDATED
        failureTolerancePercentage: 100,
        maxConcurrentPercentage: 100,
        regionConcurrencyType: 'PARALLEL',
        concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      },
      stackInstancesGroup: [
        { regions: [props.region], deploymentTargets: { organizationalUnitIds: [...settings.targets] } },
      ],
    });
    // DependsOn orders what happens when an account joins; this orders the first deployment
    for (const { stackSet } of after) this.stackSet.addResourceDependency(stackSet);
    // GetAtt answers `name:uuid`. Source of the ARN's form: "Actions, resources, and condition keys for AWS CloudFormation"
    this.arn = `arn:${Aws.PARTITION}:cloudformation:${settings.homeRegion}:${settings.managementAccountId}:stackset/${this.stackSet.attrStackSetId}`;
  }
}

/** The stack sets that reach every account: one for the roles, and one per Region for the forwarding rule. */
export class FleetStack extends Stack {
  constructor(scope: Construct, id: string, settings: OrganizationSettings, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: stack sets for every account under the targets' });
    const roles = new FleetStackSet(this, 'Roles', {
      settings,
      name: names(settings.qualifier).roleStackSet,
      description: 'partsweep: the roles of every account',
      body: stackSetBody((app, stack) => new RoleStack(app, 'Roles', settings, stack)),
      region: settings.homeRegion,
    });
    const forwarder = (stackSetName?: string): string =>
      stackSetBody((app, stack) => new ForwarderStack(app, 'Forwarder', settings, { ...stack, stackSetName }));
    const elsewhere = forwarder();
    for (const region of settings.regions) {
      const name = forwarderStackSet(settings.qualifier, region);
      new FleetStackSet(this, `Forwarder-${region}`, {
        settings,
        name,
        description: `partsweep: forwards the bucket events of ${region}`,
        // one Region tells of accounts that join: the other stacks of theirs come at the same time
        body: region === settings.homeRegion ? forwarder(name) : elsewhere,
        region,
        after: [roles],
      });
    }
  }
}
