import Table from 'cli-table3';

export interface TableDrawing {
  readonly head: readonly string[];
  /** Columns whose figures stand to the right. @default none */
  readonly right?: readonly number[];
  /** Cells, or one text that stands across all columns. */
  readonly rows: readonly (readonly string[] | string)[];
  /** Columns of the terminal. */
  readonly width: number;
  /** The column that is broken into lines where the rows are wider than the terminal. */
  readonly wide: number;
}

const LEAST_WIDE = 16;
const PADDING = 2;

/** A table in lines, its last line end included. No text is cut off: what does not fit is broken into lines. */
export function drawTable({ head, right = [], rows, width, wide }: TableDrawing): string {
  const cells = rows.filter((row) => typeof row !== 'string');
  const widths = head.map((title, column) => {
    return Math.max(title.length, ...cells.map((row) => visible(row[column] ?? ''))) + PADDING;
  });
  const others = widths.reduce((sum, each, column) => sum + (column === wide ? 0 : each + 1), 2);
  const room = Math.max(LEAST_WIDE, width - others);
  // texts across all columns take the room that there is
  const least = rows.length > cells.length ? room : 0;
  const colWidths = widths.map((each, column) => (column === wide ? Math.max(least, Math.min(each, room)) : each));
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
    colWidths,
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  const across = colWidths.reduce((sum, each) => sum + each + 1, -1) - PADDING;
  for (const row of rows) {
    if (typeof row !== 'string') table.push(row.map((content) => ({ content, wrapOnWordBoundary: false })));
    else table.push([{ content: row, colSpan: head.length, wrapOnWordBoundary: wordsFit(row, across) }]);
  }
  return `${table.toString()}\n`;
}

/** A word that is wider than its column would be cut off where lines break between words only. */
function wordsFit(text: string, columns: number): boolean {
  return text.split(/\s+/).every((word) => visible(word) <= columns);
}

/** Columns that a text takes, without its colours. */
function visible(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours begin with one
  return text.replace(/\u001B\[\d+m/g, '').length;
}
