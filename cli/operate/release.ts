import type { ExitStatus } from '../terminal';
import { findBucket, type NamedBucket } from './find-bucket';
import type { Operation } from './operation';
import { printJson } from './print-json';

/** Ends a bucket's hold, or its being contested: it is written again once it has settled. */
export async function runRelease({ hub, terminal, json, line }: Operation, named: NamedBucket): Promise<ExitStatus> {
  terminal.progress('looking for the bucket in the inventory');
  const { place, record } = await hub.inventory((inventory) => findBucket(inventory, named));
  await hub.ask({ version: 1, kind: 'bucket', task: 'release', ...place, by: hub.by });
  const was = record?.hold != null ? 'held' : (record?.outcome?.verdict ?? null);
  if (json) printJson(terminal, { kind: 'released', ...place, was });
  else {
    const before = was === 'held' || was === 'contested' ? `it was ${was}` : 'it was neither held nor contested';
    terminal.out(`s3://${place.bucket} (${place.account}, ${place.region}) is released: ${before}\n`);
  }
  terminal.note('It is read again now, and gets the rule once it has not changed for the settling time.');
  terminal.note(`next: ${line('status')}`);
  return 0;
}
