import { GetBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { type Course, CREDENTIALS, callsOf, loop, nameOf, type Through } from './course';

/** Floor two: the SDK's client in a loop, with nothing around it. */
export async function bareSdk({ url, buckets, parallel }: Course): Promise<Through> {
  const client = new S3Client({
    region: 'eu-central-1',
    endpoint: url,
    credentials: CREDENTIALS,
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: parallel } },
  });
  return () =>
    loop(callsOf({ buckets }), parallel, async (index) => {
      const { Rules } = await client.send(
        new GetBucketLifecycleConfigurationCommand({ Bucket: nameOf(index % buckets) }),
      );
      if (Rules?.length !== 1) throw new Error('an answer without its rule');
    });
}
