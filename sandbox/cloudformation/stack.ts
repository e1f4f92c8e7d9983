import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { formatArn } from '../arn';
import type { StackPlan } from './plan-stack';
import type { CreatedResource } from './resource-type';
import type { StackOrder } from './stack-log';

export interface DeployRequest {
  /** A template as JSON has it. */
  readonly template: unknown;
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
  readonly assetPath?: (bucket: string, key: string) => string;
  /** A stack that is in review, with what was ordered. @default a new one, which is gone again when its creation fails */
  readonly reviewed?: { readonly stackId: string; readonly order: StackOrder };
}

export interface Stack {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly createdAt: Date;
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order in which they were completed. */
  readonly resources: readonly { readonly logicalId: string; readonly type: string; readonly physicalId: string }[];
}

/** With what an update or a deletion needs. */
export interface StoredStack extends Stack {
  readonly plan: StackPlan;
  readonly created: Map<string, CreatedResource>;
  readonly exports: readonly string[];
  readonly imports: ReadonlySet<string>;
}

export type Place = { account: string; region: string; stackName: string };

export function sameOutputs(before: StackPlan, after: StackPlan): boolean {
  return isDeepStrictEqual(before.template.outputs, after.template.outputs);
}

export function resourcesOf(plan: StackPlan, created: ReadonlyMap<string, CreatedResource>): Stack['resources'] {
  return [...created].map(([logicalId, result]) => ({
    logicalId,
    type: plan.resources.get(logicalId)?.type ?? '',
    physicalId: result.ref,
  }));
}

export function stackPlace({ account, region, stackName }: Place): Place {
  return { account, region, stackName };
}

export function orderOf({ template, parameters = {}, capabilities = [] }: DeployRequest): StackOrder {
  return { templateBody: JSON.stringify(template), parameters, tags: {}, capabilities, roleArn: undefined };
}

export function newStackId(place: Place): string {
  const { account, region, stackName } = place;
  return formatArn({ service: 'cloudformation', region, account, resource: `stack/${stackName}/${randomUUID()}` });
}

export function keyOf(place: Place): string {
  return `${place.account}/${place.region}/${place.stackName}`;
}

export function noAsset(bucket: string, key: string): never {
  throw new Error(`there is no asset ${key} in ${bucket}: the stack was deployed without an assembly`);
}
