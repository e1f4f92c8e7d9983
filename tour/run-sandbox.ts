import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cloud, startCloud } from '../sandbox/cloud';
import { giveAccess } from './account-access';
import { type Landscape, landscape as makeLandscape } from './landscape';
import { outcomeOfLine } from './outcome-lines';
import { centralBusArn, synthesizeProduct } from './product';
import { ELEMENTS_NEWER_THAN_SDKS } from './rules';
import type { SandboxOptions } from './sandbox-options';

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/**
 * Starts the organization and the product (or another assembly), prints the ready line and then one line per outcome.
 * `started` is given the cloud as soon as there is one. Rejects when the port is taken or something cannot be deployed.
 */
export async function runSandbox(options: SandboxOptions, started: (cloud: Cloud) => void): Promise<void> {
  const landscape = makeLandscape(options.accounts);
  const homeRegion = options.regions[0] ?? '';
  const cloud = await startCloud({
    organization: landscape.organization,
    port: options.port,
    additionalRuleElements: ELEMENTS_NEWER_THAN_SDKS,
  });
  started(cloud);
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-sandbox-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    await giveAccess(cloud, landscape, homeRegion);
    seedBuckets(cloud, landscape, options);
    const assembly = options.assembly ?? options.synth ?? folder;
    if (options.assembly === undefined && !options.bare) {
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
    if (!options.bare) await cloud.deploy(resolve(assembly), { account: landscape.hub.id, region: homeRegion });
    print({
      ready: true,
      endpoint: cloud.endpoint,
      hub: {
        id: landscape.hub.id,
        region: homeRegion,
        busArn: centralBusArn(cloud, landscape, homeRegion),
      },
      hubAdministrator: cloud.administrator(landscape.hub.id),
      management: { id: landscape.managementAccountId, ...cloud.administrator(landscape.managementAccountId) },
      organization: { id: landscape.organization.id, rootId: cloud.organization.rootId },
      accounts: landscape.workloads.map((account) => ({ ...account, ...cloud.administrator(account.id) })),
    });
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/** Buckets that were there before anybody listened; of each account in turn in one of the Regions. */
function seedBuckets(cloud: Cloud, { workloads }: Landscape, { buckets, regions }: SandboxOptions): void {
  if (buckets === 0) return;
  const made = new Date(Date.now() - 86_400_000);
  for (const [index, { id }] of workloads.entries()) {
    const names = Array.from({ length: buckets }, (_, number) => `${id}-bucket-${number + 1}`);
    cloud.s3.seedBuckets(id, regions[index % regions.length] ?? '', names, made);
  }
}
