/** Service prefixes whose condition keys a policy may use; the service supplies the values with its request. */
const SERVICE_NAMESPACES = [
  'cloudformation',
  'cloudwatch',

  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  's3',
  's3express',
  'sns',
  'sqs',
  'sts',
  'tag',
];

/** Source: "AWS global condition context keys", IAM User Guide. */
const GLOBAL_KEYS = new Set(
  [
    'AssumedRoot',
    'CalledVia',
    'CalledViaFirst',
    'CalledViaLast',
    'ChatbotSourceArn',
    'CurrentTime',
    'Ec2InstanceSourcePrivateIPv4',
    'Ec2InstanceSourceVpc',
    'EpochTime',
    'FederatedProvider',
    'IsMcpServiceAction',
    'MultiFactorAuthAge',
    'MultiFactorAuthPresent',
    'PrincipalAccount',
    'PrincipalArn',
    'PrincipalIsAWSService',
    'PrincipalOrgID',
    'PrincipalOrgPaths',
    'PrincipalServiceName',
    'PrincipalServiceNamesList',
    'PrincipalType',
    'Referer',
    'RequestedRegion',
    'ResourceAccount',
    'ResourceOrgID',
    'ResourceOrgPaths',
    'SecureTransport',
    'SourceAccount',
    'SourceArn',
    'SourceIdentity',
    'SourceIp',
    'SourceOrgID',
    'SourceOrgPaths',
    'SourceVpc',
    'SourceVpcArn',
    'SourceVpce',
    'TagKeys',
    'TokenIssueTime',
    'UserAgent',
    'ViaAWSService',
    'VpceAccount',
    'VpceOrgID',
    'VpceOrgPaths',
    'VpcSourceIp',
    'userid',
    'username',
  ].map((key) => `aws:${key}`.toLowerCase()),
);

const GLOBAL_TAG_KEYS = /^aws:(principaltag|requesttag|resourcetag)\/.{1,128}$/;

/** Keys are compared without regard to case. */
export function isKnownConditionKey(key: string): boolean {
  const lower = key.toLowerCase();
  if (GLOBAL_KEYS.has(lower) || GLOBAL_TAG_KEYS.test(lower)) return true;
  const colon = lower.indexOf(':');
  return colon > 0 && lower.length > colon + 1 && SERVICE_NAMESPACES.includes(lower.slice(0, colon));
}
