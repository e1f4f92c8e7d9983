import type { OrganizationSettings } from '../settings/settings';
import { type Check, checked, fine, unknown, wrong } from './check';
import type { Facts, Words } from './facts';
import { STACK_SETS_PRINCIPAL } from './stack-sets-principal';

/** Instances of one stack set. Source: "StackSets quotas", CloudFormation User Guide. */
const MOST_INSTANCES = 100_000;

/** What the organization must be and allow, for a deployment to all of it. */
export function organizationChecks(settings: OrganizationSettings, facts: Facts, { line }: Words): readonly Check[] {
  const { hubAccountId, managementAccountId, organizationId, callAs } = settings;
  const inManagement = `in the management account (${managementAccountId})`;
  return [
    checked(
      'organization',
      'organization',
      facts.organization,
      (seen) => {
        if (seen === null) return wrong('the account belongs to no organization', line('init --scope account'));
        if (seen.id !== organizationId) {
          return wrong(
            `the account belongs to ${seen.id}, and the settings say ${organizationId}`,
            line(`init --organization-id ${seen.id} --management-account ${seen.managementAccountId}`),
          );
        }
        if (seen.managementAccountId !== managementAccountId) {
          return wrong(
            `the management account is ${seen.managementAccountId}, and the settings say ${managementAccountId}`,
            line(`init --management-account ${seen.managementAccountId}`),
          );
        }
        return seen.featureSet === 'ALL'
          ? fine(`${seen.id}, with all features`)
          : wrong(
              'the organization has consolidated billing only',
              `${inManagement}: aws organizations enable-all-features`,
            );
      },
      'aws organizations describe-organization',
    ),
    checked(
      'trusted-access',
      'trusted access of StackSets',
      facts.stackSetsAccess,
      (status) =>
        status === 'ENABLED'
          ? fine('StackSets may act in the organization')
          : wrong(`it is ${status}`, `${inManagement}: aws cloudformation activate-organizations-access`),
      `${inManagement}: aws organizations list-aws-service-access-for-organization --query "EnabledServicePrincipals[?ServicePrincipal=='${STACK_SETS_PRINCIPAL}']"`,
    ),
    callAs === 'SELF'
      ? checked('delegated-administrator', 'delegated administrator', { kind: 'seen', value: null }, () =>
          fine('none is needed: the hub is the management account'),
        )
      : checked(
          'delegated-administrator',
          'delegated administrator',
          facts.administrators,
          (administrators) =>
            administrators.includes(hubAccountId)
              ? fine(`${hubAccountId} is one of StackSets`)
              : wrong(
                  `${hubAccountId} is none of StackSets${administrators.length === 0 ? '' : `; ${administrators.join(', ')} are`}`,
                  `${inManagement}: aws organizations register-delegated-administrator --account-id ${hubAccountId} --service-principal ${STACK_SETS_PRINCIPAL}`,
                ),
          `${inManagement}: aws organizations list-delegated-administrators --service-principal ${STACK_SETS_PRINCIPAL}`,
        ),
    checked(
      'stack-set-quota',
      'quota of stack instances',
      facts.accounts,
      ({ count, whole }) => {
        const text = `${whole ? '' : 'more than '}${count.toLocaleString('en')} accounts, one instance each in a stack set, of ${MOST_INSTANCES.toLocaleString('en')}`;
        return count <= MOST_INSTANCES ? fine(text) : wrong(text, `name fewer targets: ${line('init')}`);
      },
      `${inManagement}: aws organizations list-accounts --query "length(Accounts)"`,
    ),
    checked('trail', 'organization trail', { kind: 'seen', value: null }, () =>
      unknown(
        'not checked: events come by a trail that logs management events of every account and Region',
        `${inManagement}: aws cloudtrail describe-trails --query "trailList[?IsOrganizationTrail && IsMultiRegionTrail].TrailARN", then aws cloudtrail get-event-selectors --trail-name ARN (IncludeManagementEvents, ReadWriteType All or WriteOnly)`,
      ),
    ),
  ];
}
