import type { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import {
  type HubParts,
  reconcileEnvironment,
  reportEnvironment,
  startSweepEnvironment,
  surveyEnvironment,
} from './hub-environment';
import { HubFunction } from './hub-function';
import { RECONCILE_TIMEOUT, SWEEP_TIMEOUT } from './hub-queues';
import { listAccounts, listUnits, readAccounts, readStackInstances } from './organization-permissions';
import type { Permission } from './permission';
import {
  actInAccounts,
  keepImages,
  queryIndex,
  readTable,
  sendTo,
  takeFrom,
  tellOutcomes,
  useTable,
  workOff,
  writeReports,
} from './permissions';

export interface HubFunctions {
  readonly reconcile: HubFunction;
  readonly startSweep: HubFunction;
  readonly survey: HubFunction;
  readonly report: HubFunction;
}

/** The functions of the hub, each with what it does and nothing more. */
export function hubFunctions(scope: Construct, parts: HubParts): HubFunctions {
  const { settings, bus, queues, inventory, functionsFolder } = parts;
  const { settle, sweep, accounts, reports } = queues;
  const name = names(settings.qualifier);
  const common = { settings, functionsFolder };
  const profiles: readonly Permission[] = settings.scope === 'account' ? [] : readAccounts(settings);
  const wholeFleet: readonly Permission[] =
    settings.scope === 'account' ? [] : [listAccounts(), listUnits(settings), readStackInstances(settings)];

  return {
    reconcile: new HubFunction(scope, 'Reconcile', {
      ...common,
      bundle: 'reconcile-bucket',
      functionName: name.reconcileFunction,
      roleName: name.reconcileRole,
      description: 'Reads buckets that have settled, and gives those that need it the rule',
      memorySize: 512,
      timeout: RECONCILE_TIMEOUT,
      queue: settle.queue,
      batchSize: 10,
      maximumConcurrency: settings.maximumConcurrency,
      environment: { ...reconcileEnvironment(parts) },
      permissions: [
        actInAccounts(settings),
        takeFrom('TakeFromSettleQueue', settle.queue),
        sendTo('GiveUp', settle.deadLetters),
        ...profiles,
        useTable(inventory),
        keepImages(settings),
        tellOutcomes(settings, bus),
      ],
    }),
    startSweep: new HubFunction(scope, 'StartSweep', {
      ...common,
      bundle: 'start-sweep',
      functionName: name.startSweepFunction,
      roleName: name.startSweepRole,
      description: 'Lists accounts, reads their profiles and queues them; takes what operators ask',
      memorySize: 512,
      timeout: SWEEP_TIMEOUT,
      queue: sweep.queue,
      batchSize: 1,
      // the least that Lambda takes; they take turns at reading profiles
      maximumConcurrency: 2,
      environment: { ...startSweepEnvironment(parts) },
      permissions: [
        takeFrom('TakeFromSweepQueue', sweep.queue),
        sendTo('QueueAccountsAndBuckets', accounts.queue, settle.queue),
        sendTo('AskForReports', reports.queue),
        sendTo('GiveUp', sweep.deadLetters),
        ...profiles,
        ...wholeFleet,
        useTable(inventory, 'Query', 'BatchGetItem'),
        queryIndex(inventory),
      ],
    }),
    survey: new HubFunction(scope, 'Survey', {
      ...common,
      bundle: 'survey-account',
      functionName: name.surveyFunction,
      roleName: name.surveyRole,
      description: "Looks through an account's buckets, and queues those that need the rule; writes none",
      memorySize: 1_024,
      timeout: SWEEP_TIMEOUT,
      queue: accounts.queue,
      batchSize: 1,
      maximumConcurrency: settings.surveyConcurrency,
      environment: { ...surveyEnvironment(parts) },
      permissions: [
        actInAccounts(settings),
        takeFrom('TakeFromAccountQueue', accounts.queue),
        sendTo('QueueBucketsAndSweeps', settle.queue, sweep.queue),
        sendTo('GiveUp', accounts.deadLetters),
        useTable(inventory, 'Query'),
        tellOutcomes(settings, bus),
      ],
    }),
    report: new HubFunction(scope, 'Report', {
      ...common,
      bundle: 'write-report',
      functionName: name.reportFunction,
      roleName: name.reportRole,
      description: 'Writes the report of the inventory into the private bucket after each sweep',
      // more memory is more processor, and one file may have a million rows
      memorySize: 2_048,
      timeout: SWEEP_TIMEOUT,
      queue: reports.queue,
      batchSize: 1,
      // the least that Lambda takes
      maximumConcurrency: 2,
      environment: { ...reportEnvironment(parts) },
      permissions: [
        workOff('TakeFromReportQueue', reports.queue),
        sendTo('GiveUp', reports.deadLetters),
        readTable(inventory),
        queryIndex(inventory),
        writeReports(settings),
      ],
    }),
  };
}
