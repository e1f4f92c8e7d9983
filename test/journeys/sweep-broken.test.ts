import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootId } from '../../sandbox/organization/ids';
import { landscape } from '../../tour/landscape';
import { synthesizeProduct } from '../../tour/product';
import { Stage } from '../../tour/stage';
import { shows } from './breakages/breakage';
import { FAILING_SWEEP_DEPLOYMENTS, SWEEP_BREAKAGES } from './breakages/sweep';
import { HUB, REGION } from './places';
import { SWEEP_SCENES, type SweepSceneName } from './sweep-scenes';
import { calm, worked } from './sweep-stage';
import { Templates } from './templates';

const OPTIONS = {
  accounts: 2,
  regions: [REGION],
  settleSeconds: 1,
  settings: { retrySeconds: 1, maxTries: 2, directoryBucketRegions: ['eu-west-1'] },
};
/** Those that end well where nothing is broken. */
const SCENES: readonly SweepSceneName[] = [
  'schedule',
  'unit',
  'strange sweep',
  'report',
  'deleted bucket',
  'large configuration, undone',
];
/** Seconds to wait for what must come. */
const PATIENCE = 300;

// not in a hook: every test varies the one assembly, and tests that run side by side need it at once
const assembly = mkdtempSync(join(tmpdir(), 'sweep-broken-'));
synthesizeProduct(landscape(2), rootId(landscape(2).organization.id), OPTIONS, assembly);
const texts = {
  hub: readFileSync(join(assembly, 'Hub.template.json'), 'utf8'),
  fleet: readFileSync(join(assembly, 'Fleet.template.json'), 'utf8'),
};

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

async function onStage(
  change: (templates: Templates) => unknown,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const templates = new Templates(texts);
  change(templates);
  const changeTemplate = (file: string, text: string): string => templates.text(file) ?? text;
  const stage = await Stage.open({ ...OPTIONS, assembly, changeTemplate });
  try {
    await play(stage);
  } finally {
    await stage.stop();
  }
}

describe('A template that is broken on purpose', () => {
  it.concurrent.each(SWEEP_BREAKAGES.map((breakage) => [breakage.name, breakage] as const))(
    'fails where it is broken: %s',
    async (_, { change, scene = 'hint', signs }) => {
      await onStage(change, async (stage) => {
        await SWEEP_SCENES[scene](stage);
        for (const sign of signs) {
          await stage.traced(JSON.stringify(sign), (entry) => shows(entry, sign), PATIENCE);
        }
      });
    },
    90_000,
  );

  it.concurrent.each(FAILING_SWEEP_DEPLOYMENTS.map((failing) => [failing.name, failing] as const))(
    'fails to be deployed: %s',
    async (_, { change, error }) => {
      await expect(onStage(change, async () => {})).rejects.toThrow(error);
    },
  );
});

describe('The templates as they are', () => {
  it.concurrent('show no sign of any breakage, in any scene', async () => {
    await onStage(
      () => {},
      async (stage) => {
        for (const scene of SCENES) await SWEEP_SCENES[scene](stage);
        await calm(stage);
        await worked(stage, ['partsweep-reports']);
        const files = ['report.html', 'report.csv.gz', 'report.json.gz'].map((name) =>
          stage.cloud.s3.inspectObject(`partsweep-inventory-${HUB}-${REGION}`, `reports/${name}`),
        );
        expect(files).not.toContain(undefined);
        const entries = stage.cloud.trace.entries();
        expect(entries.filter(({ kind }) => kind === 'denied')).toEqual([]);
        const shown = SWEEP_BREAKAGES.filter(({ signs: [first] }) => entries.some((entry) => shows(entry, first)));
        expect(shown.map(({ name }) => name)).toEqual([]);
      },
    );
  }, 600_000);
});
