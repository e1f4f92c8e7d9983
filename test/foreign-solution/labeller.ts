/** Code of the function that tags new buckets, as it stands inline in the template: CommonJS on the SDK of the runtime. */
export const LABELLER = `
const { STSClient, AssumeRoleCommand } = require('@aws-sdk/client-sts');
const { S3Client, PutBucketTaggingCommand } = require('@aws-sdk/client-s3');
const { ROLE_NAME, TAG_KEY, TAG_VALUE } = process.env;
const sts = new STSClient({});

async function label({ account, region, detail }) {
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::' + account + ':role/' + ROLE_NAME,
    RoleSessionName: 'labels',
  }));
  const credentials = {
    accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken,
  };
  const s3 = new S3Client({ region, credentials });
  await s3.send(new PutBucketTaggingCommand({
    Bucket: detail.requestParameters.bucketName,
    ExpectedBucketOwner: account,
    Tagging: { TagSet: [{ Key: TAG_KEY, Value: TAG_VALUE }] },
  }));
}

exports.handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      await label(JSON.parse(body));
      console.log('labelled', messageId);
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
`;
