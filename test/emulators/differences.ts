/** Where an AWS that others wrote does not do what a contract says, and on which side AWS is. */
export interface Difference {
  /** What the contract says. */
  readonly contract: string;
  /** What is done there. */
  readonly there: string;
  /** Whether AWS does what the contract says; `unknown` where nobody looked. */
  readonly aws: 'as the contract' | 'as there' | 'unknown';
  readonly source: string;
  /** Full names of the tests that fail there, and a piece of the message with which each does. */
  readonly tests: readonly { readonly name: string; readonly shows: string }[];
}

const failing = (shows: string, ...names: readonly string[]) => names.map((name) => ({ name, shows }));

const STORE = 'S3BucketStore on moto as a BucketStore';
const SURVEY = 'S3AccountSurvey on moto as an AccountSurvey';
const WRITTEN = '"kind": "written"';

/** moto, in the version of requirements.txt. */
export const MOTO_DIFFERENCES: readonly Difference[] = [
  {
    contract: 'the transition size that a lifecycle is put with is kept',
    there: 'always `all_storage_classes_128K`',
    aws: 'as the contract',
    source: 'recorded from S3, February 2026',
    tests: failing(
      '"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"',
      `${STORE} a size header that is sent is kept, and one that is not is reset`,
    ),
  },
  {
    contract: 'a lifecycle that mixes `Prefix` and `Filter` is refused',
    there: 'taken',
    aws: 'as the contract',
    source: 'recorded from S3 (InvalidRequest)',
    tests: failing(WRITTEN, `${STORE} refuses to write both dialects, and keeps what there is`),
  },
  {
    contract: 'rules of Lifecycle V1 whose prefixes overlap are refused',
    there: 'taken',
    aws: 'as the contract',
    source: 'recorded from S3 (InvalidRequest)',
    tests: failing(WRITTEN, `${STORE} refuses to write overlapping prefixes in V1, and keeps what there is`),
  },
  {
    contract: 'an abort after no days is refused',
    there: 'taken',
    aws: 'as the contract',
    source: 'AbortIncompleteMultipartUpload, S3 API Reference: a positive integer',
    tests: failing(WRITTEN, `${STORE} refuses to write no days, and keeps what there is`),
  },
  {
    contract: 'an ID that two rules have is refused',
    there: 'taken',
    aws: 'as the contract',
    source: 'LifecycleRule, S3 API Reference: unique',
    tests: failing(WRITTEN, `${STORE} refuses to write one ID twice, and keeps what there is`),
  },
  {
    contract: 'an abort of uploads by tag is refused',
    there: 'taken',
    aws: 'as the contract',
    source: 'recorded from S3 (InvalidRequest)',
    tests: failing(WRITTEN, `${STORE} refuses to write an abort by tag, and keeps what there is`),
  },
  {
    contract: 'a bucket of another Region is redirected to it',
    there: 'answered by every Region',
    aws: 'as the contract',
    source: '"Making requests", S3 User Guide: PermanentRedirect, AuthorizationHeaderMalformed',
    tests: failing('"kind": "none"', `${STORE} fails with the Region of a bucket that is elsewhere`),
  },
  {
    contract: 'session policies narrow what a session may do',
    there: 'policies are not evaluated',
    aws: 'as the contract',
    source: '"Session policies", IAM User Guide',
    tests: [
      ...failing('"kind": "none"', `${STORE} fails as denied for a bucket that the session does not name`),
      ...failing(
        WRITTEN,
        'StsAccountAccess on moto as an AccountAccess a session for an audit reads, and is denied every write',
      ),
    ],
  },
  {
    contract: 'a bucket that is not of the expected owner is denied',
    there: '`ExpectedBucketOwner` is not looked at, and every account reads every bucket',
    aws: 'as the contract',
    source: '"Verifying bucket ownership with bucket owner condition", S3 User Guide',
    tests: failing('"kind": "none"', `${STORE} fails as denied for a bucket of another account`),
  },
  {
    contract: 'a role that is not there, or does not trust the caller, is not assumed',
    there: 'every role of every account is assumed',
    aws: 'as the contract',
    source: 'AssumeRole, STS API Reference: AccessDenied',
    tests: failing(
      '"kind": "open"',
      'StsAccountAccess on moto as an AccountAccess fails as not assumable in an account without the role',
      'StsSurveyAccess on moto as a SurveyAccess fails as not assumable in an account without the role',
    ),
  },
  {
    contract: 'directory buckets are made at their control endpoint, and listed apart',
    there: 'not known: CreateBucket answers NoSuchBucket',
    aws: 'as the contract',
    source: 'CreateBucket and ListDirectoryBuckets, S3 API Reference',
    tests: failing(
      'NoSuchBucket',
      `${STORE} a directory bucket keeps a rule, without a header, and its grant is read: true`,
      `${STORE} a directory bucket keeps a rule, without a header, and its grant is read: false`,
      `${SURVEY} directory buckets are listed in their own Region, and not among the others`,
      `${SURVEY} a directory bucket can be read, its grant included: true`,
      `${SURVEY} a directory bucket can be read, its grant included: false`,
    ),
  },
  {
    contract: 'an answer of ListDirectoryBuckets says that it is one',
    there: 'the listing of all buckets',
    aws: 'as the contract',
    source: 'ListDirectoryBuckets, S3 API Reference: ListAllMyDirectoryBucketsResult',
    tests: failing(
      'not ListAllMyDirectoryBucketsResult',
      `${SURVEY} an account without directory buckets has one empty page of them`,
    ),
  },
  {
    contract: 'a page of buckets that is not the last has a token for the next one',
    there: 'the first page is all that can be had',
    aws: 'as the contract',
    source: 'ListBuckets, S3 API Reference: ContinuationToken',
    tests: failing(
      'toEqual(expected)',
      `${SURVEY} every bucket is listed once, page by page, in the order of the names, with its Region`,
    ),
  },
  {
    contract: 'a token that no listing gave is refused',
    there: 'not looked at',
    aws: 'as the contract',
    source: 'ListBuckets, S3 API Reference; with which code is to be seen in a real account',
    tests: failing('"kind": "page"', `${SURVEY} refuses a token that no listing gave`),
  },
  {
    contract: '`tag:GetResources` finds the resources of its own Region',
    there: 'buckets of every Region',
    aws: 'as the contract',
    source: 'GetResources, Resource Groups Tagging API Reference: "in the specified AWS Region"',
    tests: failing('-far"', `${SURVEY} buckets with a tag of that key are found in their Region, whatever its value`),
  },
  {
    contract: 'a message is delayed by whole seconds from 0 to 900, and otherwise not taken',
    there: 'less than 0 and fractions are taken',
    aws: 'as the contract',
    source: 'SendMessage, SQS API Reference: "Valid values: 0 to 900"; an integer',
    tests: failing(
      'resolved instead of rejected',
      'SqsSettleQueue on moto as a SettleQueue refuses a delay of -1 seconds',
      'SqsSettleQueue on moto as a SettleQueue refuses a delay of 1.5 seconds',
    ),
  },
];
