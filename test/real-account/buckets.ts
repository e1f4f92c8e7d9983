import {
  AbortMultipartUploadCommand,
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  ListMultipartUploadsCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { type Account, type Clients, tagList } from './account';
import { NotVerifiable } from './question';

/** An empty bucket of the account's Region. `through`: the Region whose endpoint is asked. @default its own */
export async function makeBucket(account: Account, base: string, through = account.region): Promise<string> {
  const name = `${account.prefix}-${base}`;
  const { s3 } = account.clients(through);
  const own = account.clients().s3;
  const place = { LocationConstraint: account.region as BucketLocationConstraint };
  const CreateBucketConfiguration = account.region === 'us-east-1' ? undefined : place;
  await account.created.make(
    `bucket ${name}`,
    () => s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration })),
    () => removeBucket(own, name),
  );
  await own.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: tagList(account) } }));
  return name;
}

/** A directory bucket in the zone that was named, and how it is asked for again. */
export async function makeDirectoryBucket(account: Account, base: string) {
  if (account.zone === undefined) throw new NotVerifiable('needs --zone, the ID of a zone with S3 Express One Zone');
  const name = `${account.prefix}-${base}--${account.zone}--x-s3`;
  const { s3 } = account.clients();
  const command = new CreateBucketCommand({
    Bucket: name,
    CreateBucketConfiguration: {
      Location: { Type: 'AvailabilityZone', Name: account.zone },
      Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' },
    },
  });
  const create = () => s3.send(command);
  await account.created.make(`directory bucket ${name}`, create, () =>
    s3.send(new DeleteBucketCommand({ Bucket: name })),
  );
  return { name, create };
}

async function removeBucket(s3: Clients['s3'], Bucket: string): Promise<void> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
