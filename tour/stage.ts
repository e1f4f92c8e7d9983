import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../core/outcome';
import { type Cloud, startCloud } from '../sandbox/cloud';
import type { TraceEntry } from '../sandbox/trace';
import { BucketUser } from './bucket-user';
import { type Landscape, landscape as makeLandscape } from './landscape';
import { outcomeOfLine } from './outcome-lines';
import { type ProductOptions, synthesizeProduct } from './product';
import { ELEMENTS_NEWER_THAN_SDKS } from './rules';

export interface StageOptions extends ProductOptions {
  /** Workload accounts. */
  readonly accounts: number;
  /** Folder of an assembly that was synthesized before, with these options; it is not changed. @default synthesized here */
  readonly assembly?: string;
  /** How much later than at once each answer over the wire is sent, in milliseconds. @default 0 */
  readonly answerMilliseconds?: number;
  /**
   * Changes the text of a synthesized template before it is deployed, for experiments that break it. Called with the file's
   * name, such as `Hub.template.json`. @default nothing is changed
   */
  readonly changeTemplate?: (file: string, text: string) => string;
}

/** The product, deployed from its templates onto a running local organization. */
export class Stage {
  readonly cloud: Cloud;
  readonly landscape: Landscape;
  readonly regions: readonly string[];
  readonly settleSeconds: number;
  readonly #outcomes: Outcome[] = [];

  private constructor(cloud: Cloud, landscape: Landscape, options: StageOptions) {
    this.cloud = cloud;
    this.landscape = landscape;
    this.regions = options.regions;
    this.settleSeconds = options.settleSeconds;
    cloud.trace.listen((entry) => {
      const outcome = entry.kind === 'log' ? outcomeOfLine(entry.line) : undefined;
      if (outcome !== undefined) this.#outcomes.push(outcome);
    });
  }

  /** Starts, synthesizes and deploys; rejects with the deployment's error, having stopped what it started. */
  static async open(options: StageOptions): Promise<Stage> {
    const landscape = makeLandscape(options.accounts);
    const cloud = await startCloud({
      organization: landscape.organization,
      additionalRuleElements: ELEMENTS_NEWER_THAN_SDKS,
      answerMilliseconds: options.answerMilliseconds ?? 0,
    });
    const assembly = mkdtempSync(join(tmpdir(), 'partsweep-stage-'));
    try {
      if (options.assembly === undefined) {
        synthesizeProduct(landscape, cloud.organization.rootId, options, assembly);
      } else {
        cpSync(options.assembly, assembly, { recursive: true });
      }
      for (const file of readdirSync(assembly).filter((name) => name.endsWith('.template.json'))) {
        const path = join(assembly, file);
        const text = readFileSync(path, 'utf8');
        writeFileSync(path, options.changeTemplate?.(file, text) ?? text);
      }
      await cloud.deploy(assembly);
      return new Stage(cloud, landscape, options);
    } catch (error) {
      await cloud.stop();
      throw error;
    } finally {
      rmSync(assembly, { recursive: true, force: true });
    }
  }

  user(account: string, region: string): BucketUser {
    const credentials = this.cloud.administrator(account);
    return new BucketUser({ endpoint: this.cloud.endpoint, account, region, credentials });
  }

  /** Outcomes so far, in order; of one bucket if it is named. */
  outcomes(bucket?: string): readonly Outcome[] {
    return bucket === undefined ? this.#outcomes : this.#outcomes.filter((outcome) => outcome.bucket === bucket);
  }

  /** The last outcome of `bucket` that is not `waiting`, as soon as there is one. */
  settled(bucket: string, timeoutSeconds: number): Promise<Outcome> {
    return this.waitFor(
      `the outcome of ${bucket}`,
      () => this.outcomes(bucket).findLast((outcome) => outcome.verdict !== 'waiting'),
      timeoutSeconds,
    );
  }

  /** The first trace entry, past or to come, that `matches`. */
  traced(what: string, matches: (entry: TraceEntry) => boolean, timeoutSeconds: number): Promise<TraceEntry> {
    return this.waitFor(what, () => this.cloud.trace.entries().find(matches), timeoutSeconds);
  }

  /** What `look` gives as soon as it is not undefined; it is asked after each trace entry. Rejects after the time-out. */
  async waitFor<Found>(what: string, look: () => Found | undefined, timeoutSeconds: number): Promise<Found> {
    const now = look();
    if (now !== undefined) return now;
    return await new Promise<Found>((resolve, reject) => {
      const end = this.cloud.trace.listen(() => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        end();
        resolve(found);
      });
      const timer = setTimeout(() => {
        end();
        reject(new Error(`waited ${timeoutSeconds} s for ${what}, in vain`));
      }, timeoutSeconds * 1000);
    });
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }
}
