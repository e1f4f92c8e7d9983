import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { TagResourceCommand } from '@aws-sdk/client-s3-control';
import type { Account } from './account';
import { makeBucket, makeDirectoryBucket } from './buckets';
import { type SeenEvent, watchEvents } from './event-watch';
import type { Question } from './question';

const WATCH = 'a queue and a rule on the default bus, in the Region and in us-east-1';

export const EVENT_QUESTIONS: readonly Question[] = [
  {
    uncertain: 'Names of the events of s3control TagResource',
    makes: ['a bucket', WATCH],
    async ask(account) {
      const bucket = `${account.prefix}-tagged`;
      const watch = await watchEvents(account, 'tagged', bucket);
      await makeBucket(account, 'tagged');
      await tagResource(account, `arn:aws:s3:::${bucket}`);
      const events = await watch.seen('TagResource');
      return { answered: told(events), holds: 'tags are read before each write, whatever an event is called' };
    },
  },
  {
    uncertain: 'Whether CreateBucket through the global endpoint surfaces in us-east-1',
    makes: ['a bucket', WATCH],
    async ask(account) {
      const watch = await watchEvents(account, 'global', `${account.prefix}-global`);
      await makeBucket(account, 'global', 'us-east-1');
      const events = await watch.seen('CreateBucket ');
      return { answered: told(events), holds: 'forwarded from every Region; LocationConstraint is believed' };
    },
  },
  {
    uncertain: 'Names of the lifecycle events of directory buckets',
    makes: ['a directory bucket', WATCH],
    async ask(account) {
      const { watch } = await directoryBucketWithRule(account, 'ruled');
      const events = await watch.seen('Lifecycle');
      return { answered: told(events), holds: 'the sweep is the guarantee' };
    },
  },
  {
    uncertain: 'Which events CloudTrail writes for the lifecycle and the tags of directory buckets',
    makes: ['a directory bucket', WATCH],
    async ask(account) {
      const { name, watch } = await directoryBucketWithRule(account, 'both');
      await tagResource(account, `arn:aws:s3express:${account.region}:${account.id}:bucket/${name}`);
      const events = await watch.seen('TagResource');
      return { answered: told(events), holds: 'the sweep is the guarantee' };
    },
  },
  {
    uncertain:
      'Whether CloudTrail records `x-amz-transition-default-minimum-object-size`, trims white space and turns texts into numbers in a lifecycle configuration',
    makes: ['a bucket with a lifecycle of one rule', WATCH],
    async ask(account) {
      const watch = await watchEvents(account, 'recorded', `${account.prefix}-recorded`);
      const Bucket = await makeBucket(account, 'recorded');
      const Rules = [{ ID: ' 007 ', Status: 'Enabled', Filter: { Prefix: '42' }, Expiration: { Days: 3650 } } as const];
      const size = { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' } as const;
      const put = { Bucket, LifecycleConfiguration: { Rules }, ...size };
      await account.clients().s3.send(new PutBucketLifecycleConfigurationCommand(put));
      const events = await watch.seen('PutBucketLifecycle');
      const written = events.find(({ text }) => text.startsWith('PutBucketLifecycle'));
      return {
        answered: written === undefined ? told(events) : JSON.stringify(written.requestParameters),
        holds: 'compare with the ID " 007 ", the prefix "42" and the header that were sent',
      };
    },
  },
];

async function directoryBucketWithRule(account: Account, base: string) {
  const { name } = await makeDirectoryBucket(account, base);
  const watch = await watchEvents(account, base, name);
  const rule = { ID: 'one', Status: 'Enabled', Filter: { Prefix: '' } } as const;
  const Rules = [{ ...rule, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }];
  const put = { Bucket: name, LifecycleConfiguration: { Rules } };
  await account.clients().s3.send(new PutBucketLifecycleConfigurationCommand(put));
  return { name, watch };
}

async function tagResource(account: Account, ResourceArn: string): Promise<void> {
  const Tags = [{ Key: 'seen', Value: 'true' }];
  await account.clients().s3control.send(new TagResourceCommand({ AccountId: account.id, ResourceArn, Tags }));
}

function told(events: readonly SeenEvent[]): string {
  return events.length === 0 ? 'no event came in time' : events.map(({ text }) => text).join('; ');
}
