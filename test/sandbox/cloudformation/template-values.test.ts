import { ACCOUNT, box, REGION, stage } from './fakes';

describe('values in templates', () => {
  test('pseudo parameters stand for the place of the stack', async () => {
    const value = await stage().boxValue({
      'Fn::Sub': `\${AWS::Partition} \${AWS::AccountId} \${AWS::Region} \${AWS::StackName} \${AWS::URLSuffix} \${!Literal}`,
    });
    expect(value).toBe(`aws ${ACCOUNT} ${REGION} stack amazonaws.com \${Literal}`);
  });

  test('the partition follows the Region', async () => {
    const { stacks, boxes } = stage();
    const template = { Resources: { A: box({ Value: { Ref: 'AWS::Partition' } }) } };
    await stacks.deployStack({ template, account: ACCOUNT, region: 'cn-north-1', stackName: 'stack' });
    expect(boxes.alive.get(`${ACCOUNT}/cn-north-1/A`)).toBe('aws-cn');
  });

  test.each([
    [{ 'Fn::Join': ['-', ['a', 1, { Ref: 'AWS::Region' }]] }, 'a-1-eu-west-1'],
    [{ 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::Sub': [`\${X}-\${AWS::Region}`, { X: { 'Fn::Join': ['', ['x', 'y']] } }] }, 'xy-eu-west-1'],
    [{ 'Fn::If': ['Yes', 'taken', { Ref: 'Nothing' }] }, 'taken'],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'Key'] }, 'mapped'],
    [{ 'Fn::Base64': 'abc' }, 'YWJj'],
    [[{ Ref: 'AWS::NoValue' }, 'left'], ['left']],
    [{ gone: { Ref: 'AWS::NoValue' }, left: { 'Fn::If': ['Yes', 1, 2] } }, { left: 1 }],
    [{ Ref: 'List' }, ['a', 'b']],
    [
      { Statement: [{ Condition: { StringEquals: { a: { Ref: 'Text' } } } }] },
      { Statement: [{ Condition: { StringEquals: { a: 'given' } } }] },
    ],
  ])('%j becomes %j', async (value, expected) => {
    const sections = {
      Parameters: { List: { Type: 'CommaDelimitedList', Default: 'a, b' }, Text: { Type: 'String' } },
      Conditions: {
        Given: { 'Fn::Equals': [{ Ref: 'Text' }, 'given'] },
        Yes: { 'Fn::And': [{ Condition: 'Given' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
      },
      Mappings: { Map: { 'eu-west-1': { Key: 'mapped' } } },
    };
    expect(await stage().boxValue(value, sections, { Text: 'given' })).toEqual(expected);
  });

  test.each([
    [{ 'Fn::GetAZs': '' }, /does not model the intrinsic function Fn::GetAZs/],
    [{ 'Fn::Unknown': '' }, /does not model the intrinsic function Fn::Unknown/],
    ['{{resolve:ssm:name}}', /does not model dynamic references/],
    [{ 'Fn::Select': [5, ['a']] }, /cannot select the value at index 5/],
    [{ 'Fn::FindInMap': ['Map', 'a', 'b'] }, /Unable to get mapping for Map::a::b/],
    [{ Ref: 'Nothing' }, /Unresolved resource dependencies \[Nothing\]/],
    [{ 'Fn::Sub': `\${Nothing.Arn}` }, /Unresolved resource dependencies \[Nothing\]/],
    [{ 'Fn::ImportValue': 'absent' }, /No export named absent found/],
    [{ Ref: 'AWS::Region', Other: 1 }, /stands beside other keys/],
    [{ 'Fn::If': ['Absent', 1, 2] }, /there is no condition Absent/],
    [null, /null is not allowed/],
  ])('refuses %j', async (value, message) => {
    await expect(stage().boxValue(value)).rejects.toThrow(message);
  });

  test.each([
    [{ A: { Type: 'String' } }, {}, /Parameters: \[A\] must have values/],
    [{}, { B: 'x' }, /Parameters: \[B\] do not exist in the template/],
    [{ A: { Type: 'Number' } }, { A: 'x' }, /must be a number/],
    [{ A: { Type: 'String', AllowedValues: ['y'] } }, { A: 'x' }, /failed to satisfy constraint/],
    [{ A: { Type: 'String', AllowedPattern: '[a-w]' } }, { A: 'x' }, /failed to satisfy constraint/],
    [{ A: { Type: 'AWS::EC2::VPC::Id' } }, { A: 'x' }, /does not model the parameter type/],
    [{ A: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/other' } }, {}, /Unable to fetch parameters/],
  ])('refuses the parameters %j with the values %j', async (Parameters, given, message) => {
    await expect(stage().deploy({ Parameters, Resources: { A: box() } }, { parameters: given })).rejects.toThrow(
      message,
    );
  });

  const bootstrap = {
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    },
    Rules: {
      CheckBootstrapVersion: {
        Assertions: [
          {
            Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] },
            AssertDescription: 'CDK bootstrap stack version 6 required.',
          },
        ],
      },
    },
    Resources: { A: box() },
  };

  test("the CDK's bootstrap rule is evaluated", async () => {
    await expect(stage().deploy(bootstrap)).resolves.toBeDefined();
    await expect(stage({ ssmParameter: () => '5' }).deploy(bootstrap)).rejects.toThrow(
      'CDK bootstrap stack version 6 required.',
    );
  });
});
