import { RULE_ID } from '../core/contract/names';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Outcome } from '../core/outcome';
import { type Check, checked } from './check';
import type { Stage } from './stage';
import { TerraformUser } from './terraform-user';
import { writesOfProduct } from './writes-of-product';

/** The settings' default of `contestedAfter`. */
const REMOVALS = 3;
const OUTCOME_SECONDS = 240;

export interface PlayedContest {
  readonly bucket: string;
  readonly outcome: Outcome;
  /** As Terraform wrote it. */
  readonly before: LifecycleConfiguration | undefined;
  readonly after: LifecycleConfiguration | undefined;
  readonly check: Check;
}

/**
 * Terraform makes a bucket and puts a lifecycle of its own, without our rule, each time that ours was added, until the bucket is contested.
 * Throws when that is not heard of.
 */
export async function playContested(
  stage: Stage,
  account: string,
  tell: (line: string) => void,
): Promise<PlayedContest> {
  const { cloud } = stage;
  const region = stage.regions[0] ?? '';
  const bucket = `tour-contested-${account}`;
  const terraform = new TerraformUser({
    endpoint: cloud.endpoint,
    account,
    region,
    credentials: cloud.administrator(account),
  });
  const now = (): LifecycleConfiguration | undefined => cloud.s3.inspect(bucket)?.lifecycle;
  const countOf = (verdict: Outcome['verdict']): number =>
    stage.outcomes(bucket).filter((outcome) => outcome.verdict === verdict).length;
  const contested = (): Outcome | undefined => stage.outcomes(bucket).find(({ verdict }) => verdict === 'contested');
  await terraform.create(bucket);
  let before: LifecycleConfiguration | undefined;
  for (let removals = 1; removals <= REMOVALS; removals += 1) {
    const goesOn = (): true | undefined => contested() !== undefined || countOf('applied') >= removals || undefined;
    await stage.waitFor(`our rule in ${bucket}, time ${removals}`, goesOn, OUTCOME_SECONDS);
    await terraform.apply(bucket);
    before = now();
    tell(`Terraform has removed our rule from ${bucket}, time ${removals}`);
  }
  const outcome = await stage.waitFor(`${bucket} to be contested`, contested, OUTCOME_SECONDS);
  const after = now();
  const writes = writesOfProduct(stage, 0, bucket);
  return { bucket, outcome, before, after, check: checkOf(outcome, { before, after }, writes) };
}

function checkOf(
  { reason }: Outcome,
  { before, after }: Pick<PlayedContest, 'before' | 'after'>,
  writes: number,
): Check {
  const problems: string[] = [];
  if (!reason.text.includes('terraform')) problems.push(`the reason does not name Terraform: ${reason.text}`);
  if (!reason.text.includes(':user/administrator'))
    problems.push(`the reason does not name who did it: ${reason.text}`);
  const { snippet = '' } = reason;
  if (!snippet.includes(RULE_ID) || !snippet.includes('abort_incomplete_multipart_upload {')) {
    problems.push("there is no snippet in Terraform's language");
  }
  if (writes !== REMOVALS) problems.push(`we wrote ${writes} times, expected ${REMOVALS}`);
  if (after?.xml !== before?.xml) problems.push('the configuration is not what Terraform wrote');
  return checked(
    `Terraform removes our rule ${REMOVALS} times`,
    problems,
    `${reason.text}; the bucket is left as Terraform wrote it`,
  );
}
