import fc from 'fast-check';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { plan } from '../../core/plan';
import { type BeforeImage, hasOurRule, planUndo } from '../../core/undo';
import { configurations, type Generated } from './lifecycle/generated';
import { type Manner, manners, PLAIN, rewritten } from './lifecycle/rewritten';
import { s3Refusal } from './lifecycle/s3-validator';

const MADE_UP = 'all_storage_classes_128K';
const VARIES = 'varies_by_storage_class';
const wanted = { days: 7, onLongerRule: 'add' } as const;
const headers = fc.constantFrom<string | undefined>(undefined, MADE_UP, VARIES);
const generated = fc.constantFrom('V1' as const, 'V2' as const).chain(configurations);
/** S3 holds no configuration without a rule. */
const held = generated.filter(({ foreign, own }) => foreign.length > 0 || own !== undefined);

const withHeader = (xml: string, header: string | undefined): LifecycleConfiguration => ({
  xml,
  ...(header === undefined ? {} : { transitionDefaultMinimumObjectSize: header }),
});
const image = (configuration: LifecycleConfiguration | undefined): BeforeImage => ({ configuration });
const meaning = (xml: string): string => rewritten(xml, PLAIN);
/** The configuration of these rules, written as `like` is. */
const assembled = ({ head, gap, end }: Generated, rules: readonly string[]): string => head + rules.join(gap) + end;
const cutOut = ({ xml, own }: Generated): string => (own === undefined ? xml : xml.replace(own, () => ''));

/** What S3 shows after a write of ours, in its own hand; a directory bucket has no header. */
function shown(written: LifecycleConfiguration, manner: Manner | undefined, hasHeaders: boolean) {
  const header = written.transitionDefaultMinimumObjectSize ?? (hasHeaders ? MADE_UP : undefined);
  return withHeader(manner === undefined ? written.xml : rewritten(written.xml, manner), header);
}

test('a text written anew means the same to S3, and is another text', () => {
  fc.assert(
    fc.property(held, manners, ({ xml }, manner) => {
      const anew = rewritten(xml, manner);
      expect(meaning(anew)).toBe(meaning(xml));
      expect(s3Refusal(anew)).toBe(s3Refusal(xml));
    }),
  );
  const texts = fc.sample(fc.tuple(held, manners), 50).map(([{ xml }, manner]) => rewritten(xml, manner) === xml);
  expect(texts).toContain(false);
});

test('what was before a write of ours comes back to the letter, however S3 wrote it down', () => {
  fc.assert(
    fc.property(
      fc.option(held, { nil: undefined }),
      headers,
      fc.boolean(),
      fc.option(manners, { nil: undefined }),
      fc.array(held),
      (state, header, hasHeaders, manner, older) => {
        const before = state === undefined ? undefined : withHeader(state.xml, header);
        const planned = plan(before, wanted);
        if (planned.verdict !== 'put') return;
        const after = shown(planned.configuration, manner, hasHeaders);
        const undone = planUndo(after, [...older.map(({ xml }) => image({ xml })), image(before)]);
        if (before === undefined) expect(undone).toEqual({ kind: 'delete', exact: true });
        else if (state?.foreign.length === 0) expect(undone.kind).toBe('delete');
        else if (state?.own === undefined) {
          expect(undone).toEqual({ kind: 'put', configuration: before, exact: true });
        } else {
          // the image has a rule of ours, which goes as well; an older one without it may mean the same
          const expected = { ...before, xml: cutOut(state) };
          if (older.length === 0) expect(undone).toMatchObject({ kind: 'put', configuration: expected, exact: false });
          if (undone.kind === 'put') expect(meaning(undone.configuration.xml)).toBe(meaning(expected.xml));
        }
      },
    ),
    { numRuns: 600 },
  );
});

