import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SettingsInput } from '../../core/settings/settings';
import { Stage } from '../../tour/stage';
import { calm } from '../journeys/sweep-stage';
import { type Ended, ROOT } from './command';

const REGION = 'eu-central-1';

export interface CommandOptions {
  /** Account whose administrator asks. @default the hub */
  readonly account?: string;
  /** Others than those of that account. */
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder. @default one with the `cdk.json` of the deployment */
  readonly cwd?: string;
  /** Called with what came from the process so far. */
  readonly watch?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** The product, deployed onto a local organization, and the command line as a process beside it. */
export class HubStage {
  readonly stage: Stage;
  /** Folder with the `cdk.json` of the deployment. */
  readonly folder: string;
  readonly region = REGION;

  private constructor(stage: Stage, folder: string) {
    this.stage = stage;
    this.folder = folder;
  }

  /** With three accounts, the first of which is excluded by its tag, once the sweeps that the deployment asked for are over. */
  static async open(settings: Partial<SettingsInput> = {}): Promise<HubStage> {
    const stage = await Stage.open({ accounts: 3, regions: [REGION], settleSeconds: 1, settings });
    try {
      await calm(stage);
    } catch (error) {
      await stage.stop();
      throw error;
    }
    const folder = mkdtempSync(join(tmpdir(), 'partsweep-cli-'));
    const { landscape, cloud } = stage;
    const partsweep: SettingsInput = {
      scope: 'organization',
      organizationId: landscape.organization.id,
      managementAccountId: landscape.managementAccountId,
      hubAccountId: landscape.hub.id,
      targets: [cloud.organization.rootId],
      homeRegion: REGION,
      regions: [REGION],
    };
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { partsweep } }));
    return new HubStage(stage, folder);
  }

  get hub(): string {
    return this.stage.landscape.hub.id;
  }

  /** ID of a workload account; the first one is excluded. */
  account(index: number): string {
    return this.stage.landscape.workloads[index]?.id ?? '';
  }

  /** Runs `partsweep` to its end, beside the local organization, which is in this process. */
  run(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
    const { account = this.hub, env = {}, cwd = this.folder, watch } = options;
    const { accessKeyId, secretAccessKey } = this.stage.cloud.administrator(account);
    const { NODE_OPTIONS, FORCE_COLOR, AWS_PROFILE, ...rest } = process.env;
    const child = spawn(process.execPath, [join(ROOT, 'bin/partsweep.mjs'), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...rest,
        // what the SDK says of this machine's Node is no word of ours
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ENDPOINT_URL: this.stage.cloud.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: REGION,
        ...env,
      },
    });
    let [stdout, stderr] = ['', ''];
    const kill = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      watch?.(stdout + stderr, kill);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      watch?.(stdout + stderr, kill);
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  /** Makes buckets of which no event tells. */
  seed(account: string, names: readonly string[]): void {
    this.stage.cloud.s3.seedBuckets(account, REGION, names, new Date(Date.now() - 3_600_000));
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.stage.stop();
  }
}
