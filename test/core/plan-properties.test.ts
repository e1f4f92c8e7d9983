import fc from 'fast-check';
import { readLifecycleJson } from '../../core/lifecycle/json';
import { readLifecycleXml } from '../../core/lifecycle/xml';
import { documentOf } from '../../core/lifecycle/xml-to-json';
import { covers, digest, plan, planJson, ruleCount, sameForeignRules } from '../../core/plan';
import { remedy } from '../../core/reasons';
import { configurations } from './lifecycle/generated';
import { s3Refusal } from './lifecycle/s3-validator';

const anyConfiguration = fc.constantFrom('V1' as const, 'V2' as const).chain(configurations);
const anyWish = fc.record({
  days: fc.integer({ min: 1, max: 40 }),
  onLongerRule: fc.constantFrom('add' as const, 'accept' as const, 'report' as const),
});
const header = fc.option(fc.constantFrom('varies_by_storage_class', 'all_storage_classes_128K'), { nil: undefined });

test('what the generator makes is what S3 holds', () => {
  fc.assert(
    fc.property(anyConfiguration, ({ xml, foreign }) => {
      expect(readLifecycleXml(xml)).toMatchObject({ ok: true });
      if (foreign.length > 0) expect(s3Refusal(xml)).toBeUndefined();
    }),
  );
});

test('no foreign rule ever changes, moves or disappears, down to the byte', () => {
  fc.assert(
    fc.property(anyConfiguration, anyWish, header, ({ xml, foreign, head }, wanted, value) => {
      const existing = { xml, ...(value === undefined ? {} : { transitionDefaultMinimumObjectSize: value }) };
      const planned = plan(existing, wanted);
      if (planned.verdict !== 'put') return;
      const after = planned.configuration.xml;
      expect(after.startsWith(head)).toBe(true);
      let from = head.length;
      for (const text of foreign) {
        const at = after.indexOf(text, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + text.length;
      }
      expect(sameForeignRules(existing, planned.configuration)).toBe(true);
      expect(planned.configuration.transitionDefaultMinimumObjectSize).toBe(value);
      const removed = xml.replace(/<(s3:)?Rule><(s3:)?ID>partsweep-.*?<\/(s3:)?Rule>/s, '');
      expect(after.replace(/<(s3:)?Rule><(s3:)?ID>partsweep-.*?<\/(s3:)?Rule>/s, '')).toBe(removed);
    }),
    { numRuns: 400 },
  );
});

test('what is planned is covered, acceptable to S3, and planning again changes nothing', () => {
  fc.assert(
    fc.property(anyConfiguration, anyWish, ({ xml }, wanted) => {
      const planned = plan({ xml }, wanted);
      if (planned.verdict !== 'put') return;
      expect(s3Refusal(planned.configuration.xml)).toBeUndefined();
      expect(covers(planned.configuration, wanted)).toBe(true);
      expect(plan(planned.configuration, wanted)).toMatchObject({
        verdict: 'keep',
        reason: { code: 'covered-by-ours' },
      });
    }),
    { numRuns: 400 },
  );
});

test('refuses only with a reason and something to do about it', () => {
  fc.assert(
    fc.property(anyConfiguration, anyWish, ({ xml }, wanted) => {
      const planned = plan({ xml }, wanted);
      expect(planned.reason.text).not.toBe('');
      if (planned.verdict === 'refuse') expect(remedy(planned.reason.code)).not.toBe('');
      if (planned.verdict === 'keep' && planned.reason.code !== 'longer-rule-accepted') {
        expect(covers({ xml }, wanted)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('XML and its JSON come to the same decision, and to the same rules', () => {
  fc.assert(
    fc.property(anyConfiguration, anyWish, ({ xml }, wanted) => {
      const read = readLifecycleXml(xml);
      if (!read.ok) throw new Error(read.problem.detail);
      const json = readLifecycleJson(JSON.stringify(documentOf(read.lifecycle.root)));
      if (!json.ok) throw new Error(json.problem.detail);
      const fromXml = plan({ xml }, wanted);
      const fromJson = planJson(json.lifecycle, wanted);
      expect(fromJson.verdict).toBe(fromXml.verdict);
      expect(fromJson.reason).toEqual(fromXml.reason);
      if (fromXml.verdict !== 'put' || fromJson.verdict !== 'put') return;
      const after = readLifecycleXml(fromXml.configuration.xml);
      if (!after.ok) throw new Error(after.problem.detail);
      expect(documentOf(after.lifecycle.root)).toEqual(fromJson.configuration);
    }),
    { numRuns: 300 },
  );
});

test('the digest does not see white space between elements, but sees every rule', () => {
  fc.assert(
    fc.property(anyConfiguration, ({ xml }) => {
      const wider = xml.replaceAll(/<\/((?:s3:)?Rule)>/g, '</$1>\n\n   ');
      expect(digest({ xml: wider })).toBe(digest({ xml }));
      const planned = plan({ xml }, { days: 1, onLongerRule: 'add' });
      if (planned.verdict === 'put') expect(digest(planned.configuration)).not.toBe(digest({ xml }));
      expect(ruleCount({ xml: wider })).toBe(ruleCount({ xml }));
    }),
  );
});