test('without an image, our rule is cut out, every other byte stays, and S3 takes the result', () => {
  fc.assert(
    fc.property(held, headers, (state, header) => {
      const undone = planUndo(withHeader(state.xml, header), []);
      if (state.own === undefined) return expect(undone.kind).toBe('nothing');
      if (state.foreign.length === 0) return expect(undone).toEqual({ kind: 'delete', exact: false });
      expect(undone).toEqual({ kind: 'put', configuration: withHeader(cutOut(state), header), exact: false });
      expect(s3Refusal(cutOut(state))).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test('what was planned and is undone without an image is the same text again', () => {
  fc.assert(
    fc.property(held, headers, ({ xml, own }, header) => {
      const planned = plan(withHeader(xml, header), wanted);
      if (planned.verdict !== 'put' || own !== undefined) return;
      const undone = planUndo(planned.configuration, []);
      expect(undone).toEqual({ kind: 'put', configuration: withHeader(xml, header), exact: false });
    }),
    { numRuns: 400 },
  );
});

/** What others do to their rules after a write of ours. */
type Change = 'none' | 'add' | 'remove' | 'disable' | 'swap';

function changed(rules: readonly string[], change: Change, at: number): readonly string[] {
  const index = rules.length === 0 ? 0 : at % rules.length;
  const rule = rules[index];
  if (rule === undefined || change === 'none') return rules;
  if (change === 'add') return [...rules, rule.replace(/rule \d+/, 'one more')];
  if (change === 'remove') return rules.toSpliced(index, 1);
  if (change === 'disable') return rules.with(index, rule.replace(/(Status>)(Enabled|Disabled)/, '$1Disabled'));
  return [...rules.slice(index), ...rules.slice(0, index)];
}

test('a change by others after our write is never lost', () => {
  const changes = fc.array(fc.tuple(fc.constantFrom<Change>('none', 'add', 'remove', 'disable', 'swap'), fc.nat(9)), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(held, headers, headers, changes, fc.nat(9), fc.option(manners), (state, was, is, all, at, manner) => {
      const planned = plan(withHeader(state.xml, was), wanted);
      if (planned.verdict !== 'put') return;
      const ours = /<(s3:)?Rule><(s3:)?ID>partsweep-.*?<\/(s3:)?Rule>/s.exec(planned.configuration.xml)?.[0];
      if (ours === undefined) throw new Error('the plan wrote no rule of ours');
      const foreign = all.reduce((rules, [change, index]) => changed(rules, change, index), state.foreign);
      const text = assembled(state, foreign.toSpliced(at % (foreign.length + 1), 0, ours));
      const now = withHeader(manner === null ? text : rewritten(text, manner), is);
      const undone = planUndo(now, [image(withHeader(state.xml, was))]);
      if (foreign.length === 0) return expect(undone.kind).toBe('delete');
      if (undone.kind !== 'put') throw new Error(undone.kind);
      const { xml, transitionDefaultMinimumObjectSize: header } = undone.configuration;
      expect(meaning(xml)).toBe(meaning(assembled(state, foreign)));
      expect(header ?? MADE_UP).toBe(is ?? MADE_UP);
      if (undone.exact) expect(undone.configuration).toEqual(withHeader(state.xml, was));
    }),
    { numRuns: 600 },
  );
});

/** Images that resemble `state`, and others that have nothing to do with it. */
const imagesFor = (state: Generated): fc.Arbitrary<readonly BeforeImage[]> =>
  fc.array(
    fc.oneof(
      fc.constant(image(undefined)),
      fc.tuple(generated, headers).map(([{ xml }, header]) => image(withHeader(xml, header))),
      fc
        .tuple(fc.constantFrom(state.xml, cutOut(state)), manners, headers)
        .map(([xml, manner, header]) => image(withHeader(rewritten(xml, manner), header))),
      fc
        .tuple(fc.constantFrom<Change>('none', 'remove', 'swap'), fc.nat(9), headers)
        .map(([change, at, header]) => image(withHeader(assembled(state, changed(state.foreign, change, at)), header))),
      fc.constantFrom('', '<LifecycleConfiguration><Rule>', '<Error/>').map((xml) => image({ xml })),
    ),
    { maxLength: 4 },
  );

test('whatever the images: no foreign rule goes or comes, none of ours stays, and undoing again does nothing', () => {
  const cases = held.chain((state) =>
    fc.record({ state: fc.constant(state), images: imagesFor(state), header: headers }),
  );
  fc.assert(
    fc.property(cases, ({ state, images, header }) => {
      const existing = withHeader(state.xml, header);
      expect(hasOurRule(existing)).toBe(state.own !== undefined);
      const undone = planUndo(existing, images);
      if (state.own === undefined) return expect(undone.kind).toBe('nothing');
      if (state.foreign.length === 0) {
        const none = images.some(({ configuration }) => configuration === undefined);
        return expect(undone).toEqual({ kind: 'delete', exact: none });
      }
      if (undone.kind !== 'put') throw new Error(undone.kind);
      const { configuration } = undone;
      expect(meaning(configuration.xml)).toBe(meaning(cutOut(state)));
      expect(configuration.transitionDefaultMinimumObjectSize ?? MADE_UP).toBe(header ?? MADE_UP);
      expect(s3Refusal(configuration.xml)).toBeUndefined();
      expect(hasOurRule(configuration)).toBe(false);
      expect(planUndo(configuration, images).kind).toBe('nothing');
      // to the letter whenever an image without our rule means the same and has the same header, and only then
      const same = images.filter(
        (one) =>
          one.configuration?.xml.includes('LifecycleConfiguration ') === true &&
          !hasOurRule(one.configuration) &&
          meaning(one.configuration.xml) === meaning(configuration.xml) &&
          [header, header === MADE_UP ? undefined : header].includes(
            one.configuration.transitionDefaultMinimumObjectSize,
          ),
      );
      expect(undone.exact).toBe(same.length > 0);
      if (undone.exact) expect(same).toContainEqual({ configuration });
    }),
    { numRuns: 600 },
  );
});
