import type { AccountId } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Caller } from './cloud-trail-event';
import type { Random } from './random';

/** Terraform's AWS provider in the hands of an account's pipeline, as CloudTrail tells of it. */
export function terraformOf(account: AccountId): Caller {
  return {
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
      arn: `arn:aws:iam::${account}:user/ci`,
      accountId: account,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'ci',
    },
    userAgent:
      'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.70.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0',
    sourceIPAddress: '198.51.100.7',
  };
}

/**
 * Rule sets as people give them to `aws_s3_bucket_lifecycle_configuration`: V2, with the header that the provider sends. `%` in a rule's ID
 * stands for a text that tells one writing from another.
 */
const LIFECYCLES: readonly LifecycleConfiguration[] = [
  lifecycle(rule('expire-logs-%', '<Prefix>logs/</Prefix>', expiration(30))),
  lifecycle(
    rule(
      'old-versions-%',
      '',
      '<NoncurrentVersionExpiration><NoncurrentDays>90</NoncurrentDays></NoncurrentVersionExpiration>',
    ),
    rule(
      'cold-%',
      '<Prefix>data/</Prefix>',
      '<Transition><Days>60</Days><StorageClass>GLACIER</StorageClass></Transition>',
    ),
  ),
  lifecycle(rule('temporary-%', '<Tag><Key>keep</Key><Value>no</Value></Tag>', expiration(1))),
  lifecycle(rule('uploads-of-one-team-%', '<Prefix>team-a/</Prefix>', abort(2))),
  // longer than wanted: the product adds its own
  lifecycle(
    rule('uploads-%', '<Prefix></Prefix>', abort(30)),
    rule('expire-all-%', '<Prefix></Prefix>', expiration(3_650)),
  ),
  // covers: the product has nothing to do
  lifecycle(rule('uploads-%', '<Prefix></Prefix>', abort(3))),
];

/** One of the rule sets; the same `mark` gives the same text. */
export function terraformLifecycle(random: Random, mark: string): LifecycleConfiguration {
  const { xml, ...header } = random.pick(LIFECYCLES);
  return { xml: xml.replaceAll('%', mark), ...header };
}

function lifecycle(...rules: readonly string[]): LifecycleConfiguration {
  return {
    xml: `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules.join('')}</LifecycleConfiguration>`,
    transitionDefaultMinimumObjectSize: rules.length > 1 ? 'varies_by_storage_class' : 'all_storage_classes_128K',
  };
}

function rule(id: string, filter: string, action: string): string {
  return `<Rule><ID>${id}</ID><Filter>${filter}</Filter><Status>Enabled</Status>${action}</Rule>`;
}

function expiration(days: number): string {
  return `<Expiration><Days>${days}</Days></Expiration>`;
}

function abort(days: number): string {
  return `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
}
