import { App, type Stack, Tags, Validations } from 'aws-cdk-lib';
import type { OrganizationSettings, Settings } from '../core/settings/settings';
import { FleetStack } from './fleet/fleet-stack';
import { buildFunctions, FUNCTIONS_FOLDER } from './functions/build';
import { HubStack } from './hub/hub-stack';
import { ForwarderStack, OrganizationEventsStack, RoleStack } from './member/member-stacks';
import { organizationEventsRegion } from './member/organization-events-region';
import { SolutionsChecks } from './solutions-checks';
import { STRICT_TEMPLATES } from './strict-templates';
import { bootstrapless, bootstrapped } from './synthesizers';

export interface AppProps {
  /** Where the cloud assembly goes. @default `cdk.out`, or where the CDK's command line says */
  readonly outdir?: string;
  /** Folder with a folder for each function's bundle. @default the functions are bundled into `out/functions` */
  readonly functionsDir?: string;
}

/**
 * The whole deployment for `settings`; `.synth()` on the result writes the cloud assembly, offline.
 * Stacks are named `<qualifier>-hub` and, in an organization, `<qualifier>-fleet`; where accounts get stacks of their own
 * (the management account, or the one account of scope `account`), `<qualifier>-roles` and `<qualifier>-forwarder-<region>`. Where the
 * management account may have stacks of ours at all, `<qualifier>-organization-events` as well.
 *
 * @throws Error when a function does not compile or is too large, or a limit of AWS is passed (see the constructs)
 */
export function createApp(settings: Settings, props: AppProps = {}): App {
  const functionsDir = props.functionsDir ?? builtFunctions();
  const app = new App({
    ...(props.outdir === undefined ? {} : { outdir: props.outdir }),
    analyticsReporting: false,
    postCliContext: STRICT_TEMPLATES,
  });
  const { qualifier, homeRegion, hubAccountId } = settings;
  const hubEnvironment = { account: hubAccountId, region: homeRegion };

  const hub = new HubStack(app, 'Hub', settings, functionsDir, {
    stackName: `${qualifier}-hub`,
    env: hubEnvironment,
    synthesizer: bootstrapped(),
  });
  if (settings.scope === 'organization') {
    new FleetStack(app, 'Fleet', settings, {
      stackName: `${qualifier}-fleet`,
      env: hubEnvironment,
      synthesizer: bootstrapped(),
    }).addStackDependency(hub);
    if (settings.deployToManagementAccount) {
      accountStacks(app, 'Management', settings, settings.managementAccountId, hub);
    }
    organizationEvents(app, settings, hub);
  } else {
    accountStacks(app, 'Account', settings, hubAccountId, hub);
  }
  for (const [key, value] of Object.entries(settings.tags)) Tags.of(app).add(key, value);
  Validations.of(app).addPlugins(new SolutionsChecks(app));
  return app;
}

/** Roles and forwarders as stacks of one account, where stack sets do not reach. They need no bootstrapped Regions. */
function accountStacks(app: App, prefix: string, settings: Settings, account: string, hub: Stack): void {
  const { qualifier, homeRegion } = settings;
  const roles = new RoleStack(app, `${prefix}-Roles`, settings, {
    stackName: `${qualifier}-roles`,
    env: { account, region: homeRegion },
    synthesizer: bootstrapless(),
  });
  roles.addStackDependency(hub);
  for (const region of settings.regions) {
    new ForwarderStack(app, `${prefix}-Forwarder-${region}`, settings, {
      stackName: `${qualifier}-forwarder-${region}`,
      env: { account, region },
      synthesizer: bootstrapless(),
    }).addStackDependency(roles);
  }
}

/** Changes of the organization, where the management account is the hub or has stacks of ours; elsewhere the sweep finds them. */
function organizationEvents(app: App, settings: OrganizationSettings, hub: Stack): void {
  const { qualifier, managementAccountId, hubAccountId, deployToManagementAccount } = settings;
  const region = organizationEventsRegion(settings.homeRegion);
  if (region === undefined || !(deployToManagementAccount || hubAccountId === managementAccountId)) return;
  new OrganizationEventsStack(app, 'Organization-Events', settings, {
    stackName: `${qualifier}-organization-events`,
    env: { account: managementAccountId, region },
    synthesizer: bootstrapless(),
  }).addStackDependency(hub);
}

let built: string | undefined;

/** Bundled once a process: sources do not change while it runs. */
function builtFunctions(): string {
  if (built === undefined) {
    const functions = buildFunctions();
    for (const { name, bytes } of functions) process.stderr.write(`${name}  ${bytes}\n`);
    built = FUNCTIONS_FOLDER;
  }
  return built;
}
