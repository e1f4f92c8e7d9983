import type { Outcome } from '../../core/outcome';
import { remedy } from '../../core/reasons';
import type { RunProgress } from '../../core/sweep/run';
import { percentOf } from '../../report/coverage';
import type { CoveragePoint } from '../../report/model';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import { pauseLines } from './pause';
import { scopeText } from './scope-text';
import { needsPerson, type Some, type Status } from './status';
import { ageText, count, verdictText } from './words';

const BARS = '▁▂▃▄▅▆▇█';
/** Characters of the line of coverage over time. */
const COLUMNS = 30;

/** The status on one screen. `line`: a command line for hints. */
export function statusScreen(status: Status, paint: Paint, line: (command: string) => string): string {
  const { deployment, coverage, accounts, lastSweep, underWay } = status;
  const full = coverage.covered === coverage.total;
  const figure = percentOf(coverage);
  const rows = [
    `${paint.strong(deployment.qualifier)} in account ${deployment.account}, ${deployment.region}`,
    '',
    `coverage    ${full ? paint.good(figure) : paint.strong(figure)}: ${coverage.covered.toLocaleString('en')} of ${count(coverage.total, 'bucket')} that should be`,
    ...historyRows(coverage),
    `buckets     ${verdictText(coverage.verdicts)}`,
    `accounts    ${accounts.known.toLocaleString('en')} known${accounts.neverVisited === 0 ? '' : `, ${accounts.neverVisited.toLocaleString('en')} never looked through`}${accounts.left === 0 ? '' : `, ${accounts.left.toLocaleString('en')} more that have left`}`,
    `last sweep  ${lastSweep === null ? `none of everything has ended: ${line('sweep')}` : `ended ${ageText(lastSweep.ageSeconds)} ago (${lastSweep.finishedAt})`}`,
    ...underWay.map((run, index) => `${index === 0 ? 'under way ' : '          '}  ${runText(run)}`),
    ...pausedRows(status, paint, line),
    ...queueRows(status, paint, line),
    '',
    ...(needsPerson(status) ? personRows(status, paint, line) : [paint.good('nothing needs a person')]),
  ];
  return `${rows.join('\n')}\n`;
}

/** How coverage went: nothing before there are two sweeps to compare. */
function historyRows({ history, covered, total }: Status['coverage']): string[] {
  const points = history.filter((point) => point.total > 0);
  const [first] = points;
  if (first === undefined || points.length < 2) return [];
  const now = { at: '', covered, total };
  const line = [...thinned(points, COLUMNS - 1), now].map((point) => BARS[barOf(point)]).join('');
  return [`over time   ${line}  ${percentOf(first)} on ${first.at.slice(0, 10)}, ${percentOf(now)} now`];
}

/** Eighths: the last is whole, and none but what is whole. */
function barOf({ covered, total }: CoveragePoint): number {
  return Math.max(0, Math.min(BARS.length - 1, Math.floor((covered / total) * (BARS.length - 1))));
}

/** The first and the last stay. */
function thinned(points: readonly CoveragePoint[], most: number): readonly CoveragePoint[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, at) => {
    const point = points[Math.round((at * (points.length - 1)) / (most - 1))];
    return point ?? { at: '', covered: 0, total: 0 };
  });
}

function runText({ run, accounts }: RunProgress): string {
  const looked = accounts.done + accounts.excluded + accounts.failed;
  const more = accounts.listed ? '' : '+';
  return `${run.task} of ${scopeText(run.scope)}, ${looked} of ${accounts.expected}${more} accounts, by ${visibleText(run.by ?? run.trigger)}: ${run.id}`;
}

function pausedRows({ paused }: Status, paint: Paint, line: (command: string) => string): string[] {
  if (paused === null) return [`paused      ${paint.bad('it cannot be read, which counts as paused')}`];
  const lines = pauseLines(paused);
  if (lines.length === 0) return ['paused      no'];
  return [
    ...lines.map((text, index) => `${index === 0 ? 'paused    ' : '          '}  ${paint.bad(text)}`),
    paint.quiet(`            end it with ${line('resume')} (--account or --ou as it was paused)`),
  ];
}

function queueRows({ queues }: Status, paint: Paint, line: (command: string) => string): string[] {
  const work = queues.filter(({ deadLetters }) => !deadLetters);
  const dead = queues.filter(({ deadLetters, waiting, inFlight }) => deadLetters && waiting + inFlight > 0);
  const text = work.map(({ name, waiting, delayed, inFlight }) => `${name} ${waiting + delayed + inFlight}`);
  return [
    `queues      ${text.join(', ')}`,
    dead.length === 0
      ? 'dead        no dead letters'
      : `dead        ${dead.map(({ name, waiting, inFlight }) => paint.bad(`${name} ${waiting + inFlight}`)).join(', ')}: see ${line('redrive')}`,
  ];
}

function personRows({ needsPerson: of }: Status, paint: Paint, line: (command: string) => string): string[] {
  const rows = [
    ...section('contested buckets: somebody keeps removing our rule', of.contested, bucketRow),
    ...hint(of.contested.count, paint, `mend the cause, then ${line('resume s3://BUCKET')}`),
    ...section('denied buckets', of.denied, bucketRow),
    ...section('accounts that could not be looked through', of.failedAccounts, ({ account, name, reason }) => [
      `${account}${name === null ? '' : ` (${visibleText(name)})`}`,
      reason.text,
      remedy(reason.code),
    ]),
    ...section('what the product cannot see', of.fleetProblems, ({ account, region, reason }) => [
      `${account}${region === null ? '' : ` ${region}`}`,
      reason.text,
      remedy(reason.code),
    ]),
  ];
  const hidden = Object.values(of).some(({ count: all, first }) => all > first.length);
  const all = hidden ? [paint.quiet(`all of them: ${line('status --all')}`)] : [];
  const heading = paint.bad('needs a person');
  return rows.length === 0 ? [`${heading}: see above`] : [heading, ...rows, ...all];

  function section<Row>(
    title: string,
    { count: number, first }: Some<Row>,
    rowOf: (row: Row) => readonly [string, string, string],
  ): string[] {
    if (number === 0) return [];
    const lines = first
      .map(rowOf)
      .flatMap(([what, why, todo]) => [
        `  ${paint.strong(visibleText(what))}  ${visibleText(why)}`,
        ...(todo === '' ? [] : [paint.quiet(`    what to do: ${todo}`)]),
      ]);
    const left = number - first.length;
    return [
      '',
      `${number.toLocaleString('en')} ${title}`,
      ...lines,
      ...(left === 0 ? [] : [`  and ${left.toLocaleString('en')} more`]),
    ];
  }
}

function bucketRow({ account, region, bucket, reason }: Outcome): readonly [string, string, string] {
  return [`s3://${bucket} (${account}, ${region})`, reason.text, remedy(reason.code)];
}

function hint(number: number, paint: Paint, text: string): string[] {
  return number === 0 ? [] : [paint.quiet(`  ${text}`)];
}
