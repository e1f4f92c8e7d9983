import type { AccountId } from '../../core/identifiers';
import type { AccountAccess, AccountProfiles } from '../../core/ports';
import type { SurveyAccess } from '../../core/sweep/survey';
import { activeProfile, InMemoryProfiles } from '../fakes/in-memory-accounts';
import type { InMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemorySurveys } from '../fakes/in-memory-survey';
import { type Around, withCalls } from './port-calls';
import type { SimulatedQueue } from './simulated-queue';
import type { SimulatedS3 } from './simulated-s3';

/** The inventory's ports with `around` about every call. */
export function inventoryPorts(inventory: InMemoryInventory, around: Around): InMemoryInventory {
  const { buckets, writes, brake, runs, accounts, coverage } = inventory;
  return {
    buckets: withCalls('inventory', buckets, around),
    writes: withCalls('inventory', writes, around),
    brake: withCalls('inventory', brake, around),
    runs: withCalls('inventory', runs, around),
    accounts: withCalls('inventory', accounts, around),
    coverage: withCalls('inventory', coverage, around),
  };
}

/** A queue as the product sends to it: JSON, and many in one call. */
export function queuePort<Message>(queue: SimulatedQueue, around: Around) {
  return withCalls(
    'queue',
    {
      send: async (message: Message, delaySeconds: number): Promise<void> => {
        queue.send(JSON.stringify(message), delaySeconds);
      },
      sendAll: async (messages: readonly Message[], delaySeconds: number): Promise<void> => {
        for (const message of messages) queue.send(JSON.stringify(message), delaySeconds);
      },
    },
    around,
  );
}

/** Sessions of the writer. */
export function accountAccess(s3: SimulatedS3, around: Around): AccountAccess {
  return {
    open: (_account, buckets, mode) =>
      around({ port: 'sts', operation: 'open' }, async () => ({
        kind: 'open',
        store: withCalls('s3', s3.store(buckets, mode), around),
      })),
  };
}

/** Sessions of the survey. */
export function surveyAccess(s3: SimulatedS3, around: Around): SurveyAccess {
  const surveys = new InMemorySurveys(s3.memory);
  return {
    open: (account) =>
      around({ port: 'sts', operation: 'open' }, async () => {
        const opened = await surveys.open(account);
        return opened.kind === 'open' ? { ...opened, survey: withCalls('s3', opened.survey, around) } : opened;
      }),
  };
}

/** Accounts that are active, and excluded by nobody. */
export function activeProfiles(accounts: readonly AccountId[]): AccountProfiles {
  const profiles = new InMemoryProfiles();
  for (const account of accounts) profiles.profiles.set(account, activeProfile());
  return profiles;
}
