import { ListDelegatedAdministratorsCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { STACK_SETS_PRINCIPAL } from '../core/doctor/stack-sets-principal';
import { jsonAnswersOnly } from './whole-answers';

/**
 * IDs of the accounts that are delegated administrators of StackSets. Throws what the SDK throws: only the management account and delegated
 * administrators may ask. Source: ListDelegatedAdministrators, AWS Organizations API Reference.
 */
export async function stackSetsAdministrators(organizations: OrganizationsClient): Promise<readonly string[]> {
  const administers = jsonAnswersOnly(organizations);
  const found: string[] = [];
  let token: string | undefined;
  do {
    const { DelegatedAdministrators = [], NextToken }: AdministratorsPage = await administers.send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal: STACK_SETS_PRINCIPAL, NextToken: token }),
    );
    found.push(...DelegatedAdministrators.flatMap(({ Id }) => Id ?? []));
    token = NextToken === '' ? undefined : NextToken;
  } while (token !== undefined);
  return found;
}

interface AdministratorsPage {
  readonly DelegatedAdministrators?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly NextToken?: string | undefined;
}
