import fc from 'fast-check';
import { agentText, isManaging, type Tool, toolOf, toolSeenWithTags } from '../../core/tool';

const called = (
  userAgent: string | null,
  more: { readonly invokedBy?: string; readonly sourceIPAddress?: string } = {},
) => toolOf({ userAgent, invokedBy: null, sourceIPAddress: '203.0.113.9', ...more });

const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.74.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.32.2 ua/2.1 os/linux lang/go#1.23.1 md/GOOS#linux md/GOARCH#amd64 api/s3#1.65.3';

test.each<[Tool, string]>([
  ['terraform', TERRAFORM],
  [
    'terraform',
    'HashiCorp Terraform/0.11.14 terraform-provider-aws/2.11.0 aws-sdk-go/1.19.18 (go1.12.4; linux; amd64)',
  ],
  ['terraform', 'APN/1.0 HashiCorp/1.0 OpenTofu/1.8.2 aws-sdk-go-v2/1.32.2'],
  ['terraform', 'terraform-provider-awscc/1.17.0 aws-sdk-go-v2/1.32.2'],
  ['pulumi', 'APN/1.0 Pulumi/1.0 Pulumi-Aws/3.141.0 (+https://www.pulumi.com) aws-sdk-go-v2/1.32.2 ua/2.1 os/linux'],
  ['pulumi', 'APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12 aws-sdk-go-v2/1.32.2'],
  [
    'pulumi',
    'APN/1.0 Pulumi/1.0 Pulumi-Aws/3.0.0 (+https://www.pulumi.com) terraform-provider-aws/dev (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go/1.44.1',
  ],
  ['pulumi', `terraform-provider-aws/dev Pulumi-Aws/3.0.0 aws-sdk-go/1.44.1`],
  ['cloudformation', 'cloudformation.amazonaws.com'],
  ['cloudformation', 'stacksets.cloudformation.amazonaws.com'],
  ['console', 'S3Console/0.4'],
  ['console', 'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10 OpenJDK_64-Bit_Server_VM/25.372'],
  ['console', 'console.amazonaws.com'],
  ['console', 'console.s3.amazonaws.com'],
  ['console', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36'],
  [
    'cli',
    'aws-cli/2.18.7 md/awscrt#0.22.0 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.12.6 cfg/retry-mode#standard',
  ],
  ['cli', 'aws-cli/1.35.2 Python/3.11.9 Linux/6.1 botocore/1.35.36'],
  ['cli', 'AWSPowerShell.Common/4.1.680 .NET_Core/8.0.8 OS/Linux'],
  ['sdk', 'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#6.1 lang/python#3.11.9 Botocore/1.35.36'],
  ['sdk', 'Botocore/1.35.36 ua/2.0'],
  ['sdk', 'aws-sdk-js/3.670.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20.18.0 api/s3#3.670.0'],
  ['sdk', 'aws-sdk-go-v2/1.32.2 ua/2.1'],
  ['sdk', 'aws-sdk-rust/1.3.3 ua/2.1'],
  ['sdk', 'rusoto/1 aws-sdk-nodejs/2.1691.0 linux/v20.18.0'],
  ['unknown', 'APN/1.0 HashiCorp/1.0 Packer/1.11.2 (+https://www.packer.io)'],
  ['unknown', 'aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10'],
  ['unknown', 'AWS Internal'],
  ['unknown', 'config.amazonaws.com'],
  ['unknown', 'cloudformation.amazonaws.com.example.com'],
  ['unknown', 'notcloudformation.amazonaws.com/x'],
  ['unknown', 'my-terraform/1.0'],
  ['unknown', 'rclone/v1.68.1'],
  ['terraform', 'opentofu/1.8'],
  ['terraform', 'x terraform-provider-aws/5'],
  ['pulumi', 'pulumi/1'],
  ['pulumi', 'pulumiaws/1'],
  ['cloudformation', 'CloudFormation.amazonaws.com'],
  ['cloudformation', 'cloudformation.amazonaws.com.cn'],
  ['console', 'console.amazonaws.com.cn'],
  ['console', 'Console.S3-us.amazonaws.com'],
  ['console', 'mozilla/5.0 X'],
  ['cli', 'AWSPowerShell/4.1'],
  ['sdk', 'boto/2.49'],
  ['sdk', 'aws-sdk-x/1'],
  ['sdk', 'aws-sdk-x_y-Z9/1'],
  ['unknown', 'aws-sdk-/1'],
  ['unknown', 'aws-sdk-9/1'],
  ['unknown', 'botox/1'],
  ['unknown', 'terraform'],
  ['unknown', 'terraform-provider-awsccc/1'],
  ['unknown', 'pulumi-x/1'],
  ['unknown', 'pulumi-native/1'],
  ['unknown', 'AWSPowerShell.2/4.1'],
  ['unknown', 'AWSPowerShell./4.1'],
  ['unknown', 'Mozilla/5.0'],
  ['unknown', 'xMozilla/5.0 X'],
  ['unknown', 'Mozilla/5x0 X'],
  ['unknown', 'a.b.cloudformation.amazonaws.com'],
  ['unknown', '.cloudformation.amazonaws.com'],
  ['unknown', 'cloudformationxamazonaws.com'],
  ['unknown', 'cloudformation.amazonawsxcom'],
  ['unknown', 'stacksetsxcloudformation.amazonaws.com'],
  ['unknown', 'cloudformation.amazonaws.comxcn'],
  ['unknown', 'xconsole.amazonaws.com'],
  ['unknown', 'consolexamazonaws.com'],
  ['unknown', 'console.amazonawsxcom'],
  ['unknown', 'console.s3xamazonaws.com'],
  ['unknown', 'console..amazonaws.com'],
  ['unknown', 'console.amazonaws.comxcn'],
  ['unknown', 'console.amazonaws.com.x'],
  ['unknown', '-'],
  ['unknown', ''],
])('%s is known by %s, in square brackets as well', (tool, agent) => {
  expect([called(agent), called(`[${agent}]`)]).toEqual([tool, tool]);
});

test.each([
  ['the service that called', { invokedBy: 'cloudformation.amazonaws.com' }],
  ['the source', { sourceIPAddress: 'cloudformation.amazonaws.com' }],
])('CloudFormation is known by %s, whatever the agent says', (_, more) => {
  expect([called(null, more), called(TERRAFORM, more)]).toEqual(['cloudformation', 'cloudformation']);
});

test('a service that is not CloudFormation leaves the word to the agent', () => {
  expect(called('[S3Console/0.4]', { invokedBy: 'AWS Internal' })).toBe('console');
  expect(called(null, { invokedBy: 'config.amazonaws.com' })).toBe('unknown');
});

test.each<[Tool, string, Tool]>([
  ['cloudformation', 'aws-cdk:auto-delete-objects', 'cdk'],
  ['unknown', 'aws-cdk:auto-delete-objects', 'cdk'],
  ['unknown', 'aws:cloudformation:stack-name', 'cloudformation'],
  ['cloudformation', 'aws:cloudformation:stack-name', 'cloudformation'],
  ['terraform', 'aws-cdk:auto-delete-objects', 'terraform'],
  ['console', 'aws:cloudformation:stack-name', 'console'],
  ['cloudformation', 'my-aws-cdk:tag', 'cloudformation'],
  ['unknown', 'team', 'unknown'],
])('what looks like %s, on a bucket with the tag %s, is taken for %s', (tool, tag, seen) => {
  expect(toolSeenWithTags(tool, new Map([[tag, 'x']]))).toBe(seen);
});

test('one tag of a stack among others is enough', () => {
  const tags = new Map([
    ['team', 'x'],
    ['aws:cloudformation:stack-name', 'x'],
  ]);
  expect(toolSeenWithTags('unknown', tags)).toBe('cloudformation');
});

test('the tags that are given with a call count', () => {
  const tags = new Map([
    ['aws:cloudformation:stack-name', 'shop'],
    ['aws-cdk:auto-delete-objects', 'true'],
  ]);
  expect(toolOf({ userAgent: null, invokedBy: 'cloudformation.amazonaws.com', sourceIPAddress: null, tags })).toBe(
    'cdk',
  );
  expect(toolOf({ userAgent: TERRAFORM, invokedBy: null, sourceIPAddress: null, tags })).toBe('terraform');
});

test('only the brackets around a whole agent are taken off', () => {
  const agents = ['[a]', '[a', 'a]', '[[a]]', '[a\nb]', 'x[a]', '[a]x', '', null];
  expect(agents.map(agentText)).toEqual(['a', '[a', 'a]', '[a]', 'a\nb', 'x[a]', '[a]x', '', null]);
});

test('tools that put a bucket back to its description are managing it, people and programs are not', () => {
  const tools: Tool[] = ['terraform', 'pulumi', 'cloudformation', 'cdk', 'console', 'cli', 'sdk', 'unknown'];
  expect(tools.filter(isManaging)).toEqual(['terraform', 'pulumi', 'cloudformation', 'cdk']);
});

test('any text has some tool, and a product counts at the beginning of a word alone', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcxyz0189-_./+#') }).map((text) => `x${text}`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), word, (text, before) => {
      expect(['terraform', 'unknown', 'cli', 'sdk', 'console', 'pulumi', 'cloudformation']).toContain(called(text));
      expect(called(`${before}Terraform/1.9.8`)).toBe('unknown');
      expect(called(`${before} Terraform/1.9.8`)).toBe('terraform');
    }),
  );
});
