import type { BucketRecord } from '../../core/inventory';
import type { BucketPlace } from '../../core/ports';
import { visibleText } from '../../report/visible-text';
import type { ExitStatus } from '../terminal';
import { type FoundBucket, findBucket, type NamedBucket } from './find-bucket';
import type { Operation } from './operation';
import { hasOurRule } from './our-rules';
import { printJson } from './print-json';
import { checkConfirmable, confirmed } from './typed-confirmation';
import { lookUntil } from './waiting';

export interface UndoRequest {
  readonly confirm: string | undefined;
  readonly dryRun: boolean;
}

/** Seconds to wait for the writer: it has other buckets to do as well. */
const PATIENCE_MS = 120_000;
const KIND = 'the name of the bucket';

/** Takes our rule out of one bucket, which is held from then on. */
export async function undoBucket(
  operation: Operation,
  named: NamedBucket,
  { confirm, dryRun }: UndoRequest,
): Promise<ExitStatus> {
  const { hub, terminal, json, line } = operation;
  if (!dryRun) checkConfirmable(terminal, { kind: KIND, word: named.bucket, given: confirm });
  terminal.progress('looking for the bucket in the inventory');
  const { place, record } = await hub.inventory((inventory) => findBucket(inventory, named));
  const { account, region, bucket } = place;
  const words = knownWords(record);
  if (dryRun) {
    if (json) printJson(terminal, { dryRun: true, ...place, outcome: record?.outcome ?? null });
    else terminal.out(`s3://${bucket} (${account}, ${region}): ${words}\n`);
    return 0;
  }
  terminal.note(`s3://${bucket} (${account}, ${region}): ${words}`);
  const what = `Our rule is taken out of s3://${bucket}, and the bucket is left alone until it is resumed`;
  if (!(await confirmed(terminal, { what, kind: KIND, word: bucket, given: confirm }))) return 130;
  await hub.ask({ version: 1, kind: 'bucket', task: 'undo', ...place, by: hub.by });

  const began = Date.now();
  const { seen } = await lookUntil(terminal.stop, async () => {
    terminal.progress(`waiting for s3://${bucket} to be undone`);
    const now = await hub.inventory(({ buckets }) => buckets.bucket(place));
    const done = isNews(record, now) || isHeld(record);
    return { seen: now, end: done || Date.now() - began > PATIENCE_MS };
  });
  const isDone = isNews(record, seen) || isHeld(record);
  report(operation, place, isDone ? seen : undefined);
  if (!isDone) return terminal.stop.aborted ? 130 : 1;
  const verdict = seen?.outcome?.verdict;
  if (verdict === 'held') terminal.note(`include it again with: ${line(`resume s3://${bucket}`)}`);
  return verdict === 'held' || seen?.outcome?.reason.code === 'nothing-to-undo' ? 0 : 1;
}

function report({ terminal, json, line }: Operation, place: BucketPlace, seen: BucketRecord | undefined): void {
  const outcome = seen?.outcome ?? null;
  if (json) {
    printJson(terminal, { ...place, outcome, hold: seen?.hold ?? null });
    return;
  }
  const name = `s3://${place.bucket}`;
  terminal.out(
    outcome === null
      ? `${name}: asked for, and not done yet. Look again with: ${line(`undo ${name} --dry-run`)}\n`
      : `${name}: ${outcome.verdict}, ${visibleText(outcome.reason.text)}\n`,
  );
}

/** Whether the writer has been there since. */
function isNews(before: FoundBucket['record'], now: BucketRecord | undefined): boolean {
  if (now?.outcome == null || now.outcome.verdict === 'waiting') return false;
  return now.outcome.at !== before?.outcome?.at;
}

/** Nothing will change: the writer says of a bucket that is held what is known already. */
function isHeld(record: FoundBucket['record']): boolean {
  return record?.outcome?.verdict === 'held' && record.hold !== null;
}

function knownWords(record: FoundBucket['record']): string {
  const outcome = record?.outcome ?? null;
  if (outcome === null) return 'the inventory knows nothing of it';
  const rule = hasOurRule(outcome) ? 'it has our rule' : 'no rule of ours is known in it';
  return `${rule}; ${outcome.verdict}, ${visibleText(outcome.reason.text)} (${outcome.at})`;
}
