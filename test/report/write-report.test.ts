import type { ReportFile, ReportFileName, ReportFiles } from '../../report/write-report';
import { OutOfTime, writeReport } from '../../report/write-report';
import { reportRow } from './report-row';
import { reportSource } from './report-source';

/** Files in memory. `failing`: a file and what is done to it that fails. */
class MemoryFiles implements ReportFiles {
  readonly ended = new Map<string, string>();
  readonly aborted: string[] = [];
  readonly #failing: string | undefined;

  constructor(failing?: string) {
    this.#failing = failing;
  }

  async begin(name: ReportFileName): Promise<ReportFile> {
    this.#mayFail(`${name} begin`);
    let text = '';
    return {
      write: async (more) => {
        this.#mayFail(`${name} write`);
        text += more;
      },
      end: async () => {
        this.#mayFail(`${name} end`);
        this.ended.set(name, text);
      },
      abort: async () => {
        this.aborted.push(name);
      },
    };
  }

  #mayFail(what: string): void {
    if (what === this.#failing) throw new Error(what);
  }
}

const rows = ['one', 'three', 'two'].map((bucket) => reportRow({ bucket }));

test('a report is written in its three forms, the page last, and nothing is aborted', async () => {
  const files = new MemoryFiles();
  expect(await writeReport(reportSource({ rows }), files)).toEqual({ rows: 3 });
  expect([...files.ended.keys()]).toEqual(['report.csv.gz', 'report.json.gz', 'report.html']);
  expect(files.aborted).toEqual([]);
  expect(files.ended.get('report.csv.gz')?.split('\r\n')).toHaveLength(5);
  expect(JSON.parse(files.ended.get('report.json.gz') ?? '')).toMatchObject({
    version: 1,
    buckets: [{ bucket: 'one' }, { bucket: 'three' }, { bucket: 'two' }],
    coverage: { covered: 3, total: 3 },
  });
  expect(files.ended.get('report.html')).toContain('<!doctype html>');
});

test.each([
  'report.csv.gz begin',
  'report.csv.gz write',
  'report.csv.gz end',
  'report.json.gz begin',
  'report.json.gz write',
  'report.json.gz end',
  'report.html begin',
  'report.html write',
  'report.html end',
])('fails when %s does, and aborts every file that was begun and has not ended', async (failing) => {
  const files = new MemoryFiles(failing);
  await expect(writeReport(reportSource({ rows }), files)).rejects.toThrow(failing);
  const order = ['report.csv.gz', 'report.json.gz', 'report.html'];
  const begun = failing.endsWith('begin') ? order.slice(0, order.indexOf(failing.split(' ')[0] ?? '')) : undefined;
  const left = (begun ?? order).filter((name) => !files.ended.has(name));
  // the page is begun when the rows are through
  const expected = /(csv|json).* write/.test(failing) ? left.filter((name) => name !== 'report.html') : left;
  expect(files.aborted).toEqual(expected);
});

test('fails when the source does, with nothing written', async () => {
  const files = new MemoryFiles();
  const broken = (async function* () {
    yield reportRow();
    throw new Error('the inventory does not answer');
  })();
  await expect(writeReport(reportSource({ rows: broken }), files)).rejects.toThrow('does not answer');
  expect([...files.ended.keys()]).toEqual([]);
  expect(files.aborted).toEqual(['report.csv.gz', 'report.json.gz']);
});

test('fails when its time is over, and says how far it came', async () => {
  const files = new MemoryFiles();
  let asked = 0;
  const isLate = (): boolean => {
    asked += 1;
    return asked > 2;
  };
  const writing = writeReport(reportSource({ rows }), files, isLate);
  await expect(writing).rejects.toThrow(new OutOfTime(2));
  expect(files.aborted).toEqual(['report.csv.gz', 'report.json.gz']);
});
