import { setTimeout as sleepFor } from 'node:timers/promises';
import {
  GetBucketLifecycleConfigurationCommand,
  ListBucketsCommand,
  ListDirectoryBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { makeBucket, makeDirectoryBucket } from './buckets';
import { NotVerifiable, type Question, refusalOf, wordsOf } from './question';

const TOKEN = 'not-a-token';

export const BUCKET_QUESTIONS: readonly Question[] = [
  {
    uncertain: 'Whether two V1 rules with the very same prefix are refused',
    makes: ['a bucket with a lifecycle of two rules'],
    async ask(account) {
      const Bucket = await makeBucket(account, 'same-prefix');
      const rule = { Prefix: '', Status: 'Enabled' } as const;
      const Rules = [
        { ...rule, ID: 'one', Expiration: { Days: 3650 } },
        { ...rule, ID: 'two', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ];
      const put = new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } });
      const answered = await refusalOf(() => account.clients().s3.send(put), 'taken');
      const holds = answered === 'taken' ? 'such rules are written' : "such a bucket is `refused`, in S3's words";
      return { answered, holds };
    },
  },
  {
    uncertain: 'How long NoSuchBucket may follow a CreateBucket',
    makes: ['a bucket'],
    async ask(account) {
      const Bucket = await makeBucket(account, 'newborn');
      const begun = Date.now();
      let late = 0;
      let looks = 0;
      for (; looks < 60 && !account.signal.aborted; looks += 1) {
        const get = new GetBucketLifecycleConfigurationCommand({ Bucket });
        const words = await refusalOf(() => account.clients().s3.send(get), 'found');
        if (words.startsWith('NoSuchBucket')) late = Date.now() - begun;
        else if (looks >= 10) break;
        await sleepFor(words.startsWith('NoSuchBucket') ? 1000 : 50);
      }
      return {
        answered: late === 0 ? `never, in ${looks + 1} looks` : `for ${late} ms after the answer of CreateBucket`,
        holds: 'NoSuchBucket is tried again until the settling time has passed',
      };
    },
  },
  {
    uncertain: 'The error code of a bucket with MFA delete',
    makes: [],
    async ask() {
      throw new NotVerifiable("only the account's root user, with its MFA device, can turn MFA delete on");
    },
  },
  {
    uncertain: 'The code with which S3 refuses a continuation token',
    makes: [],
    async ask(account) {
      const { s3 } = account.clients();
      const general = new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken: TOKEN });
      const directory = new ListDirectoryBucketsCommand({ ContinuationToken: TOKEN });
      const answers = [
        await refusalOf(() => s3.send(general), 'taken'),
        await refusalOf(() => s3.send(directory), 'taken'),
      ];
      const known = answers.every((answer) => /^Invalid(Argument|Request)/.test(answer));
      return {
        answered: answers.join('; for directory buckets '),
        holds: known ? 'such a listing starts over, once' : 'another code has to be read as a token that is refused',
      };
    },
  },
  {
    uncertain: 'Whether CreateBucket of a directory bucket that one owns answers 409',
    makes: ['a directory bucket'],
    async ask(account) {
      const { create } = await makeDirectoryBucket(account, 'twice');
      const answered = await create().then(() => 'taken', wordsOf);
      return {
        answered,
        holds: answered.includes('(409)')
          ? 'such an event is of a call that failed'
          : 'such an event begins a new life',
      };
    },
  },
];
