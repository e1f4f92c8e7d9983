import type { z } from 'zod';
import { rulesAcrossKeys } from './across-keys';
import { EXPECTATIONS } from './expectations';
import { nearest } from './nearest';
import type { SettingsProblem } from './problem';
import { SHAPES, type settingsSchema } from './schema';

/** Settings as people write them: what has a default may be left out. */
export type SettingsInput = z.input<typeof settingsSchema>;
/** Settings with their defaults. */
export type Settings = z.output<typeof settingsSchema>;
export type OrganizationSettings = Extract<Settings, { scope: 'organization' }>;

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  /** `message` lists all problems, one a line, for people. */
  | { readonly ok: false; readonly problems: readonly SettingsProblem[]; readonly message: string };

/** Checks `value`, which stands under `context.partsweep` in `cdk.json`, as a whole. Never throws. */
export function parseSettings(value: unknown): ParsedSettings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse([
      { key: 'context.partsweep', value, remedy: 'must be an object with the settings: see the example in cdk.json' },
    ]);
  }
  const given = new Map<string, unknown>(Object.entries(value));
  const scope = given.get('scope');
  const known = scope === 'organization' || scope === 'account';
  const shape: Readonly<Record<string, z.ZodType>> = known
    ? SHAPES[scope]
    : // with no scope to go by, a key is right where either scope has it, and only the scope is missed
      { ...SHAPES.account, ...SHAPES.organization };

  const problems: SettingsProblem[] = [];
  const good = new Map<string, unknown>();
  for (const [key, entry] of given) {
    if (!Object.hasOwn(shape, key)) problems.push({ key, value: entry, remedy: unknownKey(key, shape) });
  }
  for (const [key, schema] of Object.entries(shape)) {
    const parsed = schema.safeParse(given.get(key));
    if (parsed.success) {
      if (parsed.data !== undefined) good.set(key, parsed.data);
    } else if (given.has(key) || known || key === 'scope' || Object.hasOwn(SHAPES.account, key)) {
      problems.push({ key, value: given.get(key), remedy: `must be ${expectation(key)}` });
    }
  }
  problems.push(...rulesAcrossKeys(good));
  if (problems.length > 0) return refuse(problems);
  return { ok: true, settings: Object.fromEntries(good) as Settings };
}

function expectation(key: string): string {
  return (EXPECTATIONS as Readonly<Record<string, string>>)[key] ?? 'something else';
}

function unknownKey(key: string, shape: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(SHAPES.organization, key)) {
    return 'belongs to scope "organization": remove it, or set scope to "organization"';
  }
  const suggestion = nearest(key, Object.keys(shape));
  return suggestion === undefined
    ? `is not a setting: remove it (there are ${Object.keys(shape).join(', ')})`
    : `is not a setting: did you mean ${suggestion}?`;
}

function refuse(problems: readonly SettingsProblem[]): ParsedSettings {
  const lines = problems.map(({ key, value, remedy }) =>
    value === undefined ? `  ${key} is missing: ${remedy}` : `  ${key} is ${JSON.stringify(value)}: ${remedy}`,
  );
  const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return {
    ok: false,
    problems,
    message: `${count} wrong in the settings (cdk.json, context.partsweep):\n${lines.join('\n')}\n`,
  };
}
