import { type Fields, fields as fieldsOf } from '../../core/event-fields';
import { VERDICTS, type Verdict } from '../../core/outcome';
import { isReasonCode, remedy } from '../../core/reasons';
import type { ReportSource } from '../../report/build-report';
import type { AccountSource, MeasuredUploads, ReportProblem, ReportReason, ReportRow } from '../../report/model';
import { inputName } from '../input';
import { WrongUse } from '../wrong-use';

/** Of the document that `scan --format json` prints. */
const VERSION = 1;
const AGAIN = 'scan again, with --format json --output FILE';

/** The report of a scan's result, from the text of the file. Throws WrongUse when it is cut off, of a newer version, or something else. */
export function sourceOfScan(text: string, file: string): ReportSource {
  const name = inputName(file);
  const document = parse(text, name);
  const { version, days, at, organization, caller, account, prices } = document;
  if (typeof version === 'number' && version > VERSION) {
    throw new WrongUse(`a newer version of partsweep wrote ${name} (${version})`, 'use that version here too');
  }
  const rows = listOf(document['buckets'], rowOf);
  const accounts = listOf(document['accounts'], (fields) => accountOf(fields, textOf(at)));
  if (version !== VERSION || typeof days !== 'number' || rows === undefined || accounts === undefined) {
    throw new WrongUse(`${name} is no result of a scan`, AGAIN);
  }
  const began = textOf(at) ?? '';
  return {
    generatedAt: new Date(Number.isNaN(Date.parse(began)) ? 0 : began),
    title: 'Incomplete multipart uploads',
    scope:
      typeof organization === 'string'
        ? `Organization ${organization}, scanned from account ${textOf(caller) ?? ''}`
        : `Account ${textOf(account) ?? ''}, scanned`,
    history: [],
    problems: accounts.flatMap(({ problems }) => problems),
    runs: [],
    pricesAt: textOf(fieldsOf(prices)?.['asOf']) ?? null,
    accounts: accounts.map(({ source }) => source),
    rows,
  };
}

function parse(text: string, name: string): Fields {
  if (/^\{[^\n]*"kind":"partsweep-scan"/.test(text)) {
    throw new WrongUse(
      `${name} is the state of a scan, and not its result`,
      `let the scan end: partsweep scan --resume ${name} --format json --output FILE, with the options that it was begun with`,
    );
  }
  try {
    const fields = fieldsOf(JSON.parse(text));
    if (fields !== undefined) return fields;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WrongUse(`${name} is cut off or damaged: ${why}`, AGAIN, { cause: error });
  }
  throw new WrongUse(`${name} is no result of a scan`, AGAIN);
}

function accountOf(
  fields: Fields,
  at: string | undefined,
): { readonly source: AccountSource; readonly problems: readonly ReportProblem[] } | undefined {
  const account = textOf(fields['account']);
  if (account === undefined) return undefined;
  const texts = Array.isArray(fields['problems']) ? fields['problems'].filter((one) => typeof one === 'string') : [];
  return {
    source: { account, name: textOf(fields['name']) ?? null, standing: null, visitedAt: at ?? null },
    problems: texts.map((text) => ({
      account,
      region: null,
      source: 'scan',
      reason: { code: 'scan', text, remedy: '', snippet: null },
      at: at ?? '',
    })),
  };
}

function rowOf(fields: Fields): ReportRow | undefined {
  const account = textOf(fields['account']);
  const verdict = VERDICTS.find((one): one is Verdict => one === fields['verdict']);
  const reason = reasonOf(fieldsOf(fields['reason']));
  if (account === undefined || verdict === undefined || reason === undefined) return undefined;
  const { days } = fields;
  const [before, after] = [fields['before'], fields['after']].map(stateOf);
  const uploads = fields['uploads'] === undefined ? null : uploadsOf(fieldsOf(fields['uploads']));
  if (before === undefined || after === undefined || uploads === undefined) return undefined;
  return {
    account,
    region: textOf(fields['region']) ?? null,
    bucket: textOf(fields['bucket']) ?? null,
    verdict,
    reason,
    days: typeof days === 'number' ? days : null,
    before,
    after,
    change: null,
    removals: [],
    hold: null,
    at: textOf(fields['at']) ?? '',
    ...(uploads === null ? {} : { uploads }),
  };
}

/** How a bucket was or would be; null where it is not said, undefined for anything else. */
function stateOf(value: unknown): ReportRow['before'] | undefined {
  if (value === undefined || value === null) return null;
  const { rules, digest } = fieldsOf(value) ?? {};
  return typeof rules === 'number' && typeof digest === 'string' ? { rules, digest } : undefined;
}

function reasonOf(fields: Fields | undefined): ReportReason | undefined {
  const [code, text] = [textOf(fields?.['code']), textOf(fields?.['text'])];
  if (code === undefined || text === undefined) return undefined;
  return { code, text, remedy: isReasonCode(code) ? remedy(code) : '', snippet: textOf(fields?.['snippet']) ?? null };
}

/** Null where they could not be measured, undefined for what is no measurement. */
function uploadsOf(uploads: Fields | undefined): MeasuredUploads | null | undefined {
  if (uploads === undefined) return undefined;
  if ('problem' in uploads) return null;
  const { uploads: count, parts, bytes, oldest, usdPerMonth: monthlyCost, sampled } = uploads;
  if (typeof count !== 'number' || typeof parts !== 'number' || typeof bytes !== 'number') return undefined;
  if (!(monthlyCost === null || typeof monthlyCost === 'number')) return undefined;
  if (!(oldest === null || typeof oldest === 'string')) return undefined;
  return { count, parts, bytes, oldest, monthlyCost, sampled: (sampled ?? null) !== null };
}

/** Undefined where it is no list, or one of its items is nothing that `read` knows. */
function listOf<Item>(value: unknown, read: (fields: Fields) => Item | undefined): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((one: unknown) => {
    const fields = fieldsOf(one);
    return fields === undefined ? undefined : read(fields);
  });
  return items.every((item) => item !== undefined) ? items : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
