import { interpretEvent } from '../core/events';
import { parseJson } from '../core/lifecycle/json-text';
import { remedy } from '../core/reasons';
import { inputName, readInput } from './input';
import type { Paint } from './paint';
import { WrongUse } from './wrong-use';

export interface ExplainOptions {
  /** Path, or `-` for standard input. */
  readonly file: string;
  readonly json: boolean;
  readonly paint: Paint;
}

const REMEDY = 'give one EventBridge event or one CloudTrail record, as a JSON object';

/** What `partsweep explain` prints. Throws WrongUse if the file is not one JSON object. */
export function runExplain({ file, json, paint }: ExplainOptions): string {
  const { action, account, region, bucket, kind, reason } = interpretEvent(readObject(file));
  const contract = { action, account, region, bucket, kind, reason };
  // a field that is not known is null in the contract's object, never missing
  if (json) return `${JSON.stringify(contract, (_, value: unknown) => value ?? null, 2)}\n`;
  const shown = action === 'ignore' ? paint.quiet(action) : paint.strong(action);
  const what = remedy(reason.code);
  const rows = Object.entries({ account, region, bucket, kind }).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [`  ${name.padEnd(8)} ${value}`],
  );
  return [`${shown}: ${reason.text}`, ...(what === '' ? [] : [`what to do: ${what}`]), ...rows, ''].join('\n');
}

function readObject(file: string): unknown {
  const text = readInput(file);
  const name = inputName(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const parsed = parseJson(text);
    const where = parsed.ok ? name : `${name}:${parsed.place.line}:${parsed.place.column}`;
    const what = parsed.ok ? '' : `: ${parsed.detail}`;
    throw new WrongUse(`${where} is not JSON${what}`, REMEDY, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    throw new WrongUse(`${name} is ${kind}, not an object`, REMEDY);
  }
  return value;
}
