import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { RunProgress, SweepScope } from '../../core/sweep/run';
import type { Stage } from '../../tour/stage';
import { type InventoryItem, items, type Json, runs } from './sweep-items';

/** Seconds to wait for what must come. */
export const PATIENCE = 300;
const POLL_MS = 100;
const WORK_QUEUES = ['partsweep-settle', 'partsweep-sweep', 'partsweep-accounts'];

/** Asks `start-sweep` as an operator does: gives what it answers. Throws an Error when it fails. */
export async function ask({ cloud, landscape, regions }: Stage, message: Json): Promise<Json> {
  const lambda = new LambdaClient({
    endpoint: cloud.endpoint,
    region: regions[0] ?? '',
    credentials: cloud.administrator(landscape.hub.id),
  });
  try {
    const Payload = Buffer.from(JSON.stringify({ version: 1, ...message }));
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'partsweep-start-sweep', Payload }));
    const text = Buffer.from(answer.Payload ?? []).toString();
    if (answer.FunctionError !== undefined) throw new Error(text);
    return JSON.parse(text) as Json;
  } finally {
    lambda.destroy();
  }
}

/** Begins a sweep as an operator does; gives the ID of its run. */
export async function beginSweep(stage: Stage, scope: SweepScope = { kind: 'all' }): Promise<string> {
  const { run } = await ask(stage, { kind: 'sweep', trigger: 'operator', scope, task: 'sweep', by: 'ada' });
  return String(run);
}

/** How far a run is, as `start-sweep` says; of the newest one for null. */
export async function progressOf(stage: Stage, run: string | null): Promise<RunProgress> {
  const { progress } = await ask(stage, { kind: 'progress', run });
  return progress as unknown as RunProgress;
}

/** Sweeps, and waits until every account was looked through and the writer is through with what it was sent. */
export async function sweep(stage: Stage, scope?: SweepScope): Promise<RunProgress> {
  const run = await beginSweep(stage, scope);
  await until(`the accounts of run ${run}`, async () => (await isListed(stage, run)) || undefined);
  await worked(stage);
  return progressOf(stage, run);
}

/** The same until the run is closed as well: its totals are told then. */
export async function sweepToTheEnd(stage: Stage, scope?: SweepScope): Promise<RunProgress> {
  const run = await beginSweep(stage, scope);
  await ended(stage, run);
  await worked(stage);
  return progressOf(stage, run);
}

/** Resolves when the run is finished. */
export async function ended(stage: Stage, run: string): Promise<void> {
  await until(
    `the end of run ${run}`,
    async () => (await items(stage)).find(({ pk, sk }) => pk === 'runs' && sk === run)?.['finishedAt'],
  );
}

/** The run with this trigger that began at entry `from` of the trace or later, once there is one. */
export function runBy(stage: Stage, trigger: string, known: ReadonlySet<string> = new Set()): Promise<InventoryItem> {
  return until(`a run by ${trigger}`, async () =>
    (await runs(stage)).find((run) => run['trigger'] === trigger && !known.has(run.sk)),
  );
}

async function isListed(stage: Stage, run: string): Promise<boolean> {
  const parts = (await items(stage)).filter(({ pk }) => pk === `run#${run}`);
  return parts.length > 0 && parts.every(({ state }) => state !== 'open');
}

/** Resolves when every run is finished and nothing waits in a queue of the hub. */
export async function calm(stage: Stage): Promise<void> {
  await until('every run to end', async () =>
    (await runs(stage)).every((run) => run['finishedAt'] !== undefined) ? true : undefined,
  );
  await worked(stage, WORK_QUEUES);
}

/** Resolves when nothing is in the queues, waits there or is being handled. */
export async function worked(stage: Stage, queues = ['partsweep-settle', 'partsweep-accounts']): Promise<void> {
  await until(`${queues} to be empty`, async () => {
    const counts = queues.map((name) => stage.cloud.sqs.inspect(queueArn(stage, name)));
    return counts.every((queue) => queue.visible + queue.delayed + queue.inFlight === 0) || undefined;
  });
}

export function queueArn({ landscape, regions }: Stage, name: string): string {
  return `arn:aws:sqs:${regions[0]}:${landscape.hub.id}:${name}`;
}

/** What `look` gives as soon as that is not undefined. Throws an Error after the time-out. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  seconds = PATIENCE,
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const began = Date.now();
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}, in vain`);
    // looking through a large inventory takes its time from what is waited for
    await sleep(Math.max(POLL_MS, 5 * (Date.now() - began)));
  }
}
