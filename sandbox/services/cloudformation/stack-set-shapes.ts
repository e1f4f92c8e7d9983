import type { StackInstance } from '../../cloudformation/stack-instance';
import type { StackSet } from '../../cloudformation/stack-set';
import type { XmlTree } from '../../wire/xml';

/** Source: StackSetSummary, CloudFormation API Reference. */
export function setSummary(set: StackSet): XmlTree {
  return {
    StackSetName: set.name,
    StackSetId: set.id,
    Description: set.properties.Description,
    Status: 'ACTIVE',
    PermissionModel: set.properties.PermissionModel,
    DriftStatus: 'NOT_CHECKED',
    AutoDeployment: autoDeployment(set),
    ManagedExecution: { Active: set.properties.ManagedExecution?.Active ?? false },
  };
}

/** Source: StackSet, CloudFormation API Reference. */
export function setDescription(set: StackSet): XmlTree {
  const { properties } = set;
  const units = set.groups.flatMap((group) => group.DeploymentTargets.OrganizationalUnitIds ?? []);
  const { DriftStatus, ...summary } = setSummary(set) as Record<string, XmlTree>;
  return {
    ...summary,
    TemplateBody: properties.TemplateBody,
    Parameters: { member: properties.Parameters ?? [] },
    Capabilities: { member: properties.Capabilities ?? [] },
    Tags: { member: properties.Tags ?? [] },
    StackSetARN: set.arn,
    StackSetDriftDetectionDetails: { DriftStatus },
    OrganizationalUnitIds: { member: [...new Set(units)] },
    Regions: { member: [...new Set(set.groups.flatMap((group) => group.Regions))] },
  };
}

/** Source: StackInstanceSummary, CloudFormation API Reference. */
export function instanceSummary(set: StackSet, instance: StackInstance): XmlTree {
  return {
    StackSetId: set.id,
    Account: instance.account,
    Region: instance.region,
    StackId: instance.stackId,
    Status: instance.status,
    StatusReason: instance.statusReason,
    StackInstanceStatus: { DetailedStatus: instance.detailedStatus },
    OrganizationalUnitId: instance.organizationalUnitId,
    DriftStatus: 'NOT_CHECKED',
  };
}

function autoDeployment(set: StackSet): XmlTree {
  const { Enabled = false, RetainStacksOnAccountRemoval } = set.properties.AutoDeployment ?? {};
  const dependsOn = set.dependsOn.length === 0 ? {} : { DependsOn: { member: set.dependsOn } };
  return { Enabled, RetainStacksOnAccountRemoval, ...dependsOn };
}
