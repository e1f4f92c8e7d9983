import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountId, parseAccountId } from '../../core/identifiers';
import type { Settings } from '../../core/settings/settings';
import { WrongUse } from '../wrong-use';
import type { Checkout } from './checkout';
import { runChild } from './run-child';

/** A stack of a cloud assembly. */
export interface PlannedStack {
  /** The CDK's. */
  readonly id: string;
  readonly name: string;
  readonly account: AccountId;
  readonly region: string;
  readonly resources: number;
}

/** A cloud assembly in a folder of its own: what is shown is what is deployed. */
export interface Assembly {
  readonly folder: string;
  /** Each after those that it depends on. */
  readonly stacks: readonly PlannedStack[];
  remove(): void;
}

/**
 * Synthesizes what these settings ask for; `isChecked`: CloudFormation's own schemas look at the templates. Throws WrongUse in the app's words
 * where it refuses.
 */
export async function synthesize(
  checkout: Checkout,
  { settings, isChecked, stop }: { settings: Settings; isChecked: boolean; stop: AbortSignal },
): Promise<Assembly> {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-assembly-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const env = {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ partsweep: settings }),
      ...(isChecked ? {} : { CDK_VALIDATION: 'false' }),
    };
    const args = ['--import', 'tsx', checkout.app];
    const { status, output } = await runChild(args, { cwd: checkout.root, env, stop });
    if (status !== 0 && !stop.aborted) {
      throw new WrongUse(`the templates could not be made:\n${output.trim()}`, 'put the settings right');
    }
    return { folder, stacks: stop.aborted ? [] : readStacks(folder), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

interface Artifact {
  readonly type?: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly stackName?: string; readonly templateFile?: string };
}

function readStacks(folder: string): readonly PlannedStack[] {
  const { artifacts = {} } = readJson(join(folder, 'manifest.json')) as {
    readonly artifacts?: Readonly<Record<string, Artifact>>;
  };
  const stacks = new Map<string, PlannedStack>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || stacks.has(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const [, account, region = ''] = /^aws:\/\/(\d{12})\/(.+)$/.exec(artifact.environment ?? '') ?? [];
    const parsed = parseAccountId(account);
    const { stackName = id, templateFile = '' } = artifact.properties ?? {};
    if (parsed === undefined) throw new Error(`the stack ${id} names no account and Region`);
    const { Resources = {} } = readJson(join(folder, templateFile)) as { readonly Resources?: object };
    stacks.set(id, { id, name: stackName, account: parsed, region, resources: Object.keys(Resources).length });
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...stacks.values()];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
