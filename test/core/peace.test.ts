import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { transformSync } from 'esbuild';
import { RULE_ID } from '../../core/contract/names';
import { readLifecycleJson } from '../../core/lifecycle/json';
import { peaceSnippet } from '../../core/peace';
import { planJson } from '../../core/plan';
import type { Tool } from '../../core/tool';
import { readHcl } from './hcl';

const DAYS = 11;
const CLOUDFORMATION_RULE = {
  Id: RULE_ID,
  Status: 'Enabled',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: DAYS },
};

/** What the engine says to a configuration that holds these rules. */
function verdict(rules: readonly unknown[], days: number): string {
  const read = readLifecycleJson(JSON.stringify({ Rules: rules }));
  if (!read.ok) throw new Error(read.problem.detail);
  const plan = planJson(read.lifecycle, { days, onLongerRule: 'add' });
  return `${plan.verdict} ${plan.reason.code}`;
}

/** Runs the snippet with these names in reach. */
function run(text: string, names: Readonly<Record<string, unknown>>): void {
  const { code } = transformSync(text, { loader: 'ts' });
  new Function(...Object.keys(names), code)(...Object.values(names));
}

function rulesOfTemplate(stack: Stack): unknown {
  const [bucket] = Object.values(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
  return (bucket as { Properties: { LifecycleConfiguration: { Rules: unknown } } }).Properties.LifecycleConfiguration
    .Rules;
}

test("Terraform's is one rule block, for the whole bucket, with the way out in a comment", () => {
  const { tool, language, text } = peaceSnippet('terraform', DAYS);
  expect({ tool, language }).toEqual({ tool: 'terraform', language: 'hcl' });
  expect(readHcl(text)).toEqual({
    rule: {
      id: RULE_ID,
      status: 'Enabled',
      filter: {},
      abort_incomplete_multipart_upload: { days_after_initiation: DAYS },
    },
  });
  const uncommented = text.slice(text.indexOf('# lifecycle')).replaceAll(/^# ?/gm, '');
  expect(readHcl(uncommented)).toEqual({ lifecycle: { ignore_changes: ['rule'] } });
});

test("CloudFormation's is taken by a reader of templates, and the rule covers the bucket", () => {
  const { language, text } = peaceSnippet('cloudformation', DAYS);
  expect(language).toBe('yaml');
  const folder = mkdtempSync(join(tmpdir(), 'peace-'));
  try {
    const templateFile = join(folder, 'template.yaml');
    const properties = text.replaceAll(/^/gm, ' '.repeat(6));
    writeFileSync(templateFile, `Resources:\n  Archive:\n    Type: AWS::S3::Bucket\n    Properties:\n${properties}`);
    const stack = new Stack(new App());
    new CfnInclude(stack, 'Included', { templateFile });
    expect(rulesOfTemplate(stack)).toEqual([CLOUDFORMATION_RULE]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { Id, ...rest } = CLOUDFORMATION_RULE;
  expect(verdict([{ ID: Id, Filter: { Prefix: '' }, ...rest }], DAYS)).toBe('keep covered-by-ours');
  expect(verdict([{ ID: Id, Prefix: '', ...rest }], DAYS)).toBe('keep covered-by-ours');
});

test("the CDK's makes the very rule of CloudFormation's", () => {
  const { language, text } = peaceSnippet('cdk', DAYS);
  expect(language).toBe('typescript');
  const stack = new Stack(new App());
  run(text, { bucket: new Bucket(stack, 'Archive'), Duration });
  expect(rulesOfTemplate(stack)).toEqual([CLOUDFORMATION_RULE]);
});

test("Pulumi's declares the rule for the bucket", () => {
  const { language, text } = peaceSnippet('pulumi', DAYS);
  expect(language).toBe('typescript');
  const declared: unknown[] = [];
  class BucketLifecycleConfiguration {
    constructor(...args: unknown[]) {
      declared.push(args);
    }
  }
  run(text, { aws: { s3: { BucketLifecycleConfiguration } }, bucket: { id: 'archive' } });
  const rule = {
    id: RULE_ID,
    status: 'Enabled',
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: DAYS },
  };
  expect(declared).toEqual([['lifecycle', { bucket: 'archive', rules: [rule] }]]);
  expect(text).toContain("{ ignoreChanges: ['rules'] }");
});

test.each<Tool>(['console', 'cli', 'sdk', 'unknown'])(
  'for %s it is words around JSON that covers the bucket',
  (tool) => {
    const { language, text } = peaceSnippet(tool, DAYS);
    expect(language).toBe('text');
    const json = text.slice(text.indexOf('\n{'), text.indexOf('\n}') + 2);
    const { Rules } = JSON.parse(json) as { Rules: unknown[] };
    expect(verdict(Rules, DAYS)).toBe('keep covered-by-ours');
    expect(verdict(Rules, DAYS - 1)).toBe('put our-rule-changed');
    expect(text).toContain('partsweep:exclude=true');
  },
);

test.each<Tool>(['terraform', 'pulumi', 'cloudformation', 'cdk', 'console', 'cli', 'sdk', 'unknown'])(
  'for %s it carries the ID and the days',
  (tool) => {
    const { text, ...rest } = peaceSnippet(tool, 2_147_483_647);
    expect(rest.tool).toBe(tool);
    expect(text).toContain(RULE_ID);
    expect(text).toMatch(/\b2147483647\b/);
    expect(text).toMatch(/[^\n]\n$/);
  },
);
