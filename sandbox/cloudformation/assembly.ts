import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotModelledError } from '../aws-error';
import { type AssetManifest, assetManifestSchema, manifestSchema, parseFile } from './assembly-schema';
import type { Stack } from './stack';
import type { Stacks } from './stacks';

/** Where stacks go whose environment the assembly leaves open. */
export interface DefaultEnvironment {
  readonly account: string;
  readonly region: string;
}

export interface AssemblyStack {
  /** Path of artifact IDs, such as `Stage/Hub`. */
  readonly id: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: unknown;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A synthesized cloud assembly: its stacks, each after those that it depends on, and its file assets. */
export interface Assembly {
  readonly stacks: readonly AssemblyStack[];
  /** Absolute path of a file or folder; throws an Error if the assembly has no such asset. */
  assetPath(bucket: string, key: string): string;
}

interface Asset {
  readonly bucket: RegExp;
  readonly key: RegExp;
  readonly path: string;
}

interface Found {
  readonly stacks: Map<string, AssemblyStack & { readonly dependsOn: ReadonlySet<string> }>;
  readonly assets: Asset[];
}

/** The CDK CLI gives these with every deployment. */
const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/**
 * Reads the folder that `cdk synth` wrote, nested assemblies included. Throws an Error for a manifest that cannot be read, a stack
 * with an open environment when there are no defaults, a circle; NotModelledError for kinds of artifacts and assets not known here.
 */
export function readAssembly(directory: string, defaults?: DefaultEnvironment): Assembly {
  const found: Found = { stacks: new Map(), assets: [] };
  readFolder(directory, '', [], found, defaults);
  return {
    stacks: inOrder(found.stacks),
    assetPath(bucket, key) {
      const asset = found.assets.find((candidate) => candidate.bucket.test(bucket) && candidate.key.test(key));
      if (asset === undefined)
        throw new Error(`the assembly ${directory} has no asset ${key} for the bucket ${bucket}`);
      return asset.path;
    },
  };
}

/** Deploys every stack of the assembly, in order. Throws what `readAssembly` and `Stacks.deployStack` throw. */
export async function deployAssembly(
  directory: string,
  options: { readonly stacks: Stacks; readonly defaults?: DefaultEnvironment },
): Promise<readonly Stack[]> {
  const assembly = readAssembly(directory, options.defaults);
  const deployed: Stack[] = [];
  for (const { account, region, stackName, template, parameters } of assembly.stacks) {
    const { assetPath } = assembly;
    deployed.push(
      await options.stacks.deployStack({
        account,
        region,
        stackName,
        template,
        parameters,
        capabilities: CAPABILITIES,
        assetPath,
      }),
    );
  }
  return deployed;
}

function readFolder(
  directory: string,
  prefix: string,
  inherited: readonly string[],
  found: Found,
  defaults: DefaultEnvironment | undefined,
): readonly string[] {
  const file = join(directory, 'manifest.json');
  const manifest = parseFile(manifestSchema, file, readJson(file));
  if (manifest.missing !== undefined && manifest.missing.length > 0) {
    throw new Error(`the assembly ${directory} misses context: ${manifest.missing.map(({ key }) => key).join(', ')}`);
  }
  const artifacts = manifest.artifacts ?? {};
  const known = new Map<string, readonly string[]>();
  const stacksOf = (id: string): readonly string[] => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const artifact = Object.hasOwn(artifacts, id) ? artifacts[id] : undefined;
    if (artifact === undefined) throw new Error(`${directory}: there is no artifact ${id}`);
    known.set(id, []);
    const dependsOn = [...inherited, ...(artifact.dependencies ?? []).flatMap(stacksOf)];
    const path = `${prefix}${id}`;
    let stacks: readonly string[] = [];
    switch (artifact.type) {
      case 'aws:cloudformation:stack': {
        const environment = readEnvironment(path, artifact.environment, defaults);
        const { templateFile, parameters = {}, stackName = id } = artifact.properties;
        const template = readJson(join(directory, templateFile));
        found.stacks.set(path, {
          id: path,
          stackName,
          ...environment,
          template,
          parameters,
          dependsOn: new Set(dependsOn),
        });
        stacks = [path];
        break;
      }
      case 'cdk:asset-manifest': {
        const file = join(directory, artifact.properties.file);
        found.assets.push(...readAssets(directory, parseFile(assetManifestSchema, file, readJson(file))));
        break;
      }
      case 'cdk:cloud-assembly':
        stacks = readFolder(join(directory, artifact.properties.directoryName), `${path}/`, dependsOn, found, defaults);
        break;
      default:
        // Descriptions of the app for people and tools; nothing is deployed from them.
        break;
    }
    known.set(id, stacks);
    return stacks;
  };
  return Object.keys(artifacts).flatMap(stacksOf);
}

function readEnvironment(
  id: string,
  environment: string,
  defaults: DefaultEnvironment | undefined,
): DefaultEnvironment {
  const match = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment);
  const account = match?.[1] === 'unknown-account' ? defaults?.account : match?.[1];
  const region = match?.[2] === 'unknown-region' ? defaults?.region : match?.[2];
  if (account === undefined || region === undefined) {
    throw new Error(`the stack ${id} has the environment ${environment}, and there is no default account and Region`);
  }
  return { account, region };
}

function readAssets(directory: string, manifest: AssetManifest): readonly Asset[] {
  const images = Object.keys(manifest.dockerImages ?? {});
  if (images.length > 0) throw new NotModelledError(`container image assets: ${images.join(', ')}`);
  return Object.values(manifest.files ?? {}).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({
      bucket: withPlaceholders(bucketName),
      key: withPlaceholders(objectKey),
      path: join(directory, source.path),
    })),
  );
}

/** `${AWS::AccountId}` and the like stand for any text without a slash. */
function withPlaceholders(name: string): RegExp {
  const parts = name.split(/\$\{AWS::[A-Za-z]+\}/);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}$`);
}

function inOrder(stacks: Found['stacks']): readonly AssemblyStack[] {
  const ordered = new Map<string, AssemblyStack>();
  const visit = (id: string, path: readonly string[]): void => {
    const stack = stacks.get(id);
    if (stack === undefined || ordered.has(id)) return;
    if (path.includes(id)) throw new Error(`the stacks ${[...path, id].join(', ')} depend on each other in a circle`);
    const { dependsOn, ...rest } = stack;
    for (const dependency of dependsOn) visit(dependency, [...path, id]);
    ordered.set(id, rest);
  };
  for (const id of stacks.keys()) visit(id, []);
  return [...ordered.values()];
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file} cannot be read`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
