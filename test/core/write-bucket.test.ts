import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { meaningOf } from '../../core/lifecycle/meaning';
import { ourRuleXml } from '../../core/lifecycle/our-rule';
import type { ReasonCode } from '../../core/reasons';
import { secondLook } from '../../core/write-bucket';
import type { IntendedWrite, WriteEnd } from '../../core/write-log';
import { textDigest } from '../../core/written-state';
import { lookWorld } from './look-world';
import { CHANGED, COVERED, configuration, PLACE, rule } from './reconcile-world';

const KEEP = rule('keep', '<Expiration><Days>30</Days></Expiration>');
const BEFORE = configuration(KEEP);
const WITH_OURS = configuration(KEEP, ourRuleXml(7, 'V2', ''));
/** The same in S3's own way. */
const REWRITTEN = configuration(ourRuleXml(7, 'V2', ''), KEEP);
const ODD = { xml: '<LifecycleConfiguration><Rule>odd</Rule></LifecycleConfiguration>' };

const meaning = meaningOf(BEFORE);
if (meaning === undefined) throw new Error('it cannot be read');
const BASIS = { readFrom: 0, readTo: 0, staleMs: 0, meaning };

interface Kept extends Partial<IntendedWrite> {
  readonly state?: WriteEnd;
}

/** Looks again for a write of `planned`, of which the log says `kept`; null where the log has none. */
async function lookedAgain(existing: LifecycleConfiguration, kept: Kept | null, planned = WITH_OURS, before = 'b') {
  const { look, services, inventory } = lookWorld();
  const { writes } = services;
  if (kept !== null) {
    const { state = 'unknown', ...changes } = kept;
    const write = { purpose: 'rule', before: BEFORE, planned: textDigest(planned), days: 7, readAt: 0 } as const;
    const claim = await writes.claim(PLACE, { ...write, ...changes }, undefined);
    if (claim.kind === 'claimed') await writes.end(PLACE, claim.id, state);
  }
  const items = inventory.writes.itemWrites();
  const wrote = { before: { rules: 1, digest: before }, digest: textDigest(planned), tries: 0 };
  const result = await secondLook(look, existing, wrote, 7);
  const ended = inventory.writes.itemWrites()['write'] !== items['write'];
  return { result, ended, before: look.before, state: (await writes.last(PLACE))?.state };
}

describe('a write that is seen at the second look', () => {
  test.each<[string, Kept | null, ReasonCode, boolean]>([
    ['is applied, and ended as written', {}, 'applied', true],
    ['puts back what was lost, and is ended as written', { purpose: 'repair' }, 'lost-update-repaired', true],
    ['is not ended again', { state: 'written' }, 'applied', false],
    ['is not ended again where it put back', { purpose: 'repair', state: 'written' }, 'lost-update-repaired', false],
    ['is applied although nothing is known of it any more', null, 'applied', false],
    ['is applied although another came since', { purpose: 'repair', planned: 'other' }, 'applied', false],
    [
      'is applied although an undo wrote the same since, which is not ended for it',
      { purpose: 'undo' },
      'applied',
      false,
    ],
  ])('%s', async (_, kept, code, ends) => {
    const { result, ended, before, state } = await lookedAgain(WITH_OURS, kept);
    expect(result).toMatchObject({ kind: 'outcome', outcome: { verdict: 'applied', reason: { code } } });
    expect(before).toEqual({ rules: 1, digest: 'b' });
    expect(ended).toBe(ends);
    if (ends) expect(state).toBe('written');
  });

  test.each<[string, LifecycleConfiguration, Kept, LifecycleConfiguration]>([
    ['to the letter, although our rule is not in it', BEFORE, { purpose: 'repair' }, BEFORE],
    ["in S3's own way", REWRITTEN, { purpose: 'repair', basis: BASIS }, WITH_OURS],
    [
      "in S3's own way, where our rule was not to be in it",
      BEFORE,
      { purpose: 'repair', basis: BASIS, days: null },
      WITH_OURS,
    ],
  ])('may show what was put back %s', async (_, existing, kept, planned) => {
    const { result, state } = await lookedAgain(existing, kept, planned);
    expect(result).toMatchObject({ outcome: { verdict: 'applied', reason: { code: 'lost-update-repaired' } } });
    expect(state).toBe('written');
  });
});

describe('what is shown at the second look', () => {
  test.each<[string, LifecycleConfiguration, Kept | null, LifecycleConfiguration]>([
    ['covers, and is not what we wrote', COVERED, {}, WITH_OURS],
    ['is what we wrote, and does not cover', BEFORE, {}, BEFORE],
    ['is what we wrote, does not cover, and is not known any more', BEFORE, null, BEFORE],
    ['only means what a rule of ours was put beside', REWRITTEN, { basis: BASIS }, WITH_OURS],
    ['means what was put back, as far as that is known: not at all', REWRITTEN, { purpose: 'repair' }, WITH_OURS],
    ['means what was put back, without our rule', BEFORE, { purpose: 'repair', basis: BASIS }, WITH_OURS],
    ['means something else', CHANGED, { purpose: 'repair', basis: BASIS, days: null }, WITH_OURS],
    ['covers, and means something else', COVERED, { purpose: 'repair', basis: BASIS }, WITH_OURS],
    ['cannot be read', ODD, { purpose: 'repair', basis: BASIS, days: null }, WITH_OURS],
  ])('is by somebody else where it %s: the bucket is looked at anew', async (_, existing, kept, planned) => {
    const { result, ended, before } = await lookedAgain(existing, kept, planned);
    expect(result).toBeUndefined();
    expect(ended).toBe(false);
    expect(before).toBeNull();
  });

  test('is looked for once more where it is the old state, unless the write is not known any more', async () => {
    const before = textDigest(BEFORE);
    const old = { xml: BEFORE.xml };
    expect((await lookedAgain(old, {}, WITH_OURS, before)).result?.outcome.reason.code).toBe('read-back-pending');
    expect((await lookedAgain(old, null, WITH_OURS, before)).result).toBeUndefined();
  });
});
