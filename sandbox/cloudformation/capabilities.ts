import type { TemplateResource } from './template';
import { TemplateError } from './template-value';

/** Types that need a capability, each with the property that names it. Source: CreateStack, "Capabilities", API Reference. */
const IAM_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** Throws TemplateError in CloudFormation's words when IAM resources are not acknowledged. */
export function checkCapabilities(resources: Iterable<TemplateResource>, capabilities: readonly string[]): void {
  for (const { type, properties } of resources) {
    if (!Object.hasOwn(IAM_TYPES, type)) continue;
    const name = IAM_TYPES[type];
    const isNamed = name !== undefined && properties[name] !== undefined;
    const accepted = isNamed ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];
    if (!accepted.some((capability) => capabilities.includes(capability))) {
      throw new TemplateError(`Requires capabilities : [${accepted[0]}]`);
    }
  }
}
