import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allHeld, type PlayedTour, playTour, TOUR_STAGE } from './programme';
import { Stage } from './stage';
import { tellBucket, tellCheck, tellContested, tellSweep } from './story';
import { tourDocument } from './tour-document';

const REPORT = join('out', 'report.html');

interface Voice {
  /** The story, for people. */
  say(text: string): void;
  /** Where things stand while there is nothing to tell yet. */
  progress(text: string): void;
}

/** With `--json` nothing but the document goes to stdout. On a terminal the progress line overwrites itself. */
function voice(json: boolean): Voice {
  const terminal = process.stderr.isTTY === true;
  const clear = terminal ? '\r\u001B[K' : '';
  return {
    say: (text) => {
      process.stderr.write(clear);
      if (!json) process.stdout.write(`${text}\n`);
    },
    progress: (text) => void process.stderr.write(terminal ? `${clear}${text}` : `${text}\n`),
  };
}

async function tour(json: boolean): Promise<boolean> {
  const { say, progress } = voice(json);
  progress('starting a local organization and deploying the synthesized templates …');
  const stage = await Stage.open(TOUR_STAGE);
  try {
    const { organization } = stage.cloud;
    say(
      `A local organization: ${organization.accounts().length} accounts, ${stage.regions.length} Regions, ${stage.cloud.stacks.list().length} stacks from the synthesized templates.\nOrdinary users of its accounts now work on buckets. Settling takes ${stage.settleSeconds} second here, five minutes in earnest.\n`,
    );
    const played = await playTour(stage, progress);
    const ok = allHeld(played);
    mkdirSync('out', { recursive: true });
    writeFileSync(REPORT, played.report.html);
    for (const paragraph of story(played)) say(`${paragraph}\n`);
    say(`${ok ? 'All held.' : 'NOT ALL HELD: see the lines that begin with BAD.'} The report is in ${REPORT}.`);
    if (json) process.stdout.write(`${JSON.stringify(tourDocument(played, REPORT), null, 2)}\n`);
    return ok;
  } finally {
    await stage.stop();
  }
}

/** The whole tour, paragraph by paragraph. */
function story({
  played,
  strangers,
  sweep,
  again,
  contested,
  undone,
  pause,
  report,
  everything,
}: PlayedTour): string[] {
  return [
    ...played.map(tellBucket),
    ...strangers.map(tellCheck),
    tellContested(contested),
    tellSweep(sweep),
    ...sweep.checks.map(tellCheck),
    ...[again, undone, pause, report, everything].map(({ check }) => tellCheck(check)),
  ];
}

// The SDK's note about the Node version of 2027 would stand in the middle of the story.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
try {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  tour(values.json).then(
    (ok) => {
      process.exitCode = ok ? 0 : 1;
    },
    (error: unknown) => {
      process.stderr.write(`tour: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\nusage: npm start [--silent] [-- --json]\n`,
  );
  process.exitCode = 2;
}
