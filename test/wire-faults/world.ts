import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { BucketName } from '../../core/identifiers';
import type { BucketPlace, BucketStore } from '../../core/ports';
import type { AccountSurvey } from '../../core/sweep/survey';
import type { AccountBatchServices } from '../../handlers/account-batch';
import { composeReconcileBucket } from '../../handlers/composition/reconcile-bucket';
import { TIMEOUTS } from '../../handlers/composition/shared';
import { composeStartSweep } from '../../handlers/composition/start-sweep';
import { composeSurveyAccount } from '../../handlers/composition/survey-account';
import { composeWriteReport } from '../../handlers/composition/write-report';
import type { ReportBatchServices } from '../../handlers/report-batch';
import type { BatchServices } from '../../handlers/settle-batch';
import type { SweepBatchServices } from '../../handlers/sweep-batch';
import type { Cloud } from '../../sandbox/cloud';
import {
  createDirectoryBucket,
  directoryName,
  HOME,
  HUB,
  lifecycleStatement,
  MEMBER,
  userOf,
} from '../adapters/local-organization';
import { bucketName } from '../fakes/identifiers';
import { FaultProxy } from './fault-proxy';
import { hubConfig, NAME, unitOf } from './hub-account';
import { type Operator, operatorOf } from './operator';

const HOST = '127.0.0.1';
const ENDPOINT = `http://${HOST}:8080`;

/** The functions' own ports on AWS, behind a proxy of their own, with two buckets to work on. */
export interface World {
  readonly proxy: FaultProxy;
  readonly reconcile: BatchServices;
  readonly sweep: SweepBatchServices;
  readonly survey: AccountBatchServices;
  readonly report: ReportBatchServices;
  readonly operator: Operator;
  /** Handle of a message of the sweep queue that is in flight. */
  readonly received: string;
  readonly store: BucketStore;
  readonly surveyed: AccountSurvey;
  readonly place: BucketPlace;
  readonly directory: BucketPlace;
  readonly unit: string;
  /** Lines that the ports have logged. */
  readonly lines: string[];
  /** From now on the host's name can be found, or not. */
  findHost(isFound: boolean): void;
  stop(): Promise<void>;
}

/** `id`: tells the worlds of one cloud apart. `answerMs`: how long an answer is waited for. @default as the functions do */
export async function openWorld(cloud: Cloud, id: string, answerMs = TIMEOUTS.requestTimeout): Promise<World> {
  const proxy = new FaultProxy(cloud.endpoint);
  const lines: string[] = [];
  const place = { account: MEMBER, region: HOME, bucket: bucketName(`wire-${id}`) };
  const directory = { ...place, bucket: bucketName(directoryName(`wire-${id}`, HOME)) };
  const user = userOf(cloud, MEMBER, HOME);
  await user.create(place.bucket);
  await user.tag(place.bucket, { team: 'blue' });
  await createDirectoryBucket(cloud, directory, { statement: lifecycleStatement(directory), tags: { team: 'blue' } });

  const agent = new NamedHost(await proxy.start());
  const { accessKeyId, secretAccessKey } = cloud.administrator(HUB);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: ENDPOINT,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  // read by each client when it is made
  const usual = { ...TIMEOUTS };
  Object.assign(TIMEOUTS, { requestTimeout: answerMs, httpAgent: agent });
  const config = hubConfig(ENDPOINT);
  const write = (line: string): void => void lines.push(line);
  const reconcile = composeReconcileBucket(config, write);
  const survey = composeSurveyAccount(config, write);
  const sweep = composeStartSweep(config, write);
  const report = composeWriteReport(config, write);
  const operator = operatorOf(cloud, { ...TIMEOUTS });
  const stores = {
    store: await storeOf(reconcile, [place.bucket, directory.bucket]),
    surveyed: await surveyOf(survey),
  };
  Object.assign(TIMEOUTS, usual);
  return {
    ...{ proxy, reconcile, sweep, survey, report, operator, place, directory, lines, unit: unitOf(cloud) },
    received: await operator.receive(NAME.sweepQueue),
    ...stores,
    findHost: (isFound) => {
      agent.isFound = isFound;
    },
    async stop() {
      agent.destroy();
      await proxy.stop();
    },
  };
}

async function storeOf({ access }: BatchServices, buckets: readonly BucketName[]): Promise<BucketStore> {
  const opening = await access.open(MEMBER, buckets, 'apply');
  if (opening.kind !== 'open') throw new Error(JSON.stringify(opening));
  return opening.store;
}

async function surveyOf({ access }: AccountBatchServices): Promise<AccountSurvey> {
  const opening = await access.open(MEMBER);
  if (opening.kind !== 'open') throw new Error(JSON.stringify(opening));
  return opening.survey;
}

/**
 * Connections to one proxy, wherever they are meant to go: the SDK looks into the environment at each call, which all worlds share. The
 * host's name can be found or not, as long as that is so.
 */
class NamedHost extends Agent {
  readonly #port: number;
  #isFound = true;

  constructor(port: number) {
    super({ keepAlive: true });
    this.#port = port;
  }

  set isFound(value: boolean) {
    this.#isFound = value;
    // no name is asked for where there is a connection
    if (!value) this.destroy();
  }

  override createConnection(...[options, done]: Parameters<Agent['createConnection']>): Duplex | null | undefined {
    if (this.#isFound) return super.createConnection({ ...options, port: this.#port }, done);
    const error = { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: HOST };
    process.nextTick(() =>
      done?.(Object.assign(new Error(`getaddrinfo ENOTFOUND ${HOST}`), error), undefined as never),
    );
    return undefined;
  }
}
