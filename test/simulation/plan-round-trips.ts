import { RULE_ID } from '../../core/contract/names';
import type { Wanted } from '../../core/decide';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { plan } from '../../core/plan';
import { planUndo } from '../../core/undo';
import { s3Refusal } from '../core/lifecycle/s3-validator';
import { type DrawnLifecycle, drawLifecycle, ourRule, plainly } from './drawn-lifecycle';
import type { Random } from './random';

type Counts = Readonly<Record<string, number>>;

/** What configurations came to, by reason or by S3's error code. */
export interface RoundTrips {
  readonly configurations: number;
  /** Configurations that S3 would hold of nobody, by its error code and by what is planned all the same. */
  readonly unheld: Counts;
  /** Of those that S3 holds: nothing to do, not to be done, and done. */
  readonly kept: Counts;
  readonly refused: Counts;
  readonly put: Counts;
  /** Rules of ours that S3 refuses beside the others: none was planned. */
  readonly blind: Counts;
  /** What an undo of those that were put comes to: the same text again, nothing for there was nothing, or all but a rule of ours that was there before. */
  readonly undone: Counts;
}

export const NO_TRIPS: RoundTrips = {
  ...{ configurations: 0, unheld: {}, kept: {}, refused: {}, put: {}, blind: {}, undone: {} },
};

const MADE_UP = 'all_storage_classes_128K';
const COUNTED = ['unheld', 'kept', 'refused', 'put', 'blind', 'undone'] as const;
/** Configurations that one seed draws. */
export const SLICE = 1_000;

/** Refusals that say that S3 would refuse: it has to. */
const SAYS_S3 = ['v1-abort-overlap', 'longer-rule-v1', 'too-many-rules', 'rule-id-taken'];

export function addTrips(one: RoundTrips, other: RoundTrips): RoundTrips {
  const configurations = one.configurations + other.configurations;
  const counts = COUNTED.map((name) => {
    const sum: Record<string, number> = { ...one[name] };
    for (const [key, count] of Object.entries(other[name])) sum[key] = (sum[key] ?? 0) + count;
    return [name, sum] as const;
  });
  return { ...NO_TRIPS, configurations, ...Object.fromEntries(counts) };
}

/**
 * Draws `count` configurations, puts our rule in where the plan says so, and takes it out again. Throws at the first one that S3 would
 * refuse, whose foreign rules change, that does not come back as it was, or that is refused in S3's name without S3.
 */
export function planRoundTrips(random: Random, count: number): RoundTrips {
  const counts: Record<Exclude<keyof RoundTrips, 'configurations'>, Record<string, number>> = {
    ...{ unheld: {}, kept: {}, refused: {}, put: {}, blind: {}, undone: {} },
  };
  const add = (name: keyof typeof counts, key: string) => {
    counts[name][key] = (counts[name][key] ?? 0) + 1;
  };
  for (let done = 0; done < count; done += 1) {
    const drawn = drawLifecycle(random);
    const before = drawn.configuration;
    const wanted: Wanted = { days: random.whole(1, 40), onLongerRule: random.pick(['add', 'add', 'accept', 'report']) };
    const planned = plan(before, wanted);
    const unheld = before === undefined ? undefined : s3Refusal(before.xml);
    if (unheld !== undefined) {
      // whatever is planned, nothing may be lost in it
      if (planned.verdict === 'put') keepsForeign(drawn, planned.configuration);
      add('unheld', `${codeOf(unheld)}, ${planned.verdict}`);
      continue;
    }
    const { code } = planned.reason;
    if (planned.verdict === 'keep') add('kept', code);
    if (planned.verdict === 'refuse') {
      add('refused', code);
      if (SAYS_S3.includes(code)) {
        const refusal = s3Refusal(drawn.blind(wanted.days));
        if (refusal === undefined) fail(`S3 would take what is refused for ${code}`, before, before);
        else add('blind', codeOf(refusal));
      }
    }
    if (planned.verdict === 'put') {
      add('put', code);
      add('undone', roundTrip(drawn, planned.configuration, wanted));
    }
  }
  return { configurations: count, ...counts };
}

/** What S3 shows after our write, and what an undo of it comes to. */
function roundTrip(drawn: DrawnLifecycle, put: LifecycleConfiguration, wanted: Wanted): 'exact' | 'deleted' | 'cut' {
  const { configuration: before, hasOurId } = drawn;
  const after: LifecycleConfiguration = {
    xml: put.xml,
    transitionDefaultMinimumObjectSize: put.transitionDefaultMinimumObjectSize ?? MADE_UP,
  };
  const refusal = s3Refusal(after.xml);
  if (refusal !== undefined) fail(`S3 refuses it: ${refusal}`, before, after);
  keepsForeign(drawn, after);
  hasOurRule(after, wanted.days, before);
  const again = plan(after, wanted);
  if (again.verdict !== 'keep') fail(`it would be written again: ${again.verdict}`, before, after);
  const undone = planUndo(after, [{ configuration: before }]);
  if (undone.kind === 'delete') {
    if (drawn.foreign.length > 0) fail('it would be deleted', before, after);
    return 'deleted';
  }
  if (undone.kind !== 'put') return fail(`an undo comes to ${undone.kind}`, before, after);
  keepsForeign(drawn, undone.configuration);
  if (undone.configuration.xml.includes(RULE_ID)) fail('an undo leaves our rule', before, after);
  if (hasOurId) return 'cut';
  const header = before?.transitionDefaultMinimumObjectSize;
  const isSame = undone.configuration.xml === before?.xml && undone.exact;
  const isSameHeader = (undone.configuration.transitionDefaultMinimumObjectSize ?? MADE_UP) === (header ?? MADE_UP);
  if (!isSame || !isSameHeader) fail('it does not come back', before, after);
  return 'exact';
}

/** Texts of foreign rules and the header are all there, in order: read without a line of the code under test. */
function keepsForeign({ foreign, configuration: before }: DrawnLifecycle, after: LifecycleConfiguration): void {
  let from = 0;
  for (const text of foreign) {
    // what is spoiled has no such text even before
    const at = after.xml.indexOf(text, from);
    if (at < 0 && before?.xml.includes(text) === true) fail('a foreign rule is gone or moved', before, after);
    if (at >= 0) from = at + text.length;
  }
  const header = before?.transitionDefaultMinimumObjectSize;
  if (header !== undefined && after.transitionDefaultMinimumObjectSize !== header) fail('the header', before, after);
}

function hasOurRule({ xml }: LifecycleConfiguration, days: number, before: LifecycleConfiguration | undefined): void {
  const plain = xml.replaceAll('<s3:', '<').replaceAll('</s3:', '</');
  const texts = (['V1', 'V2'] as const).map((dialect) => ourRule(plainly, dialect, days));
  const isThere = texts.some((text) => plain.includes(text)) && xml.split(RULE_ID).length === 2;
  if (!isThere) fail('our rule is not there, once, as it ought to be', before, { xml });
}

function codeOf(refusal: string): string {
  return refusal.split(':')[0] ?? refusal;
}

function fail(
  why: string,
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
): never {
  throw new Error(`${why}\nbefore: ${JSON.stringify(before)}\nafter: ${JSON.stringify(after)}`);
}
