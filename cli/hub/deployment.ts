import { existsSync } from 'node:fs';
import type { Settings } from '../../core/settings/settings';
import { readInput } from '../input';
import { WrongUse } from '../wrong-use';
import type { HubOptions } from './hub-options';

/** Which deployment is meant, as far as is known before anybody is asked. */
export interface Deployment {
  readonly qualifier: string;
  /** Null: that of the credentials. */
  readonly account: string | null;
  /** Null: that of the SDK's configuration. */
  readonly region: string | null;
  /** Null: to be asked of Organizations, or there is none. */
  readonly organizationId: string | null;
}

const QUALIFIER = /^[a-z](-?[a-z0-9]){0,31}$/;

/**
 * The deployment that the options name: by its qualifier, or by the settings in a file. Throws WrongUse when the file is not there or is
 * wrong.
 */
export async function deploymentOf({ config, qualifier, region }: HubOptions): Promise<Deployment> {
  if (qualifier !== undefined) {
    if (!QUALIFIER.test(qualifier)) {
      throw new WrongUse(
        `${JSON.stringify(qualifier)} cannot be the name of a deployment`,
        'give the qualifier of the settings, such as partsweep',
      );
    }
    return { qualifier, account: null, region: region ?? null, organizationId: null };
  }
  const settings = await settingsOf(config);
  return {
    qualifier: settings.qualifier,
    account: settings.hubAccountId,
    region: region ?? settings.homeRegion,
    organizationId: settings.scope === 'organization' ? settings.organizationId : null,
  };
}

async function settingsOf(config: string): Promise<Settings> {
  if (config !== '-' && !existsSync(config)) {
    throw new WrongUse(
      `there is no ${config} here that says where the hub is`,
      'run this where cdk.json is, name that file with --config, or name the deployment with --qualifier',
    );
  }
  const context = contextOf(config);
  // the schema library is loaded here, so that other commands start without it
  const { parseSettings } = await import('../../core/settings/settings.ts');
  const parsed = parseSettings(context);
  if (!parsed.ok) throw new WrongUse(parsed.message.trimEnd(), `put ${config} right`);
  return parsed.settings;
}

function contextOf(config: string): unknown {
  const text = readInput(config);
  try {
    const file = JSON.parse(text) as { readonly context?: { readonly partsweep?: unknown } } | null;
    return file?.context?.partsweep;
  } catch (error) {
    throw new WrongUse(
      `${config} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      'put it right: cdk synth says the same',
      { cause: error },
    );
  }
}
