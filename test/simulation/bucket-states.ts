import { RULE_ID } from '../../core/contract/names';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Random } from './random';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const HEADERS = ['all_storage_classes_128K', 'varies_by_storage_class'] as const;

const rule = (id: string, scope: string, action: string, status = 'Enabled'): string =>
  `<Rule><ID>${id}</ID>${scope}<Status>${status}</Status>${action}</Rule>`;
const v1 = (prefix: string): string => `<Prefix>${prefix}</Prefix>`;
const v2 = (prefix: string): string => `<Filter><Prefix>${prefix}</Prefix></Filter>`;
const expire = (days: number): string => `<Expiration><Days>${days}</Days></Expiration>`;
const abort = (days: number): string =>
  `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
const TAGGED = '<Filter><And><Prefix>tmp/</Prefix><Tag><Key>keep</Key><Value>no</Value></Tag></And></Filter>';

/** Rules that a bucket may have; `%` stands for a text that tells one writing from another. */
const STATES: readonly (readonly string[])[] = [
  [rule('logs-%', v2('logs/'), expire(30))],
  [
    rule(
      'old-%',
      '<Filter></Filter>',
      '<NoncurrentVersionExpiration><NoncurrentDays>9</NoncurrentDays></NoncurrentVersionExpiration>',
    ),
    rule('logs-%-2', v2('logs/'), expire(30)),
  ],
  [rule('unknown-%', TAGGED, `${expire(3)}<Hologram>7</Hologram>`)],
  [rule('one-team-%', v2('team-a/'), abort(2)), rule('all-%', v2(''), expire(3_650))],
  [rule('v1-%', v1('logs/'), expire(30))],
  [rule('v1-%', v1('logs/'), expire(30)), rule('v1-%-2', v1('data/'), expire(90), 'Disabled')],
  // S3 refuses ours beside it
  [rule('v1-uploads-%', v1('logs/'), abort(5))],
  [rule('v1-longer-%', v1(''), abort(30))],
  [rule('longer-%', v2(''), abort(30)), rule('logs-%', v2('logs/'), expire(30))],
  [rule('covers-%', v2(''), abort(1))],
  [rule('covers-not-%', v2(''), abort(1), 'Disabled')],
  [rule('logs-%', v2('logs/'), expire(30)), rule(RULE_ID, v2(''), abort(7))],
  [rule(RULE_ID, v2(''), abort(7), 'Disabled'), rule('logs-%', v2('logs/'), expire(30))],
  [rule(RULE_ID, v2('moved/'), abort(90))],
  [rule(RULE_ID, v2(''), expire(90)), rule('logs-%', v2('logs/'), expire(30))],
];

/** As many rules as S3 allows, seldom: they take long to read. */
const FULL = 0.003;
const NONE = 0.3;

/** What somebody writes into a bucket, or finds in it; the same `mark` gives the same text. `directory`: as S3 Express takes it. */
export function someLifecycle(random: Random, mark: string, directory = false): LifecycleConfiguration | undefined {
  if (random.chance(NONE)) return undefined;
  if (directory) return configurationOf([rule(`logs-${mark}`, v2('logs/'), expire(30))]);
  const isFull = random.chance(FULL);
  const rules = isFull
    ? Array.from({ length: 1_000 }, (_, index) => rule(`r${index}-%`, v2(`p${index}/`), expire(9)))
    : random.pick(STATES);
  const header = random.pick(HEADERS);
  return {
    ...configurationOf(rules.map((text) => text.replaceAll('%', mark))),
    transitionDefaultMinimumObjectSize: header,
  };
}

function configurationOf(rules: readonly string[]): LifecycleConfiguration {
  return { xml: `<LifecycleConfiguration xmlns="${NAMESPACE}">${rules.join('')}</LifecycleConfiguration>` };
}
