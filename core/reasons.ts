/**
 * Every reason that partsweep ever gives, in one place: what the code means in one sentence, and what a person can do
 * about it (`remedy` is empty where nothing needs doing). Codes are a contract: they never change their meaning.
 */
const REASONS = {
  // plan: keep
  'covered-by-ours': { text: 'our rule is in place', remedy: '' },
  'covered-by-other': {
    text: 'another enabled rule for the whole bucket already aborts incomplete uploads in time',
    remedy: '',
  },
  'longer-rule-accepted': {
    text: 'a rule for the whole bucket aborts later than wanted, and the settings accept that',
    remedy: 'set onLongerRule to add to have the shorter one as well',
  },
  // plan: put
  'rule-missing': { text: 'no rule for the whole bucket aborts incomplete uploads', remedy: '' },
  'longer-rule-shortened': {
    text: 'a rule for the whole bucket aborts later than wanted, and ours is needed beside it',
    remedy: '',
  },
  'our-rule-changed': { text: 'our rule is disabled, aborts too late or is narrowed to a prefix', remedy: '' },
  // plan: refuse
  'unreadable-configuration': {
    text: 'this is not a lifecycle configuration that can be read',
    remedy: 'give the output of aws s3api get-bucket-lifecycle-configuration, or the XML that S3 sent',
  },
  'ambiguous-configuration': {
    text: 'the lifecycle configuration repeats or contradicts itself',
    remedy: 'put a configuration that is clear, and it is looked at again',
  },
  'rule-id-taken': {
    text: 'a rule with our ID does something else',
    remedy: 'give that rule another ID',
  },
  'rule-id-repeated': {
    text: 'more than one rule has our ID',
    remedy: 'remove all but one of them',
  },
  'too-many-rules': {
    text: 'the bucket has as many rules as S3 allows, 1,000',
    remedy: 'merge or remove a rule, or let one for the whole bucket abort incomplete uploads',
  },
  'v1-abort-overlap': {
    text: 'the rules are of the older kind with a Prefix of their own, where S3 refuses a second rule that aborts uploads',
    remedy: 'turn the rules into ones with a Filter, or let one for the whole bucket abort incomplete uploads in time',
  },
  'longer-rule-reported': {
    text: 'a rule for the whole bucket aborts later than wanted, and the settings ask to report that',
    remedy: 'shorten that rule, or set onLongerRule to add or accept',
  },
  // events
  'bucket-event': { text: 'the event says that the bucket or its lifecycle changed', remedy: '' },
  'organization-event': { text: 'the event says that an account joined, moved or was tagged', remedy: '' },
  'not-an-event': {
    text: 'this is neither an EventBridge event nor a CloudTrail record',
    remedy: 'pass the whole event as EventBridge delivers it, or one CloudTrail record',
  },
  'other-source': { text: 'the event does not come from a service whose events count', remedy: '' },
  'other-event': { text: 'nothing in this event can make a bucket need the rule', remedy: '' },
  'failed-call': { text: 'the call failed, so nothing changed', remedy: '' },
  'bucket-deleted': { text: 'the bucket was deleted', remedy: '' },
  'impossible-account': { text: 'the event names no possible account', remedy: '' },
  'impossible-region': { text: 'the event names no possible Region', remedy: '' },
  'impossible-bucket-name': { text: 'the event names no possible bucket', remedy: '' },
  'other-recipient': {
    text: 'the record was written for another account than the one that sent the event',
    remedy: '',
  },
  'bucket-of-another-account': {
    text: 'the call was made on a bucket of another account, which sends an event of its own',
    remedy: '',
  },
  // messages
  'not-our-message': {
    text: 'the message is neither an event nor one of ours',
    remedy: 'find out who sends to the settle queue, then delete the message',
  },
  // selection
  'excluded-by-bucket-tag': { text: 'a tag on the bucket excludes it', remedy: 'remove the tag to include it' },
  'excluded-by-account-tag': { text: 'a tag on the account excludes it', remedy: 'remove the tag to include it' },
  'excluded-by-ou-tag': {
    text: 'a tag on an OU above the account excludes it',
    remedy: 'remove the tag, or tag the account partsweep:exclude=false',
  },
  'excluded-by-name': {
    text: 'the settings exclude buckets of this name',
    remedy: 'take the pattern out of excludedBucketNames to include it',
  },
  'account-not-active': { text: 'the account is not active', remedy: '' },
  // engine: settling, writing
  settling: {
    text: 'the bucket is left alone until its configuration has not changed for the settling time',
    remedy: '',
  },
  'never-settled': {
    text: 'the configuration kept changing for 24 hours',
    remedy: 'find out who keeps changing it; the next event or sweep starts anew',
  },
  applied: { text: 'our rule was written, and S3 shows it', remedy: '' },
  'would-apply': { text: 'our rule would be written', remedy: 'set mode to apply' },
  'directory-bucket': {
    text: 'directory buckets are not handled by this version',
    remedy: 'write the rule by hand',
  },
  'bucket-gone': { text: 'the bucket does not exist', remedy: '' },
  'access-denied': {
    text: 'S3 denied access',
    remedy: 'the policy of the kind that is named, if any, must let the member role do it; else exclude the bucket',
  },
  'tags-denied': {
    text: 'S3 denied reading the tags, so that it cannot be known whether the bucket is excluded',
    remedy: 'let the member role do s3:GetBucketTagging',
  },
  'refused-by-s3': { text: 'S3 refused', remedy: '' },
  'read-back-pending': { text: 'our rule was written, and S3 does not show it yet', remedy: '' },
  'write-not-visible': {
    text: 'our rule was written, and S3 never showed it',
    remedy: 'look into CloudTrail who else writes the lifecycle of the bucket, then redrive the message',
  },
  'lost-update': {
    text: 'somebody changed other rules between our read and our write, or just after it',
    remedy: 'compare with the configuration before, and tell whoever owns the other rules',
  },
  // engine: tried again
  'bucket-not-there-yet': { text: 'S3 does not know the bucket yet', remedy: '' },
  'region-unknown': { text: 'S3 says that the bucket is in another Region, and not in which', remedy: '' },
  's3-unavailable': { text: 'S3 could not answer', remedy: 'redrive the message' },
  'role-not-assumable': {
    text: 'the role in the account cannot be assumed',
    remedy: 'see whether the role stack set reached the account, then redrive the message',
  },
  'sts-unavailable': { text: 'no session in the account could be had', remedy: 'redrive the message' },
  'profile-unreadable': {
    text: 'the state and tags of the account cannot be read, so that it cannot be known whether it is excluded',
    remedy: 'let the hub read Organizations (delegated administrator), then redrive the message',
  },
  'unexpected-error': { text: 'something is broken', remedy: 'see the log of the function, then redrive the message' },
} as const satisfies Readonly<Record<string, { readonly text: string; readonly remedy: string }>>;

export type ReasonCode = keyof typeof REASONS;

/** Why something was done or not. `text` is one sentence for people, with details where there are any. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

/** The reason for `code`; `detail` (S3's own words, a tag, a pattern) follows the sentence after a colon. */
export function reason(code: ReasonCode, detail?: string): Reason {
  const { text } = REASONS[code];
  return { code, text: detail === undefined ? text : `${text}: ${detail}` };
}

/** What to do about it; empty where nothing needs doing. */
export function remedy(code: ReasonCode): string {
  return REASONS[code].remedy;
}
