import { plan } from '../../core/plan';
import { remedy } from '../../core/reasons';
import { visibleText } from '../../report/visible-text';
import type { CommonOptions } from '../command-options';
import type { ExitStatus, Terminal } from '../terminal';
import { bucketArgument } from './bucket-argument';
import { documentIn, drawConfigurations } from './draw-rules';
import { openLiveAccount } from './live-account';
import { readLiveBucket } from './read-live-bucket';
import { tagTerms } from './tag-terms';

/** What `partsweep plan s3://BUCKET` does: reads, and prints what would be done. 1 where something would be, or cannot be. */
export async function runPlanLive(
  argument: string,
  options: CommonOptions & { readonly days: number },
  { out, note, progress, paint }: Terminal,
): Promise<ExitStatus> {
  const bucket = bucketArgument(argument, `--lifecycle ${argument}`);
  progress(`reading s3://${bucket}`);
  const live = await openLiveAccount(options);
  const { place, existing, tags } = await readLiveBucket(live, bucket);
  const profile = await live.profiles.profile(live.account);
  progress('');
  const terms = tagTerms(live.account, profile, tags, options.days);
  const { days, daysFrom, excluded } = terms;
  const planned = plan(existing, { days, onLongerRule: 'add' });
  const { verdict, reason } = excluded === null ? planned : ({ verdict: 'excluded', reason: excluded } as const);
  const after = excluded === null && planned.verdict === 'put' ? planned.configuration : existing;
  const status = verdict === 'keep' || verdict === 'excluded' ? 0 : 1;
  if (options.json === true) {
    const { problems } = terms;
    const document = { ...place, verdict, reason, days, daysFrom, problems, configuration: documentIn(after) };
    out(`${JSON.stringify(document, undefined, 2)}\n`);
    return status;
  }
  const shown = { keep: paint.good, put: paint.strong, refuse: paint.bad, excluded: paint.quiet }[verdict](verdict);
  const what = remedy(reason.code);
  const lines = [
    `${shown}: ${visibleText(reason.text)}`,
    ...(what === '' ? [] : [`what to do: ${what}`]),
    `s3://${bucket} in ${place.region}, account ${place.account}`,
    `wanted: ${days} days${daysFrom === null ? '' : `, by ${daysFrom}`}`,
    ...terms.problems.map((problem) => `note: ${visibleText(problem)}`),
    '',
    ...drawConfigurations(existing, after, paint),
  ];
  out(`${lines.join('\n')}\n`);
  if (verdict === 'put') note('Next: partsweep scan --apply   (writes it, here and wherever else it is missing)');
  return status;
}
