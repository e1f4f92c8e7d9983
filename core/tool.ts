/** What a change was made with. `console`: the AWS Management Console. OpenTofu counts as `terraform`. */
export type Tool = 'terraform' | 'pulumi' | 'cloudformation' | 'cdk' | 'console' | 'cli' | 'sdk' | 'unknown';

/** What a CloudTrail record says of its caller, and the tags of the bucket where they are known. */
export interface CallerEvidence {
  readonly userAgent: string | null;
  /** `userIdentity.invokedBy`: the service that made the call for somebody. */
  readonly invokedBy: string | null;
  /** An address, or the name of the service that called. */
  readonly sourceIPAddress: string | null;
  readonly tags?: ReadonlyMap<string, string>;
}

const CLOUDFORMATION = /^(?:[\w-]+\.)?cloudformation\.amazonaws\.com(?:\.cn)?$/i;
const CONSOLE_HOST = /^console\.(?:[\w-]+\.)?amazonaws\.com(?:\.cn)?$/i;
/** A service of AWS that calls with an SDK: nobody's program, and no console. */
const SERVICE = product('aws-internal');

/**
 * First match wins. Pulumi's provider is Terraform's inside and may name it behind itself; Terraform's names its SDK; the AWS CLI
 * of version 1 names botocore; the console names an SDK. A console that runs in the browser calls as the browser does.
 */
const AGENTS: readonly (readonly [Tool, RegExp])[] = [
  ['pulumi', product('pulumi(?:-?aws(?:-?native)?)?')],
  ['terraform', product('terraform|opentofu|terraform-provider-aws(?:cc)?')],
  ['console', product('S3Console')],
  ['console', /^Mozilla\/5\.0\s/i],
  ['cli', product('aws-cli|AWSPowerShell(?:\\.[A-Za-z]+)?')],
  ['unknown', SERVICE],
  ['sdk', product('aws-sdk-[a-z][\\w-]*|boto|boto3|botocore')],
];

/**
 * The tool that a call was made with. A user agent is what the caller says of itself: good enough to name a tool to a person,
 * never evidence of who called. Tags speak only where the call does not.
 */
export function toolOf({ userAgent, invokedBy, sourceIPAddress, tags }: CallerEvidence): Tool {
  const tool = toolOfCall(agentText(userAgent), invokedBy, sourceIPAddress);
  return tags === undefined ? tool : toolSeenWithTags(tool, tags);
}

/**
 * The same once the bucket's tags are known: what CloudFormation did may be a deployment of the CDK, and a caller that says
 * nothing of itself is taken for the tool that the bucket belongs to. Source: "Resource tags", AWS CloudFormation User Guide;
 * `aws-cdk:` is the prefix of the tags that the CDK's own constructs set.
 */
export function toolSeenWithTags(tool: Tool, tags: ReadonlyMap<string, string>): Tool {
  if (tool !== 'cloudformation' && tool !== 'unknown') return tool;
  const keys = [...tags.keys()];
  if (keys.some((key) => key.startsWith('aws-cdk:'))) return 'cdk';
  return keys.some((key) => key.startsWith('aws:cloudformation:')) ? 'cloudformation' : tool;
}

/** Whether the tool keeps a description of the bucket and puts it back to that. */
export function isManaging(tool: Tool): boolean {
  return tool === 'terraform' || tool === 'pulumi' || tool === 'cloudformation' || tool === 'cdk';
}

/** A user agent without the square brackets in which S3 writes it into CloudTrail. */
export function agentText(userAgent: string | null): string | null {
  return userAgent?.replace(/^\[(.*)\]$/s, '$1') ?? null;
}

function toolOfCall(agent: string | null, invokedBy: string | null, sourceIPAddress: string | null): Tool {
  if ([invokedBy, agent, sourceIPAddress].some((name) => name !== null && CLOUDFORMATION.test(name))) {
    return 'cloudformation';
  }
  if (agent === null) return 'unknown';
  if (CONSOLE_HOST.test(agent)) return 'console';
  return AGENTS.find(([, pattern]) => pattern.test(agent))?.[0] ?? 'unknown';
}

/** A product of a user agent, such as `Boto3/1.34.0`. Source: "User-Agent", RFC 9110. */
function product(names: string): RegExp {
  return new RegExp(`(?:^|\\s)(?:${names})/`, 'i');
}
