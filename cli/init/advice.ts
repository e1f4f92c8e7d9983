import { STACK_SETS_PRINCIPAL } from '../../core/doctor/stack-sets-principal';
import type { Found, RawSettings } from './found';

/** What is still to be done outside the file, line by line; what could not be looked at is left to `doctor`. */
export function advice(settings: RawSettings, { administrators, trustedAccess, account }: Found): readonly string[] {
  if (settings['scope'] !== 'organization') return [];
  const { hubAccountId, managementAccountId } = settings as { hubAccountId?: unknown; managementAccountId?: unknown };
  const isManagement = hubAccountId === managementAccountId;
  return [
    ...(trustedAccess === false
      ? [
          'StackSets is not trusted in the organization yet; in the management account: aws cloudformation activate-organizations-access',
        ]
      : []),
    ...(isManagement || administrators === null || administrators.includes(String(hubAccountId))
      ? []
      : [
          `the hub is no delegated administrator yet; in the management account: aws organizations register-delegated-administrator --account-id ${String(hubAccountId)} --service-principal ${STACK_SETS_PRINCIPAL}`,
        ]),
    ...(isManagement
      ? [
          'the hub is the management account: better is a delegated administrator, which is not above everything else (--hub-account)',
        ]
      : []),
    ...(account !== null && account !== hubAccountId
      ? [`deploy with credentials of account ${String(hubAccountId)}: these are of ${account}`]
      : []),
  ];
}
