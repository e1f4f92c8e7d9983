/**
 * After what a call is made that is seldom made otherwise, by a part of its name, first match: kinds of actions, and cells of other faults.
 */
const PROVOKE: readonly (readonly [string, readonly string[]])[] = [
  ['settle s3.readTags', ['tag-and-drop', 'tag-and-drop', 'tag-and-drop', 'tag-and-drop']],
  ['settle s3.readLifecycle', ['make-bucket', 'make-bucket', 'make-bucket']],
  ['survey survey.readLifecycle stale', ['put-and-sweep', 'put-and-sweep']],
  ['sweep accounts.mayHint', ['get-role', 'get-role']],
  ['settle brake.pause', ['ambush-all', 'ambush-all', 'ambush-all']],
  ['settle brake.countFailure', ['ambush-all', 'ambush-all']],
  ['settle brake.', ['drop-all']],
  ['settle writes.lost', ['ambush-all', 'ambush-all']],
  ['settle writes.keepLost', ['ambush-all', 'ambush-all']],
  ['deleteLifecycle', ['undo-all', 'undo-all']],
  ['sweep brake.', ['pause', 'resume', 'pause', 'resume']],
  ['sweep buckets.release', ['release', 'release']],
  ['sweep settleQueue.send', ['undo', 'release']],
  ['runs.latest', ['ask-progress', 'ask-progress']],
  ['buckets.hold', ['undo', 'undo-all']],
  ['writes.images', ['undo', 'undo-all']],
  ['markRemoved', ['drift', 'drop-all', 'drop-all']],
  ['addRemoval', ['drift', 'drop-all', 'drop-all']],
  ['settle deadLetters.send', ['old-message', 'old-message', 'ambush-all']],
  ['sweep deadLetters.send', ['stranger-message', 'stranger-message']],
  ['survey deadLetters.send', ['stranger-message', 'lose-role', 'stranger-message']],
  ['survey sweepQueue.send', ['lose-role', 'sweep', 'redrive', 'redrive']],
  ['survey survey.readLifecycleGrant', ['make-directory', 'make-directory', 'sweep']],
  ['readLifecycleGrant', ['make-directory', 'make-directory']],
  ['endLife', ['delete-bucket', 'remake-bucket', 'delete-bucket']],
  ['noteChange', ['put-lifecycle', 'put-lifecycle', 'put-lifecycle']],
  ['saveStanding', ['tag-account', 'sweep']],
  ['survey accounts.saveProblem', ['forwarder-trouble', 'forwarder-trouble']],
  ['survey accounts.clearProblem', ['forwarder-trouble', 'forwarder-trouble']],
  ['saveProblem', ['role-trouble']],
  ['clearProblem', ['role-trouble', 'role-trouble']],
  ['survey survey.readTags', ['tag-and-drop', 'sweep']],
  ['taggedBuckets', ['drop-all', 'sweep']],
  ['survey buckets.bucket', ['make-bucket', 'drop-all', 'sweep', 'sweep']],
  ['sweep runs.release', ['sweep', 'sweep roster.page error', 'sweep roster.page throttle']],
  ['runs.release', ['sweep', 'policy', 'lose-role']],
  ['postpone', ['sweep', 'lose-role', 'policy']],
];

/** What leads to a call in which something is to go wrong; nothing where any sweep makes it. */
export function provoking(cell: string): readonly string[] {
  return PROVOKE.find(([part]) => cell.includes(part))?.[1] ?? [];
}
