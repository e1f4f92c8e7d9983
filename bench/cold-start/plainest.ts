import { GetBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

const region = 'eu-central-1';

/** The plainest function that reads the lifecycle of another account's bucket with the SDK's clients, and knows nothing of what is in it. */
export async function handler(): Promise<object> {
  const sts = new STSClient({ region });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/member', RoleSessionName: 'plainest' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const s3 = new S3Client({ region, credentials });
  const command = { Bucket: 'bucket-000000000', ExpectedBucketOwner: '111122223333' };
  const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand(command));
  if (Rules?.length !== 1) throw new Error('an answer without its rule');
  return { batchItemFailures: [] };
}
