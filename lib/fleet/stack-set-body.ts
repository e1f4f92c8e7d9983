import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { STRICT_TEMPLATES } from '../strict-templates';
import { bootstrapless } from '../synthesizers';

/** Largest inline body, in bytes. Source: CreateStackSet, AWS CloudFormation API Reference. */
const MAX_BODY_BYTES = 51_200;

/**
 * The template of a stack as the inline body of a stack set. The stack is made in an app of its own, so that it knows
 * no account and no Region but by pseudo parameters, and has no assets.
 *
 * @throws RangeError when the body is larger than a stack set takes inline
 */
export function stackSetBody(make: (scope: Construct, props: StackProps) => Stack): string {
  const outdir = mkdtempSync(join(tmpdir(), 'stack-set-body-'));
  try {
    const app = new App({
      outdir,
      autoSynth: false,
      analyticsReporting: false,
      treeMetadata: false,
      postCliContext: STRICT_TEMPLATES,
    });
    const stack = make(app, { synthesizer: bootstrapless() });
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    const body = JSON.stringify(template);
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError(
        `stack set body has ${bytes} bytes, at most ${MAX_BODY_BYTES} are allowed inline: take resources out`,
      );
    }
    return body;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
