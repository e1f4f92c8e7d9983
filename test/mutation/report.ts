/** Where in a file, both from 1, the end exclusive. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A mutant as Stryker reports it. Source: mutation-testing-report-schema 2. */
interface Mutant {
  readonly status:
    | 'Killed'
    | 'Timeout'
    | 'Survived'
    | 'NoCoverage'
    | 'Ignored'
    | 'RuntimeError'
    | 'CompileError'
    | 'Pending';
  readonly replacement?: string;
  readonly statusReason?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** What Stryker reports of some files, by their path. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** A mutant that no test caught: the source line it stands on, now `at`, and the change. White space is joined, long texts are cut. */
export interface Survivor {
  readonly file: string;
  readonly at: number;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly covered: boolean;
}

/** How many mutants were tried, how many of them a test caught (one that never ends is caught), and how many a comment leaves out. */
export interface Counts {
  readonly tried: number;
  readonly caught: number;
  readonly leftOut: number;
}

export function countsOf(report: Report): Counts {
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const caught = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const survived = statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  const leftOut = statuses.filter((status) => status === 'Ignored').length;
  return { tried: caught + survived, caught, leftOut };
}

export function survivorsOf(report: Report): readonly Survivor[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ location, replacement = '', status }) => ({
        file,
        at: location.start.line,
        line: joined(lines[location.start.line - 1] ?? ''),
        from: joined(textOf(lines, location)),
        to: joined(replacement),
        covered: status === 'Survived',
      }))
      .toSorted((a, b) => a.at - b.at);
  });
}

function textOf(lines: readonly string[], { start, end }: Mutant['location']): string {
  return lines
    .slice(start.line - 1, end.line)
    .map((line, index) => {
      const from = index === 0 ? start.column - 1 : 0;
      return start.line + index === end.line ? line.slice(from, end.column - 1) : line.slice(from);
    })
    .join('\n');
}

/** A whole block is known by its beginning. */
function joined(text: string): string {
  const one = text.replace(/\s+/g, ' ').trim();
  return one.length > 100 ? `${one.slice(0, 99)}…` : one;
}
