import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { readStoredReport } from '../adapters/stored-report';
import { DEFAULT_QUALIFIER, inventoryBucket } from '../core/contract/names';
import { type Check, checked } from './check';
import { pollUntil } from './poll-until';
import type { Stage } from './stage';

export interface PlayedReport {
  /** The page that the hub wrote, to the letter. */
  readonly html: string;
  readonly check: Check;
}

/** Waits until the hub has written its report of the sweep `run`, and fetches it as an operator would. `buckets`: names that must be in it. */
export async function playReport(
  { cloud, landscape, regions }: Stage,
  run: string,
  buckets: readonly string[],
): Promise<PlayedReport> {
  const region = regions[0] ?? '';
  const { id } = landscape.hub;
  const client = new S3Client({ endpoint: cloud.endpoint, region, credentials: cloud.administrator(id) });
  const bucket = inventoryBucket(DEFAULT_QUALIFIER, id, region);
  try {
    const html = await pollUntil(`the report of run ${run}`, async () => {
      const file = await readStoredReport({ client, bucket, owner: id }, 'report.html').catch(() => undefined);
      return file?.run === run ? text(file.body) : undefined;
    });
    const missing = buckets.filter((name) => !html.includes(`"${name}"`));
    const problems = missing.map((name) => `${name} is not in it`);
    const seen = `${Math.round(html.length / 1024)} KiB in the private bucket, with every bucket of the sweep`;
    return { html, check: checked('after the sweep the hub writes its report', problems, seen) };
  } finally {
    client.destroy();
  }
}
