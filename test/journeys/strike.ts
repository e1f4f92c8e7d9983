import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../tour/stage';

export interface Strike {
  /** Lets their event go its way, at last; in the second of our write, if asked. */
  release(inOurSecond: boolean): void;
}

/**
 * Once the product has read the bucket and is about to write it, somebody else does (`write`), in a second of their own; their event is held back.
 */
export function strike({ cloud }: Stage, bucket: string, write: () => Promise<void>): Strike {
  const { s3, events } = cloud;
  const [handle, publish] = [s3.handle.bind(s3), events.publish.bind(events)];
  let struck = false;
  let theirs: Parameters<typeof publish> | undefined;
  let ours: unknown;
  events.publish = (...values) => {
    const detail = values[2].detail as Readonly<Record<string, unknown>>;
    const parameters = detail['requestParameters'] as Readonly<Record<string, unknown>> | null;
    const isPut = detail['eventName'] === 'PutBucketLifecycle' && parameters?.['bucketName'] === bucket;
    if (struck && isPut && theirs === undefined) {
      theirs = values;
      return;
    }
    if (isPut) ours = detail['eventTime'];
    publish(...values);
  };
  s3.handle = async (call) => {
    const { method, query, rawPath, headers } = call.request;
    const isMeant = `${headers['host']}${rawPath}`.includes(bucket) && query.has('tagging') && method === 'GET';
    if (struck || !isMeant) return handle(call);
    struck = true;
    try {
      // S3 answers with an error where there are no tags
      return await handle(call);
    } finally {
      await nextSecond();
      await write();
      await nextSecond();
    }
  };
  return {
    release: (inOurSecond) => {
      if (theirs === undefined || ours === undefined)
        throw new Error('nobody has struck, or we have not written since');
      s3.handle = handle;
      events.publish = publish;
      const [account, region, event] = theirs;
      const detail = { ...(event.detail as object), ...(inOurSecond ? { eventTime: ours } : {}) };
      publish(account, region, { ...event, detail });
    },
  };
}

async function nextSecond(): Promise<void> {
  await sleep(1_010 - (Date.now() % 1_000));
}
