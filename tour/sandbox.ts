import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cloud, startCloud } from '../sandbox/cloud';
import { landscape as makeLandscape } from './landscape';
import { outcomeOfLine } from './outcome-lines';
import { centralBusArn, synthesizeProduct } from './product';
import { parseSandboxOptions, SANDBOX_USAGE, type SandboxOptions } from './sandbox-options';
import { ELEMENTS_NEWER_THAN_SDKS } from './scenes';

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

async function run(options: SandboxOptions): Promise<void> {
  const landscape = makeLandscape(options.accounts);
  const homeRegion = options.regions[0] ?? '';
  const cloud = await startCloud({
    organization: landscape.organization,
    port: options.port,
    additionalRuleElements: ELEMENTS_NEWER_THAN_SDKS,
  });
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-sandbox-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    const assembly = options.assembly ?? options.synth ?? folder;
    if (options.assembly === undefined) {
      synthesizeProduct(landscape, cloud.organization.rootId, options, resolve(assembly));
    }
    if (options.synth !== undefined) {
      await cloud.stop();
      print({ synthesized: resolve(options.synth) });
      return;
    }
    cloud.trace.listen((entry) => {
      const outcome = entry.kind === 'log' ? outcomeOfLine(entry.line) : undefined;
      if (outcome !== undefined) print(outcome);
    });
    await cloud.deploy(resolve(assembly), { account: landscape.hub.id, region: homeRegion });
    print({
      ready: true,
      endpoint: cloud.endpoint,
      hub: { id: landscape.hub.id, region: homeRegion, busArn: centralBusArn(cloud, landscape, homeRegion) },
      accounts: landscape.workloads.map((account) => ({ ...account, ...cloud.administrator(account.id) })),
    });
  } catch (error) {
    await cloud.stop();
    throw error;
  }
  endOnSignal(cloud);
}

function endOnSignal(cloud: Cloud): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      cloud.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

const parsed = parseSandboxOptions(process.argv.slice(2));
if ('problems' in parsed) {
  process.stderr.write(`${parsed.problems.join('\n')}\n${SANDBOX_USAGE}\n`);
  process.exitCode = 2;
} else {
  run(parsed.options).catch((error: unknown) => {
    process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
