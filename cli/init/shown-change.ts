import { visibleText } from '../../report/visible-text';
import type { RawSettings } from './found';
import { isExample } from './settings-from';

/** What changes in the settings, key by key; against an example, all is new. */
export function shown(config: string, existing: RawSettings | null, settings: RawSettings): string {
  const before = existing === null || isExample(existing) ? {} : existing;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(settings)])];
  const rows = keys.flatMap((key) => {
    const [old, now] = [before[key], settings[key]].map((value) =>
      value === undefined ? undefined : JSON.stringify(value),
    );
    if (old === now) return [`    ${key}: ${now}`];
    return [...(old === undefined ? [] : [`  - ${key}: ${old}`]), ...(now === undefined ? [] : [`  + ${key}: ${now}`])];
  });
  return visibleText(`${config}, context.partsweep:\n${rows.join('\n')}`, true);
}
