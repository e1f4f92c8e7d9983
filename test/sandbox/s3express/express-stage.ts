import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { Endpoint } from '../../../sandbox/endpoint';
import { S3ExpressService, type S3ExpressServiceOptions } from '../../../sandbox/services/s3express/s3-express-service';
import { HUB, makeRole, makeStage, openSession } from '../policy/stage';

export const REGION = 'eu-central-1';
export const NAME = 'example--euc1-az1--x-s3';
export const ARN = `arn:aws:s3express:${REGION}:${HUB}:bucket/${NAME}`;

export interface PublishedEvent {
  readonly account: string;
  readonly region: string;
  readonly event: { readonly source: string; readonly detail: Record<string, unknown> };
}

/** S3 Express behind the endpoint, with clients made as one makes them for directory buckets at an endpoint of one's own. */
export async function expressStage(options: Partial<S3ExpressServiceOptions> = {}) {
  const stage = makeStage();
  const published: PublishedEvent[] = [];
  const express = new S3ExpressService({
    ...stage,
    events: { publish: (account, region, event) => published.push({ account, region, event }) },
    ...options,
  });
  const endpoint = new Endpoint({ ...stage, services: [express] });
  const url = await endpoint.listen(0);
  const clients: { destroy(): void }[] = [];

  function client(account = HUB, config: S3ClientConfig = {}): S3Client {
    const made = new S3Client({
      region: REGION,
      endpoint: url,
      credentials: stage.administrator(account),
      maxAttempts: 1,
      disableS3ExpressSessionAuth: true,
      ...config,
    });
    clients.push(made);
    return made;
  }

  return {
    ...stage,
    express,
    published,
    url,
    client,
    control(account = HUB): S3ControlClient {
      const credentials = stage.administrator(account);
      const made = new S3ControlClient({ region: REGION, endpoint: url, credentials, maxAttempts: 1 });
      clients.push(made);
      return made;
    },
    /** A client of a new role that may do what the statements say. */
    withRole(statements: readonly unknown[]): S3Client {
      const role = makeRole(stage, HUB, `role-${clients.length}`, { statements });
      return client(HUB, { credentials: openSession(stage, role).credentials });
    },
    async close(): Promise<void> {
      for (const each of clients) each.destroy();
      await endpoint.close();
      stage.clock.stop();
    },
  };
}

export type ExpressStage = Awaited<ReturnType<typeof expressStage>>;

/** What CreateBucket says for a directory bucket in the zone. */
export function inZone(zone = 'euc1-az1') {
  return {
    Location: { Type: 'AvailabilityZone', Name: zone },
    Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
  } as const;
}

export const ABORT = {
  Rules: [
    {
      ID: 'abort',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
  ],
} as const;
