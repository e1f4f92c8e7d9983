import type { Change } from '../../core/change';
import { standsAside } from '../../core/coexistence';
import { ourRuleXml } from '../../core/lifecycle/our-rule';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { reason } from '../../core/reasons';
import type { Coexistence } from '../../core/reconcile-services';
import type { Tool } from '../../core/tool';
import { CHANGED, configuration, FOREIGN, PLACE, rule, reconcileWorld as world } from './reconcile-world';

const OURS = { xml: ourConfigurationXml(7) };
const NONE = new Map<string, string>();
const STACK = new Map([['aws:cloudformation:stack-name', 'shop\u001b']]);
const by = (tool: Tool): Change => ({
  ...{ eventName: 'PutBucketLifecycle', at: '2026-01-01T00:00:00.000Z', principal: 'somebody' },
  ...{ userAgent: null, tool, service: null },
});
const rules = (onForeignConfiguration: Coexistence, onManagedConfiguration: Coexistence = 'merge') => ({
  onForeignConfiguration,
  onManagedConfiguration,
});

describe('a configuration with foreign rules', () => {
  const evidence = { existing: FOREIGN, change: null, tags: NONE };

  test.each([
    ['merge', undefined],
    ['report', 'reported'],
    ['skip', 'excluded'],
  ] as const)('%s: %s', (choice, verdict) => {
    expect(standsAside(evidence, rules(choice))?.verdict).toBe(verdict);
    expect(standsAside(evidence, rules('merge', choice))).toBeUndefined();
  });

  test('is none where every rule is ours, or where there is no rule', () => {
    for (const existing of [OURS, undefined]) {
      expect(standsAside({ ...evidence, existing }, rules('skip'))).toBeUndefined();
    }
  });

  test('is one where one rule of several is not ours', () => {
    const existing = configuration(rule('keep', '<Expiration><Days>30</Days></Expiration>'), ourRuleXml(7, 'V2', ''));
    expect(standsAside({ ...evidence, existing }, rules('skip'))?.verdict).toBe('excluded');
  });

  test('is one where the rules cannot be read', () => {
    expect(standsAside({ ...evidence, existing: { xml: '<odd/>' } }, rules('skip'))?.verdict).toBe('excluded');
  });
});

describe('a configuration that a tool manages', () => {
  test.each(['terraform', 'pulumi', 'cloudformation', 'cdk'] as const)('is left alone after %s', (tool) => {
    const aside = standsAside({ existing: FOREIGN, change: by(tool), tags: NONE }, rules('report', 'skip'));
    expect(aside).toMatchObject({
      verdict: 'excluded',
      reason: { code: 'managed-configuration', text: expect.stringContaining(`${tool}, as somebody`) },
    });
  });

  test.each(['console', 'cli', 'sdk', 'unknown'] as const)('is none after %s', (tool) => {
    expect(standsAside({ existing: FOREIGN, change: by(tool), tags: NONE }, rules('merge', 'skip'))).toBeUndefined();
  });

  test('is known by the tag of a stack, whose name is quoted', () => {
    const aside = standsAside({ existing: undefined, change: by('cli'), tags: STACK }, rules('merge', 'report'));
    expect(aside).toEqual({
      verdict: 'reported',
      reason: reason('managed-configuration', 'cloudformation, stack "shop\\u001b"'),
    });
  });
});

describe('a bucket that needs the rule', () => {
  test.each([
    ['onForeignConfiguration', 'report', 'reported', 'foreign-configuration'],
    ['onForeignConfiguration', 'skip', 'excluded', 'foreign-configuration'],
    ['onManagedConfiguration', 'report', 'reported', 'managed-configuration'],
    ['onManagedConfiguration', 'skip', 'excluded', 'managed-configuration'],
  ] as const)('is not written with %s: %s', async (setting, choice, verdict, code) => {
    const { settled, services, s3, bucket } = world(FOREIGN, { rules: { [setting]: choice, bucketOptOut: false } });
    await services.buckets.noteChange(PLACE, by('terraform'));
    expect((await settled()).outcome).toMatchObject({ verdict, reason: { code }, ruleId: null });
    expect(s3.operations()).not.toContain('writeLifecycle');
    expect(bucket.lifecycle).toBe(FOREIGN);
  });

  test('has its tags read for the stack though it may not opt out', async () => {
    const { settled, bucket } = world(FOREIGN, { rules: { onManagedConfiguration: 'report', bucketOptOut: false } });
    bucket.tags.set('aws:cloudformation:stack-name', 'shop');
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await settled()).outcome.reason.code).toBe('managed-configuration');
  });

  test('is excluded by its own tag before anything else is reported of it', async () => {
    const { settled, bucket } = world(FOREIGN, { rules: { onForeignConfiguration: 'report' } });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await settled()).outcome.verdict).toBe('excluded');
  });

  test('is written beside foreign rules by default, whatever the tool', async () => {
    const { settled, services } = world(CHANGED);
    await services.buckets.noteChange(PLACE, by('terraform'));
    expect((await settled()).outcome.verdict).toBe('applied');
  });

  test('that has none but our own, which is too long, is no foreign configuration', async () => {
    const { settled } = world({ xml: ourConfigurationXml(30) }, { rules: { onForeignConfiguration: 'skip' } });
    expect((await settled()).outcome.verdict).toBe('applied');
  });
});
