import type { Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { asCsv } from './as-csv';
import { asJson } from './as-json';
import { asOcsf } from './as-ocsf';
import { asTable } from './as-table';
import { writeOutput } from './output-file';
import type { ScanOptions } from './scan-options';
import type { ScanFormat, ScanResult } from './scan-result';

/** Characters that are written at a time. */
const PIECE = 65_536;

/** How to print. Throws WrongUse where `--json` and `--format` ask for different things. */
export function scanFormat({ format, json }: ScanOptions, { paint, width }: Terminal): ScanFormat {
  if (json === true && format !== undefined && format !== 'json') {
    throw new WrongUse(`--json and --format ${format} ask for two formats`, 'leave one of them out');
  }
  const formats = {
    csv: asCsv,
    json: asJson,
    ocsf: asOcsf,
    table: (result: ScanResult) => asTable(result, { paint, width }),
  };
  return formats[format ?? (json === true ? 'json' : 'table')];
}

/** Prints to stdout, or to the file that was asked for. */
export function printScan(result: ScanResult, format: ScanFormat, options: ScanOptions, terminal: Terminal): void {
  if (options.output !== undefined) {
    writeOutput(options.output, format(result), options.force === true);
    terminal.note(`Written: ${options.output}`);
    return;
  }
  let piece = '';
  for (const text of format(result)) {
    piece += text;
    if (piece.length < PIECE) continue;
    terminal.out(piece);
    piece = '';
  }
  if (piece !== '') terminal.out(piece);
}
