import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { LifecycleDocument } from '../../core/lifecycle/json';
import { readLifecycleXml } from '../../core/lifecycle/xml';
import { documentOf } from '../../core/lifecycle/xml-to-json';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import { ruleChanges } from '../rule-changes';

/** The rules before and after as lines for a person: what is added is green, what goes is red, what stays is quiet. */
export function drawRules(before: LifecycleDocument, after: LifecycleDocument, paint: Paint): readonly string[] {
  const lines = ruleChanges(before.Rules, after.Rules).map((text) => {
    const line = visibleText(text);
    if (line.startsWith('+')) return `  ${paint.good(line)}`;
    return line.startsWith('-') ? `  ${paint.bad(line)}` : `  ${paint.quiet(line)}`;
  });
  return [`rules: ${before.Rules.length} now, ${after.Rules.length} then`, ...lines];
}

/** The same line by line for what S3 sent and what would be sent. */
export function drawConfigurations(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
  paint: Paint,
): readonly string[] {
  return drawRules(documentIn(before), documentIn(after), paint);
}

/** As `aws s3api get-bucket-lifecycle-configuration` prints it; without rules where there is none, or none that can be read. */
export function documentIn(configuration: LifecycleConfiguration | undefined): LifecycleDocument {
  if (configuration === undefined) return { Rules: [] };
  const read = readLifecycleXml(configuration.xml);
  const root = read.ok ? read.lifecycle.root : read.root;
  return root === undefined ? { Rules: [] } : documentOf(root, configuration.transitionDefaultMinimumObjectSize);
}
