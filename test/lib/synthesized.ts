import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings, type Settings, type SettingsInput } from '../../core/settings/settings';
import { FUNCTIONS } from '../../lib/functions/build';
import { synthesize as writeAssembly } from '../../tour/synthesize';

export const ACCOUNT = {
  scope: 'account' as const,
  hubAccountId: '222222222222',
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1', 'us-east-1'],
} satisfies SettingsInput;

export const ORGANIZATION = {
  scope: 'organization' as const,
  hubAccountId: '222222222222',
  managementAccountId: '111111111111',
  organizationId: 'o-exampleorgid',
  homeRegion: 'eu-central-1',
  regions: ['eu-central-1', 'us-east-1'],
  targets: ['ou-abcd-12345678'],
} satisfies SettingsInput;

/** Settings that must be right; throws otherwise. */
export function settingsOf(input: SettingsInput): Settings {
  const parsed = parseSettings(input);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.settings;
}

/** A resource of a template, or a part of it: whatever JSON there is. */
export interface Resource {
  readonly Type: string;
  readonly DependsOn?: unknown;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Synthesized {
  readonly stackNames: readonly string[];
  /** `aws://ACCOUNT/REGION` by name of the stack. */
  readonly environments: ReadonlyMap<string, string>;
  /** The template of the stack with this name; throws if there is none. */
  template(stackName: string): Template;
}

/** Bundles that do nothing, one for each function. */
export function writeEmptyFunctions(folder: string): void {
  for (const name of FUNCTIONS) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = async () => {};\n');
  }
}

/** Synthesizes the product with empty functions, into a folder that is gone afterwards. */
export function synthesize(input: SettingsInput): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'synthesized-'));
  try {
    const functionsDir = join(folder, 'functions');
    writeEmptyFunctions(functionsDir);
    const outdir = join(folder, 'cdk.out');
    writeAssembly(settingsOf(input), { outdir, functionsDir });
    const stacks = stacksOf(outdir);
    const templates = new Map(stacks.map(({ stackName, file }) => [stackName, readTemplate(join(outdir, file))]));
    return {
      stackNames: [...templates.keys()],
      environments: new Map(stacks.map(({ stackName, environment }) => [stackName, environment])),
      template(stackName) {
        const template = templates.get(stackName);
        if (template === undefined) throw new Error(`no stack ${stackName}, only ${[...templates.keys()].join(', ')}`);
        return template;
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stacks in the manifest of a cloud assembly. */
function stacksOf(outdir: string): readonly { stackName: string; environment: string; file: string }[] {
  const { artifacts } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
  return Object.values(artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ environment, properties }) => ({ environment, ...properties, file: properties.templateFile }));
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment: string;
        readonly properties: { readonly stackName: string; readonly templateFile: string };
      }
    >
  >;
}

function readTemplate(path: string): Template {
  return JSON.parse(readFileSync(path, 'utf8')) as Template;
}

/** The resources of `type`, by logical ID. */
export function ofType(template: Template, type: string): Resource[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

/** The one resource of `type` whose properties include `properties`; throws if it is not exactly one. */
export function only(template: Template, type: string, properties: Readonly<Record<string, unknown>> = {}): Resource {
  const found = ofType(template, type).filter((resource) =>
    Object.entries(properties).every(([key, value]) => resource.Properties[key] === value),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of ${type}, not one`);
  return first;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'PARTITION',
  'AWS::AccountId': 'ACCOUNT',
  'AWS::Region': 'REGION',
};

/** Intrinsic functions as readable text: `arn:PARTITION:…`, and `{{LogicalId.Attribute}}` for what only a deployment knows. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (typeof ref === 'string') return PSEUDO[ref] ?? `{{${ref.slice(0, -8)}}}`;
  if (Array.isArray(attribute)) return `{{${String(attribute[0]).slice(0, -8)}.${String(attribute[1])}}}`;
  if (Array.isArray(join)) return (readable(join[1]) as string[]).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readable(entry)]));
}

/** The pattern of successful changes of buckets, written out: what the hub takes in, and what members forward besides their own filter. */
export const BUCKET_EVENTS = {
  source: ['aws.s3', 'aws.s3express'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['s3.amazonaws.com', 's3express.amazonaws.com'],
    eventName: [
      'CreateBucket',
      'PutBucketLifecycle',
      'DeleteBucketLifecycle',
      'PutBucketLifecycleConfiguration',
      'DeleteBucketLifecycleConfiguration',
      'PutBucketTagging',
      'DeleteBucketTagging',
      'DeleteBucket',
    ],
    errorCode: [{ exists: false }],
  },
};
