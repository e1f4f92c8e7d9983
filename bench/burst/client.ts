/**
 * A burst of events through the writer, in a process of its own: batch after batch, as one instance of the function gets them. Every bucket is covered.
 * Arguments: URL of the plain server, number of events, accounts among which they are spread, messages of a batch. Says over the IPC channel what it took.
 */
import { STSClient } from '@aws-sdk/client-sts';
import { StsAccountAccess } from '../../adapters/sts';
import { systemClock } from '../../adapters/system-clock';
import type { AccountAccess } from '../../core/ports';
import { SettleBatch } from '../../handlers/settle-batch';
import type { SettleRecord } from '../../handlers/settle-record';
import { RULES } from '../../test/core/reconcile-world';
import { account, region } from '../../test/fakes/identifiers';
import { activeProfile, InMemoryProfiles } from '../../test/fakes/in-memory-accounts';
import { inMemoryInventory } from '../../test/fakes/in-memory-inventory';
import { CREDENTIALS, nameOf } from '../floors/course';

const HERE = region('eu-central-1');
const NOTHING = async () => undefined;

async function burst(url = '', many = '', spread = '', size = ''): Promise<void> {
  const [events, accounts, batch] = [Number(many), Number(spread), Number(size)];
  const { services, sessions } = servicesFor(url, accounts);
  const records = Array.from({ length: events }, (_, index) => recordOf(index, accounts));
  // connections, caches and compiled code
  await through(services, records.slice(0, Math.min(events, 200)), batch);
  const [before, cpu, begun] = [sessions(), process.cpuUsage(), process.hrtime.bigint()];
  await through(services, records, batch);
  const wall = Number(process.hrtime.bigint() - begun) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ wall, cpu: (user + system) / 1000, sessions: sessions() - before }, () => process.exit());
}

type Services = ConstructorParameters<typeof SettleBatch>[0];

async function through(services: Services, records: readonly SettleRecord[], batch: number): Promise<void> {
  for (let from = 0; from < records.length; from += batch) {
    const { batchItemFailures } = await new SettleBatch(services).handle(records.slice(from, from + batch));
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages came back`);
  }
}

function servicesFor(url: string, accounts: number): { services: Services; sessions: () => number } {
  const profiles = new InMemoryProfiles();
  for (let index = 0; index < accounts; index += 1) profiles.profiles.set(accountOf(index), activeProfile());
  const sts = new STSClient({ region: HERE, endpoint: `${url}/sts`, credentials: CREDENTIALS });
  const sessionsOf = new StsAccountAccess({
    ...{ sts, partition: 'aws', rolePath: '/', roleName: 'partsweep-member', sessionName: 'reconcile' },
    requestHandler: sts.config.requestHandler,
  });
  let sessions = 0;
  const access: AccountAccess = {
    open: (...parameters) => {
      sessions += 1;
      return sessionsOf.open(...parameters);
    },
  };
  const { buckets, writes, brake } = inMemoryInventory(systemClock);
  const services: Services = {
    ...{ clock: systemClock, profiles, access, buckets, writes, brake, postpone: NOTHING },
    settleQueue: { send: NOTHING, sendAll: NOTHING },
    deadLetters: { send: async (_, why) => Promise.reject(new Error(why.text)) },
    journal: { log: () => undefined, count: () => undefined, outcome: () => undefined },
    events: { publish: NOTHING },
    selection: { days: 7, mode: 'apply', modes: {}, targets: null },
    ...{ excludedNames: [], memberRoleName: 'partsweep-member', rules: { ...RULES, maxTries: 4 } },
  };
  return { services, sessions: () => sessions };
}

function accountOf(index: number) {
  return account(String(300_000_000_000 + index));
}

/** An account's events come together, as somebody makes them. */
function recordOf(index: number, accounts: number): SettleRecord {
  const owner = accountOf(Math.floor(index / 20) % accounts);
  const detail = {
    ...{ eventSource: 's3.amazonaws.com', eventName: 'PutBucketLifecycle', awsRegion: HERE, recipientAccountId: owner },
    eventTime: new Date(systemClock.now() - 300_000).toISOString(),
    requestParameters: { bucketName: nameOf(index) },
  };
  const body = { source: 'aws.s3', 'detail-type': 'AWS API Call via CloudTrail', account: owner, region: HERE, detail };
  return { messageId: `m${index}`, receiptHandle: `r${index}`, body: JSON.stringify(body), tries: 1 };
}

void burst(...process.argv.slice(2));
