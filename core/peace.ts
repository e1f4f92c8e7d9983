import { EXCLUDE_TAG, RULE_ID } from './contract/names';
import { ourRuleJson } from './lifecycle/our-rule';
import type { Tool } from './tool';

/** What to put into a tool's own code, so that the tool wants the rule as well and stops removing it. */
export interface PeaceSnippet {
  readonly tool: Tool;
  readonly language: 'hcl' | 'yaml' | 'typescript' | 'text';
  /** Lines that end in a newline; what surrounds them is said in a comment of the language. */
  readonly text: string;
}

/**
 * The same rule as ours, in the language of the tool that keeps removing it: same ID, enabled, for the whole bucket, abort after
 * `days` days (a whole number, 1 or more).
 */
export function peaceSnippet(tool: Tool, days: number): PeaceSnippet {
  switch (tool) {
    case 'terraform':
      return { tool, language: 'hcl', text: terraform(days) };
    case 'pulumi':
      return { tool, language: 'typescript', text: pulumi(days) };
    case 'cloudformation':
      return { tool, language: 'yaml', text: cloudFormation(days) };
    case 'cdk':
      return { tool, language: 'typescript', text: cdk(days) };
    case 'console':
    case 'cli':
    case 'sdk':
    case 'unknown':
      return { tool, language: 'text', text: words(days) };
  }
}

/** Source: resource aws_s3_bucket_lifecycle_configuration, Terraform AWS provider. */
function terraform(days: number): string {
  return `# in the bucket's aws_s3_bucket_lifecycle_configuration:
rule {
  id     = "${RULE_ID}"
  status = "Enabled"

  filter {}

  abort_incomplete_multipart_upload {
    days_after_initiation = ${days}
  }
}

# or, in the same resource, so that Terraform leaves all rules of the bucket as it finds them:
# lifecycle {
#   ignore_changes = [rule]
# }
`;
}

/** Source: AWS::S3::Bucket Rule, AWS CloudFormation Template Reference. A rule without a prefix is for the whole bucket. */
function cloudFormation(days: number): string {
  return `# in the Properties of the AWS::S3::Bucket, beside the rules that are there:
LifecycleConfiguration:
  Rules:
    - Id: ${RULE_ID}
      Status: Enabled
      AbortIncompleteMultipartUpload:
        DaysAfterInitiation: ${days}
`;
}

/** Source: Bucket.addLifecycleRule, AWS CDK API Reference. */
function cdk(days: number): string {
  return `// import { Duration } from 'aws-cdk-lib';
bucket.addLifecycleRule({
  id: '${RULE_ID}',
  abortIncompleteMultipartUploadAfter: Duration.days(${days}),
});
`;
}

/** Source: aws.s3.BucketLifecycleConfiguration, Pulumi Registry. */
function pulumi(days: number): string {
  return `// in version 6 of the provider: aws.s3.BucketLifecycleConfigurationV2
new aws.s3.BucketLifecycleConfiguration('lifecycle', {
  bucket: bucket.id,
  rules: [
    // beside the rules that are there:
    {
      id: '${RULE_ID}',
      status: 'Enabled',
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: ${days} },
    },
  ],
});
// or, so that Pulumi leaves all rules of the bucket as it finds them, as the third argument: { ignoreChanges: ['rules'] }
`;
}

/** JSON as `aws s3api` takes it, and what it does not say by itself. */
function words(days: number): string {
  const configuration = JSON.stringify({ Rules: [ourRuleJson(days, 'V2')] }, null, 2);
  return `Whatever writes the lifecycle configuration of this bucket replaces all of its rules: let it write this one beside its own.
As aws s3api put-bucket-lifecycle-configuration takes it:

${configuration}

Where the other rules have a "Prefix" and no "Filter", write "Prefix": "" in place of "Filter" here too.
Or tag the bucket ${EXCLUDE_TAG}=true: then it is left alone, if the settings let a bucket opt out.
`;
}
