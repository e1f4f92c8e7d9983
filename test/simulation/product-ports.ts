import type { AccountId, BucketName } from '../../core/identifiers';
import type { Mode } from '../../core/mode';
import type { AccountAccess, AccountOpening, AccountProfiles } from '../../core/ports';
import type { AccountRoster, FleetStatus } from '../../core/sweep/roster';
import type { SurveyAccess, SurveyOpening } from '../../core/sweep/survey';
import type { InMemoryInventory } from '../fakes/in-memory-inventory';
import type { Invocation } from './invocation';
import { type Around, withCalls } from './port-calls';
import type { SimulatedQueue } from './simulated-queue';

/** The organization and S3 as the product meets them. */
export interface Surroundings {
  readonly roster: AccountRoster;
  readonly profiles: AccountProfiles;
  readonly fleet: FleetStatus;
  /** A session of the writer. */
  openWriter(
    account: AccountId,
    buckets: readonly BucketName[],
    mode: Mode,
    invocation: Invocation,
  ): Promise<AccountOpening>;
  /** A session of the survey. */
  openSurvey(account: AccountId): Promise<SurveyOpening>;
}

/** The inventory's ports with `around` about every call. */
export function inventoryPorts(inventory: InMemoryInventory, around: Around): InMemoryInventory {
  const { buckets, writes, brake, runs, accounts, coverage } = inventory;
  return {
    buckets: withCalls('buckets', buckets, around),
    writes: withCalls('writes', writes, around),
    brake: withCalls('brake', brake, around),
    runs: withCalls('runs', runs, around),
    accounts: withCalls('accounts', accounts, around),
    coverage: withCalls('coverage', coverage, around),
  };
}

/** A queue as the product sends to it: JSON, and many in one call. */
export function queuePort<Message>(name: string, queue: SimulatedQueue, around: Around) {
  return withCalls(
    name,
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

/** Lets a message be seen again later. */
export function postponing(queue: SimulatedQueue, around: Around) {
  return (receiptHandle: string, seconds: number): Promise<void> =>
    around({ port: 'queue', operation: 'postpone', parameters: [receiptHandle, seconds] }, async () =>
      queue.changeVisibility(receiptHandle, seconds),
    );
}

export function accountAccess(surroundings: Surroundings, invocation: Invocation): AccountAccess {
  const { around } = invocation;
  return {
    open: (account, buckets, mode) =>
      around({ port: 'sts', operation: 'open', parameters: [account, buckets, mode] }, async () => {
        const opened = await surroundings.openWriter(account, buckets, mode, invocation);
        return opened.kind === 'open' ? { kind: 'open', store: withCalls('s3', opened.store, around) } : opened;
      }),
  };
}

export function surveyAccess(surroundings: Surroundings, { around }: Invocation): SurveyAccess {
  return {
    open: (account) =>
      around({ port: 'sts', operation: 'open', parameters: [account] }, async () => {
        const opened = await surroundings.openSurvey(account);
        return opened.kind === 'open' ? { ...opened, survey: withCalls('survey', opened.survey, around) } : opened;
      }),
  };
}
