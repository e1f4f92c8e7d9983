import type { Patch } from './world-bundle';

/** A fault that is planted in a copy of the product, to see that the simulation catches it. */
export interface PlantedFault {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Seeds within which it has to be caught. */
  readonly within: number;
  /** What is to happen in every world, where it shows sooner so: names of cells of faults, kinds of actions. */
  readonly aim: readonly string[];
}

const plant = (
  name: string,
  file: string,
  find: string,
  put: string,
  aim: readonly string[] = [],
  within = 100,
): PlantedFault => ({
  ...{ name, within, aim, patches: [{ file, find, put }] },
});

/** Each is a mistake that somebody could make. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  plant(
    'puts our rule alone, whatever is there',
    'core/plan.ts',
    "return { verdict: 'put', reason: decision.reason, configuration: { ...existing, xml } };",
    "return { verdict: 'put', reason: decision.reason, configuration: { ...existing, xml: ourConfigurationXml(wanted.days) } };",
  ),
  plant(
    'takes a read that failed for no configuration',
    'core/bucket-look.ts',
    "if (read.kind !== 'found' && read.kind !== 'none') return { kind: 'problem', result: this.problem(read) };",
    '',
    ['settle s3.readLifecycle error', 'settle s3.readLifecycle throttle'],
  ),
  plant(
    'drops the header of the default size',
    'core/plan.ts',
    "return { verdict: 'put', reason: decision.reason, configuration: { ...existing, xml } };",
    "return { verdict: 'put', reason: decision.reason, configuration: { xml } };",
  ),
  plant(
    'takes tags that cannot be read for none',
    'core/bucket-tags.ts',
    "if (read.kind !== 'denied') return { kind: 'unknown', result: look.problem(read) };",
    "if (read.kind !== 'denied') return { kind: 'known', tags: NO_TAGS };",
    ['settle s3.readTags error', 'settle s3.readTags throttle', 'settle s3.readTags expired'],
  ),
  plant(
    'takes an account whose profile cannot be read for one that takes part',
    'core/reconcile-account.ts',
    "if (read.kind === 'unknown') {",
    "if (read.kind === 'unknown') { const profile = { state: 'ACTIVE', tags: new Map<string, string>(), organizationalUnits: [] }; const all = accountTerms(account, profile, services.selection, services.excludedNames); const items = sights.map((sight) => ({ sight, terms: all.of(sight.place.bucket) })); return await throughSession(services, account, items, limit); } if (read.kind === ('unknown' as string)) {",
    ['settle profiles.profile error', 'settle profiles.profile throttle', 'tag-account', 'make-bucket', 'make-bucket'],
  ),
  plant(
    'does not read back what it wrote',
    'core/write-ahead.ts',
    "const state = shown ? shows(after) : 'not-seen';",
    "const state: WrittenState = 'seen';",
  ),
  plant(
    'writes for each message, though another one did',
    'core/decide.ts',
    "if (covering.some((rule) => rule.ours)) return { verdict: 'keep', reason: reason('covered-by-ours') };",
    "if (covering.some((rule) => rule.ours)) return { verdict: 'put', reason: reason('our-rule-changed'), edit: { replace: rules.findIndex((rule) => rule.ours) } };",
  ),
  plant(
    'leaves out the last page of buckets',
    'core/sweep/general-purpose-listing.ts',
    'const isOver = !(await this.#page(listing)) || isLate();',
    'const isLast = listing.next === null && this.#at.pageAfter !== null; const isOver = !(await this.#page(isLast ? { ...listing, buckets: [] } : listing)) || isLate();',
  ),
  plant(
    'believes the account that a record names',
    'core/events.ts',
    "return account === undefined ? impossible() : interpretBucketEvent(detail, account, event['region']);",
    "return account === undefined ? impossible() : interpretBucketEvent(detail, parseAccountId(detail['recipientAccountId']) ?? account, event['region']);",
    ['spoof', 'spoof', 'spoof', 'spoof'],
  ),
  plant(
    'writes at first sight',
    'core/settling.ts',
    "if (now - since >= settleMs) return { kind: 'settled' };",
    "return { kind: 'settled' };",
    ['put-twice', 'put-twice', 'put-twice'],
  ),
  plant(
    'settles without looking whether anything changed',
    'core/look-again.ts',
    'const unchanged = wrote === undefined && seen?.digest === state && !wasOtherwise(record, seen.since, state);',
    'const unchanged = wrote === undefined && seen !== undefined; void wasOtherwise; void record;',
    ['put-twice', 'put-twice', 'put-twice'],
  ),
  plant(
    'loses the message that goes on with an account',
    'core/sweep/account-visit.ts',
    'await accountQueue.send({ version: 1, run: this.#run.id, account: this.#account, step: step + 1 }, 0);',
    'void accountQueue;',
    ['make-bucket', 'make-bucket'],
  ),
  plant(
    'loses the message that goes on with the list of accounts',
    'core/sweep/accounts-listing.ts',
    "await sweepQueue.send({ version: 1, kind: 'list', run: this.#run.id, step: this.#step + 1 }, pause);",
    'void pause; void sweepQueue;',
    ['sweep accountQueue.send error', 'sweep accounts.saveProfile error'],
  ),
  plant(
    'puts the first image back, whatever came after it',
    'core/take-out.ts',
    "configuration: planned.kind === 'put' ? planned.configuration : undefined,",
    "configuration: images[0]?.configuration ?? (planned.kind === 'put' ? planned.configuration : undefined),",
  ),
  plant(
    'writes in the newer dialect, whatever is there',
    'core/lifecycle/xml.ts',
    "const rule = ourRuleXml(days, view.dialect ?? 'V2', root.prefix);",
    "const rule = ourRuleXml(days, 'V2', root.prefix); void view;",
  ),
  plant(
    'does not read the pause',
    'core/brake-check.ts',
    'if (pause !== undefined) {',
    'if (pause !== undefined && pause === null) {',
    ['pause', 'pause', 'pause'],
  ),
  plant(
    'writes without keeping the image',
    'core/write-ahead.ts',
    '...{ purpose, before, planned: textDigest(configuration), days, readAt },',
    '...{ purpose, before: undefined, planned: textDigest(configuration), days, readAt },',
  ),
  plant(
    'counts a removal each time it is seen',
    'core/contested.ts',
    'if (!(await look.ask(() => writes.markRemoved(look.place, last.id)))) return known;',
    'void writes;',
    [
      'settle writes.markRemoved lost-answer',
      'settle writes.markRemoved slow',
      'settle buckets.addRemoval crash-after',
    ],
  ),
  plant(
    'writes where somebody else is writing',
    'test/fakes/in-memory-write-log.ts',
    "if (known?.state === 'pending' && known.leaseUntil > now) return { kind: 'busy', until: known.leaseUntil }; if (known?.id !== last?.id) return { kind: 'busy', until: now };",
    'void last;',
    ['settle writes.claim slow', 'sweep-twice', 'sweep-twice', 'sweep-twice'],
  ),
  plant(
    'moves the cursor before the work is done',
    'core/sweep/candidates.ts',
    'const done = await batch.looking;',
    'const end = batch.candidates.at(-1); if (end !== undefined) this.#props.step.commit(batch.reached(end), {}); const done = await batch.looking;',
    ['survey settleQueue.sendAll error', 'survey settleQueue.sendAll crash-before', 'survey buckets.record error'],
  ),
  plant(
    'writes buckets of accounts that are closed',
    'core/selection.ts',
    "if (profile.state !== 'ACTIVE') {",
    "if (profile.state === 'nowhere') {",
    ['close-account', 'close-account'],
  ),
  plant(
    'undoes without holding the bucket',
    'core/take-out.ts',
    'await look.ask(() => look.services.buckets.hold(look.place, hold)); return undefined;',
    'void hold; return undefined;',
  ),
  plant(
    'does not hear of writes that it replaced',
    'core/suspect.ts',
    "return windows.find((window) => lossOf(window, markOf(write), marks).kind !== 'none');",
    "return windows.find((window) => lossOf(window, markOf(write), marks).kind === ('never' as string));",
    ['ambush', 'ambush', 'ambush'],
  ),
];
