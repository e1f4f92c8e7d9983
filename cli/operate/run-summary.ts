import { remedy } from '../../core/reasons';
import type { RunProgress } from '../../core/sweep/run';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import { scopeText } from './scope-text';
import { count, verdictText } from './words';

/** Failed accounts that are named. */
const NAMED = 10;

/** A run for people, line by line. */
export function runSummary({ run, accounts, buckets, listing, failures }: RunProgress, paint: Paint): string[] {
  const { expected, done, excluded, failed, open } = accounts;
  const parts = [
    `${done.toLocaleString('en')} done`,
    ...(excluded === 0 ? [] : [`${excluded.toLocaleString('en')} excluded`]),
    ...(open === 0 ? [] : [`${open.toLocaleString('en')} open`]),
    ...(failed === 0 ? [] : [paint.bad(`${failed.toLocaleString('en')} failed`)]),
  ];
  const more = accounts.listed ? '' : ' so far';
  return [
    `${paint.strong(`${run.task} of ${scopeText(run.scope)}`)}, run ${run.id}`,
    `accounts  ${expected.toLocaleString('en')} expected${more}: ${parts.join(', ')}`,
    `buckets   ${verdictText(buckets)}`,
    ...(listing.state === 'failed'
      ? [paint.bad(`the listing of accounts broke off: ${visibleText(listing.reason?.text ?? 'no reason')}`)]
      : []),
    ...failures.slice(0, NAMED).flatMap(({ account, reason }) => {
      const what = reason === null ? '' : remedy(reason.code);
      return [
        `  ${paint.bad(account)}  ${visibleText(reason?.text ?? 'no reason was kept')}`,
        ...(what === '' ? [] : [paint.quiet(`                what to do: ${what}`)]),
      ];
    }),
    ...(failed > NAMED
      ? [`  and ${count(failed - NAMED, 'more account')}: see them with --json, up to a hundred`]
      : []),
  ];
}
