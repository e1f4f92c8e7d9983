import { buildReport, type ReportSource } from './build-report';
import { csvHead, csvRow } from './csv';
import { renderHtml } from './html';
import { ReportJson } from './json';

/** The files of a report. The page is small enough for a browser; the others have every row, and are compressed. */
export const REPORT_FILES = ['report.csv.gz', 'report.json.gz', 'report.html'] as const;
export type ReportFileName = (typeof REPORT_FILES)[number];

/** A file that is being written: there once it has ended, and not at all where it was aborted. */
export interface ReportFile {
  write(text: string): Promise<void>;
  end(): Promise<void>;
  /** Never throws. */
  abort(): Promise<void>;
}

export interface ReportFiles {
  begin(name: ReportFileName): Promise<ReportFile>;
}

/** What is written of a report before its time was over; it is aborted. */
export class OutOfTime extends Error {
  readonly rows: number;

  constructor(rows: number) {
    super(`the time was over after ${rows} rows`);
    this.name = 'OutOfTime';
    this.rows = rows;
  }
}

/**
 * Writes a report in its three forms, going through the source once; the page last, so that whoever sees it finds the others too. Throws
 * OutOfTime when `isLate` says so, and what the source or a file throws: then each file is as it was before.
 */
export async function writeReport(
  source: ReportSource,
  files: ReportFiles,
  isLate: () => boolean = () => false,
): Promise<{ readonly rows: number }> {
  const begun: ReportFile[] = [];
  const begin = async (name: ReportFileName): Promise<ReportFile> => {
    const file = await files.begin(name);
    begun.push(file);
    return file;
  };
  const ended = new Set<ReportFile>();
  const end = async (file: ReportFile): Promise<void> => {
    await file.end();
    ended.add(file);
  };
  let rows = 0;
  try {
    const [csv, json] = [await begin('report.csv.gz'), await begin('report.json.gz')];
    const lines = new ReportJson();
    await csv.write(csvHead());
    await json.write(lines.head());
    const model = await buildReport(source, {
      eachRow: async (row) => {
        if (isLate()) throw new OutOfTime(rows);
        rows += 1;
        await csv.write(csvRow(row));
        await json.write(lines.row(row));
      },
    });
    await json.write(lines.tail(model));
    const html = await begin('report.html');
    await html.write(renderHtml(model));
    for (const file of begun) await end(file);
    return { rows };
  } catch (error) {
    await Promise.all(begun.filter((file) => !ended.has(file)).map((file) => file.abort()));
    throw error;
  }
}
