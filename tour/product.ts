import { parseSettings, type SettingsInput } from '../core/settings/settings';
import type { Cloud } from '../sandbox/cloud';
import type { Landscape } from './landscape';
import { synthesize } from './synthesize';

/** How the product is set up on the local organization. */
export interface ProductOptions {
  /** The first one is the hub's. */
  readonly regions: readonly string[];
  readonly settleSeconds: number;
  /** Further settings, or others than the usual ones. @default none */
  readonly settings?: Partial<SettingsInput>;
}

/**
 * Writes the product's cloud assembly for the organization to `outdir`, as `cdk synth` would. `rootId` is the organization's root.
 * Throws an Error that lists what is wrong with the settings.
 */
export function synthesizeProduct(landscape: Landscape, rootId: string, options: ProductOptions, outdir: string): void {
  const parsed = parseSettings({
    scope: 'organization',
    organizationId: landscape.organization.id,
    managementAccountId: landscape.managementAccountId,
    hubAccountId: landscape.hub.id,
    targets: [rootId],
    homeRegion: options.regions[0],
    regions: [...options.regions],
    settleSeconds: options.settleSeconds,
    // waits of a real deployment, in proportion to the settling time
    retrySeconds: Math.max(1, Math.round(options.settleSeconds / 10)),
    maximumConcurrency: 2,
    ...options.settings,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  synthesize(parsed.settings, { outdir });
}

/** ARN of the central bus: the product's if it is deployed, else the hub's first custom bus, else its default bus. */
export function centralBusArn(cloud: Cloud, landscape: Landscape, homeRegion: string): string {
  const { id } = landscape.hub;
  const found = cloud.stacks
    .list()
    .filter((stack) => stack.account === id && stack.region === homeRegion)
    .flatMap((stack) => stack.resources)
    .find((resource) => resource.type === 'AWS::Events::EventBus');
  return `arn:aws:events:${homeRegion}:${id}:event-bus/${found?.physicalId ?? 'default'}`;
}
