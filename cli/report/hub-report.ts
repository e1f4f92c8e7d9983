import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { awsFailure, isNoSuchObject } from '../../adapters/aws-errors';
import { readStoredReport } from '../../adapters/stored-report';
import { inventoryBucket, REPORT_PREFIX } from '../../core/contract/names';
import { sourceOfInventory } from '../../report/inventory-source';
import { reportScope } from '../../report/report-scope';
import { visibleText } from '../../report/visible-text';
import type { Hub } from '../hub/hub';
import type { Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import type { ReportFormat } from './report-options';
import type { ReportSink } from './report-sink';
import { writeForm } from './write-form';

const FILES = { html: 'report.html', csv: 'report.csv.gz', json: 'report.json.gz' } as const;

/**
 * The report that the hub wrote after its last sweep; gives a line that says of which. Throws WrongUse when there is none, or it may not be
 * read.
 */
export async function writeStored(
  hub: Hub,
  format: ReportFormat,
  sink: Pick<ReportSink, 'write'>,
  line: (command: string) => string,
): Promise<string> {
  const bucket = inventoryBucket(hub.deployment.qualifier, hub.account, hub.region);
  const stored = { client: new S3Client(hub.config), bucket, owner: hub.account };
  const permission = `s3:GetObject on ${bucket}/${REPORT_PREFIX}* and s3:ListBucket on the bucket, without which S3 denies what is not there`;
  return hub.reach('reading the report', permission, async () => {
    const { body, run, at } = await readStoredReport(stored, FILES[format]).catch((error: unknown) => {
      if (!isNoSuchObject(awsFailure(error))) throw error;
      throw new WrongUse(
        'the hub has written no report yet: it does so some minutes after each sweep of everything',
        `let it sweep (${line('sweep --watch')}), or make a report of what it knows now: ${line('report --now')}`,
        { cause: error },
      );
    });
    const stream = FILES[format].endsWith('.gz') ? body.pipe(createGunzip()) : body;
    body.on('error', (error) => stream.emit('error', error));
    const decoder = new StringDecoder();
    for await (const chunk of stream) sink.write(decoder.write(chunk as Buffer));
    return `Report of the sweep ${visibleText(run ?? 'of an unknown name')}, written ${at?.toISOString() ?? 'at an unknown time'}`;
  });
}

/** A report of the inventory as it is now. */
export async function writeInventory(
  hub: Hub,
  format: ReportFormat,
  sink: Pick<ReportSink, 'write'>,
  terminal: Terminal,
): Promise<void> {
  const { account, region, deployment } = hub;
  const scope = reportScope({ organizationId: deployment.organizationId, account, region });
  await hub.inventory(async (inventory) => {
    const source = await sourceOfInventory(inventory, { scope, now: Date.now() });
    await writeForm(source, format, sink, (rows) => terminal.progress(`${rows.toLocaleString('en')} buckets read`));
  });
}
