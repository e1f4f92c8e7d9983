import { RULE_ID } from '../../core/contract/names';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';

/** A rule as it is written in a simulation, read without a line of the code under test. */
export interface SimulatedRule {
  readonly text: string;
  readonly id: string | undefined;
  readonly enabled: boolean;
  readonly dialect: 'V1' | 'V2';
  readonly wholeBucket: boolean;
  /** DaysAfterInitiation; undefined for a rule that aborts no uploads. */
  readonly abortDays: number | undefined;
  /** Our ID, and no action but the abort. */
  readonly ours: boolean;
}

type Configuration = LifecycleConfiguration | undefined;

const ACTIONS = /<(Expiration|Transition|NoncurrentVersion\w+|Hologram)>/;

export function rulesOf(configuration: Configuration): readonly SimulatedRule[] {
  return (configuration?.xml.match(/<Rule>.*?<\/Rule>/gs) ?? []).map((text) => {
    const id = /<ID>(.*?)<\/ID>/s.exec(text)?.[1];
    const days = /<DaysAfterInitiation>(\d+)</.exec(text)?.[1];
    const dialect = text.includes('<Filter') ? 'V2' : 'V1';
    const whole =
      dialect === 'V2'
        ? /<Filter>(<Prefix><\/Prefix>|<Prefix\/>)?<\/Filter>|<Filter\/>/.test(text)
        : /<Prefix><\/Prefix>|<Prefix\/>/.test(text);
    return {
      ...{ text, id, dialect, wholeBucket: whole, enabled: text.includes('<Status>Enabled</Status>') },
      abortDays: days === undefined ? undefined : Number(days),
      ours: id === RULE_ID && days !== undefined && !ACTIONS.test(text) && !/<(And|Tag)>/.test(text),
    };
  });
}

/** What is not ours, to the letter: undefined where nothing is. */
export function foreignOf(configuration: Configuration): string | undefined {
  const foreign = rulesOf(configuration).filter(({ ours }) => !ours);
  if (configuration === undefined || foreign.length === 0) return undefined;
  const rest = configuration.xml.replace(/<Rule>.*?<\/Rule>/gs, '');
  const header = configuration.transitionDefaultMinimumObjectSize ?? '';
  return [header, rest, ...foreign.map(({ text }) => text)].join('\n');
}

/** The same, whatever the order of a rule's members; without the header. */
export function foreignMeaning(configuration: Configuration): string {
  return rulesOf(configuration)
    .filter(({ ours }) => !ours)
    .map(({ text }) => (text.match(/<(\w+)>[^<]*<\/\1>/g) ?? []).sort().join(''))
    .join('\n');
}

/** The same configuration without a rule of ours; undefined where no rule is left. */
export function withoutOurs(configuration: Configuration): Configuration {
  const rules = rulesOf(configuration);
  if (configuration === undefined || rules.every(({ ours }) => ours)) return undefined;
  const ours = rules.filter((rule) => rule.ours).map(({ text }) => text);
  return { ...configuration, xml: ours.reduce((xml, text) => xml.replace(text, ''), configuration.xml) };
}

export function hasOurs(configuration: Configuration): boolean {
  return rulesOf(configuration).some(({ ours }) => ours);
}

export function isCoveredWithin(configuration: Configuration, days: number): boolean {
  return rulesOf(configuration).some((rule) => covers(rule, days));
}

/** What a configuration calls for. `reported`: a foreign rule does the work, only later. */
export type CallsFor = 'covered' | 'accepted' | 'reported' | 'refused' | 'rule';

export function callsFor(
  configuration: Configuration,
  days: number,
  onLongerRule: 'add' | 'accept' | 'report',
): CallsFor {
  const rules = rulesOf(configuration);
  if (isCoveredWithin(configuration, days)) return 'covered';
  if (rules.some(({ id, ours }) => id === RULE_ID && !ours)) return 'refused';
  const longer = rules.some((rule) => !rule.ours && covers(rule, Number.POSITIVE_INFINITY));
  if (longer && onLongerRule !== 'add') return onLongerRule === 'accept' ? 'accepted' : 'reported';
  const aborts = rules.filter(({ abortDays, ours }) => abortDays !== undefined && !ours);
  // S3 refuses overlapping prefixes of one action among V1 rules
  if (rules[0]?.dialect === 'V1' && aborts.length > 0) return longer && aborts.length === 1 ? 'reported' : 'refused';
  return rules.length >= 1_000 && !hasOurs(configuration) ? 'refused' : 'rule';
}

function covers({ enabled, wholeBucket, abortDays }: SimulatedRule, days: number): boolean {
  return enabled && wholeBucket && abortDays !== undefined && abortDays <= days;
}
