import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { StackSetFleet } from '../../adapters/fleet-status';
import { stackSetNames } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { clientConfig } from '../aws';
import type { CommonOptions } from '../command-options';

/** CloudFormation in each Region, and the stack sets. */
export class DeploymentClients {
  readonly #config: { readonly profile?: string };
  readonly #byRegion = new Map<string, CloudFormationClient>();

  constructor(options: CommonOptions) {
    const { region: _, ...config } = clientConfig(options);
    this.#config = config;
  }

  /** Configuration of any client of this deployment. */
  in(region: string): { readonly profile?: string; readonly region: string } {
    return { ...this.#config, region };
  }

  cloudFormation(region: string): CloudFormationClient {
    const known = this.#byRegion.get(region);
    if (known !== undefined) return known;
    const client = new CloudFormationClient(this.in(region));
    this.#byRegion.set(region, client);
    return client;
  }

  /** Undefined where there are no stack sets. */
  fleet(settings: Settings): StackSetFleet | undefined {
    if (settings.scope === 'account') return undefined;
    const { qualifier, regions, homeRegion, callAs } = settings;
    const stackSets = stackSetNames(qualifier, regions);
    return new StackSetFleet({ cloudFormation: this.cloudFormation(homeRegion), stackSets, callAs });
  }
}
