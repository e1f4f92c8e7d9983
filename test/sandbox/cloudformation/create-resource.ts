import type { ResourceResult, ResourceType } from '../../../sandbox/cloudformation/resource-type';

/** Creates one resource as CloudFormation does it: properties go through the strict schema, whose errors are thrown. */
export function createResource(
  types: readonly ResourceType[],
  typeName: string,
  properties: unknown,
  place: { readonly account: string; readonly region: string },
  assetPath: (bucket: string, key: string) => string = noAssets,
): Promise<ResourceResult> {
  const type = types.find((candidate) => candidate.typeName === typeName);
  if (type === undefined) throw new Error(`no resource type ${typeName}`);
  const stackId = `arn:aws:cloudformation:${place.region}:${place.account}:stack/stage/1`;
  return type.create({
    logicalId: 'Resource',
    properties: type.schema.parse(properties),
    stack: { ...place, partition: 'aws', stackName: 'stage', stackId },
    assetPath,
  });
}

function noAssets(): never {
  throw new Error('no assets here');
}
