import { reported } from './configuration-document';
import { allHeld, type PlayedTour } from './programme';

/** The document of `npm start -- --json`. `ok`, `buckets` and what each of them holds are a contract; new keys may come. */
export function tourDocument(tour: PlayedTour, report: string) {
  const { played, strangers, sweep, again, contested, pause, undone, everything, accounts } = tour;
  return {
    ok: allHeld(tour),
    buckets: played.map(reported),
    strangers,
    sweep: {
      run: sweep.run,
      progress: sweep.progress,
      buckets: sweep.buckets.map((bucket) => ({ ...reported(bucket), problems: bucket.problems })),
      lostEvent: reported(sweep.lostEvent),
      checks: sweep.checks,
      again,
    },
    contested: { ...reported(contested), check: contested.check },
    pause,
    undo: { bucket: { ...reported(undone), check: undone.check }, everything },
    accounts,
    report,
  };
}
