import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readInput } from '../input';
import { refuseToReplace } from '../scan/output-file';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { openFile } from './open-file';
import type { ReportFormat, ReportOptions } from './report-options';
import { type ReportSink, sinkOf } from './report-sink';
import { sourceOfScan } from './scan-result-file';
import { writeForm } from './write-form';

/** Makes or fetches the report, and prints, writes or opens it. Throws WrongUse for what the person can put right. */
export async function runReport(options: ReportOptions, terminal: Terminal): Promise<ExitStatus> {
  const format = formatOf(options);
  const { output, force = false, open = false } = options;
  if (output !== undefined) refuseToReplace(output, force);
  // a folder that only its owner can look into
  const file = open && output === undefined ? join(mkdtempSync(join(tmpdir(), 'partsweep-')), 'report.html') : output;
  if (file === undefined && format === 'html' && process.stdout.isTTY === true) {
    throw new WrongUse('a page is nothing to print on a terminal', 'see it with --open, or name a file with --output');
  }
  const sink = sinkOf(file, force, terminal);
  try {
    await writeReport(options, format, sink, terminal);
    sink.end();
  } catch (error) {
    sink.abort();
    throw error;
  }
  if (file !== undefined) terminal.note(`Written: ${file}`);
  if (file !== undefined && open && !(await openFile(resolve(file)))) {
    terminal.note(`No browser could be started: open ${resolve(file)} yourself.`);
  }
  return 0;
}

async function writeReport(
  options: ReportOptions,
  format: ReportFormat,
  sink: ReportSink,
  terminal: Terminal,
): Promise<void> {
  const { from, now = false } = options;
  if (from !== undefined) return writeForm(sourceOfScan(readInput(from), from), format, sink);
  const { operation } = await import('../operate/operation.ts');
  const { hub, line } = await operation(options, terminal);
  const { writeInventory, writeStored } = await import('./hub-report.ts');
  if (now) return writeInventory(hub, format, sink, terminal);
  terminal.note(await writeStored(hub, format, sink, line));
}

/** Throws WrongUse where the options ask for different things. */
function formatOf({ format, json, open }: ReportOptions): ReportFormat {
  const asked = format ?? (json === true ? 'json' : 'html');
  if (json === true && asked !== 'json') {
    throw new WrongUse(`--json and --format ${asked} ask for two formats`, 'leave one of them out');
  }
  if (open === true && asked !== 'html') {
    throw new WrongUse('--open opens the page, and another format is asked for', 'leave one of them out');
  }
  return asked;
}
