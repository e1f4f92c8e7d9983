type Rule = Readonly<Record<string, unknown>>;

/** Members of a rule that say who, whether and where; all others are actions. */
const NOT_ACTIONS = ['ID', 'Status', 'Prefix', 'Filter'];

/**
 * One line for each rule: two spaces before one that stays, `- ` before one that is replaced, `+ ` before one that is
 * new. A plan changes one rule in place or adds one at the end, so rules are compared position by position.
 */
export function ruleChanges(before: readonly Rule[], after: readonly Rule[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [old, now] = [before[index], after[index]];
    if (old !== undefined && now !== undefined && JSON.stringify(old) === JSON.stringify(now)) {
      lines.push(`  ${describeRule(old)}`);
      continue;
    }
    if (old !== undefined) lines.push(`- ${describeRule(old)}`);
    if (now !== undefined) lines.push(`+ ${describeRule(now)}`);
  }
  return lines;
}

/** A rule in one line. Texts are quoted as JSON: they come from a stranger's file and end up on a terminal. */
function describeRule(rule: Rule): string {
  const actions = Object.entries(rule)
    .filter(([name]) => !NOT_ACTIONS.includes(name))
    .map(([name, value]) => `${printable(name)} ${JSON.stringify(value)}`);
  const id = rule['ID'] === undefined ? 'no ID' : JSON.stringify(rule['ID']);
  const status = rule['Status'] === 'Enabled' ? 'enabled' : rule['Status'] === 'Disabled' ? 'disabled' : 'no status';
  return `${id}, ${status}, ${scope(rule)}: ${actions.join(', ') || 'no action'}`;
}

function scope(rule: Rule): string {
  const given = rule['Filter'] ?? (rule['Prefix'] === undefined ? undefined : { Prefix: rule['Prefix'] });
  if (given === undefined) return 'no scope';
  const text = JSON.stringify(given);
  return text === '{}' || text === '{"Prefix":""}' ? 'whole bucket' : text;
}

function printable(name: string): string {
  return /^[\w.{}:/-]+$/.test(name) ? name : JSON.stringify(name);
}
