import { CloseAccountCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { OrganizationsRoster } from '../../adapters/roster';
import type { AccountId } from '../../core/identifiers';
import type { AccountRosterSetup } from '../contracts/account-roster';
import { account } from '../fakes/identifiers';
import type { MotoStage } from '../stages/moto-stage';

const TEAMS = 23;

/** The organization of the stage with an OU of 23 accounts more, one of them closed, and of OUs below it. */
export async function motoRoster(stage: MotoStage): Promise<AccountRosterSetup> {
  const { organizations, rootId } = stage;
  const unit = await stage.newUnit('teams', rootId);
  const north = await stage.newUnit('north', unit);
  const emptyUnit = await stage.newUnit('nobody', north);
  const inUnit: AccountId[] = [];
  for (let index = 0; index < TEAMS; index += 1) inUnit.push(await stage.newAccount(`team-${index}`, unit));
  inUnit.push(await stage.newAccount('nested', north));
  await organizations.send(new CloseAccountCommand({ AccountId: inUnit[4] }));
  const all = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
    for (const { Id = '', Name = null, State } of Accounts) {
      all.push({ account: account(Id), name: Name, state: State ?? '' });
    }
  }
  return { roster: new OrganizationsRoster(organizations), all, unit, inUnit, emptyUnit, root: rootId };
}
