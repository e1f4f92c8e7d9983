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
  'longer-rule-v1': {
    text: 'a rule for the whole bucket aborts later than wanted, and beside a rule of the older kind S3 allows no second one',
    remedy: 'shorten that rule',
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
  'stack-completed': { text: 'the stack with the forwarding rule was completed in this account', remedy: '' },
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
  'outside-targets': {
    text: 'the account is under none of the targets',
    remedy: 'add its OU to targets to include it',
  },
  'rule-taken-out': {
    text: 'the bucket became excluded, and our rule was taken out as the settings ask',
    remedy: '',
  },
  // people and other tools
  held: {
    text: 'our rule was taken out because somebody asked, and the bucket is left alone since',
    remedy: 'resume the bucket to include it again',
  },
  undone: { text: 'our rule was taken out', remedy: 'resume the bucket to include it again' },
  'nothing-to-undo': { text: 'there is no rule of ours in the configuration', remedy: '' },
  'undo-not-visible': {
    text: 'our rule was taken out, and S3 still shows it',
    remedy: 'look into CloudTrail who else writes the lifecycle of the bucket, then undo again',
  },
  contested: {
    text: 'somebody keeps removing our rule',
    remedy: 'put the rule into the code of whoever removes it (see the snippet), then resume the bucket',
  },
  'foreign-configuration': {
    text: 'the bucket has a lifecycle configuration of its own, and the settings ask to leave those alone',
    remedy: 'add the rule there, or set onForeignConfiguration to merge',
  },
  'managed-configuration': {
    text: 'a tool that manages infrastructure wrote the lifecycle configuration last, and the settings ask to leave those alone',
    remedy: 'add the rule in that tool, or set onManagedConfiguration to merge',
  },
  // the brake
  paused: { text: 'writing is paused', remedy: 'resume once it is safe to write again' },
  'pause-unreadable': {
    text: 'it cannot be read whether writing is paused, which counts as paused',
    remedy: 'see whether the function reaches the inventory',
  },
  'hour-full': {
    text: 'as many buckets were written in this hour as the settings allow',
    remedy: 'wait, or raise writesPerHour',
  },
  'run-full': {
    text: 'as many buckets were written in this sweep as the settings allow',
    remedy: 'the next sweep goes on; or raise writesPerSweep',
  },
  // the inventory
  'being-written': { text: 'another invocation is writing this bucket', remedy: '' },
  'image-not-kept': {
    text: 'the configuration could not be kept for an undo, so nothing was written',
    remedy: 'see whether the function reaches the inventory and the private bucket',
  },
  'inventory-unavailable': {
    text: 'the inventory could not answer, and nothing is written without it',
    remedy: 'see whether the function reaches the table, then redrive the message',
  },
  // the sweep
  'bucket-missing': { text: 'the bucket is in no listing any more', remedy: '' },
  'region-unusable': {
    text: 'the bucket is in a Region that cannot be reached',
    remedy: 'turn the Region on, or exclude the bucket by its name',
  },
  'listing-failed': {
    text: 'the buckets of the account could not be listed',
    remedy: 'let the member role do s3:ListAllMyBuckets, then sweep the account',
  },
  'accounts-not-listed': {
    text: 'the accounts could not be listed',
    remedy: 'let the hub read Organizations (delegated administrator), then sweep again',
  },
  'token-refused': {
    text: 'S3 refused to go on with the listing, twice',
    remedy: 'sweep the account again',
  },
  surveyed: { text: 'every bucket of the account was seen', remedy: '' },
  'directory-bucket-policy': {
    text: 'the rule is in place, but the policy of this directory bucket does not let S3 act on it',
    remedy: 'add the statement to the policy of the bucket',
  },
  // the fleet
  'stack-instance-failed': {
    text: 'a stack instance of this account could not be deployed',
    remedy: 'mend the cause, then deploy the stack set again',
  },
  'region-off': {
    text: 'the Region is off in this account, so that no event is forwarded from it',
    remedy: 'turn the Region on, or take it out of regions',
  },
  'forwarder-gap': {
    text: 'a bucket was made and no event of it arrived',
    remedy: 'see whether a trail logs management events there, and whether the forwarding rule is in place',
  },
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
    remedy:
      'compare with the configuration before and with theirs, both in the inventory, and tell whoever owns the other rules',
  },
  'lost-update-suspected': {
    text: 'somebody seems to have changed other rules between our read and our write, which is looked into',
    remedy: '',
  },
  'lost-update-repaired': {
    text: 'rules of somebody else that our write had replaced were put back, and S3 shows them',
    remedy: '',
  },
  'changed-meanwhile': {
    text: 'somebody changed the configuration since it was read, so nothing was written',
    remedy: '',
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
  // the report
  'report-too-long': {
    text: 'the report could not be written within the time of one invocation, and the one before stays',
    remedy:
      'make it with partsweep report --now, which has all the time that it needs, and tell us how many buckets there are',
  },
  'report-not-written': {
    text: 'the report could not be written, and the one before stays',
    remedy: 'mend what the text names, then redrive the message',
  },
  'unexpected-error': { text: 'something is broken', remedy: 'see the log of the function, then redrive the message' },
} as const satisfies Readonly<Record<string, { readonly text: string; readonly remedy: string }>>;

export type ReasonCode = keyof typeof REASONS;

/** Why something was done or not. `text` is one sentence for people, with details where there are any. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
  /** Code to be copied where a person can mend it that way; absent otherwise. */
  readonly snippet?: string;
}

export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REASONS, text);
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
