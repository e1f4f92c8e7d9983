import { NotModelledError } from '../../../sandbox/aws-error';
import { type PolicyForm, parsePolicy } from '../../../sandbox/policy/parse-policy';

const document = (statement: unknown, version = '2012-10-17') => ({ Version: version, Statement: statement });
const GOOD = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

test('single values become lists and a single statement a list of one', () => {
  expect(parsePolicy(JSON.stringify(document(GOOD)), 'identity')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }],
  });
});

const MALFORMED: readonly [string, unknown, PolicyForm | undefined][] = [
  ['text that is not JSON', '{', undefined],
  ['a list', [], undefined],
  ['a version that is none', document(GOOD, '2020-01-01'), undefined],
  ['an unknown element of the document', { ...document(GOOD), Extra: 1 }, undefined],
  ['an unknown element of a statement', document({ ...GOOD, Actions: [] }), undefined],
  ['no statement', document([]), undefined],
  ['an effect that is none', document({ ...GOOD, Effect: 'allow' }), undefined],
  ['a statement without action', document({ Effect: 'Allow', Resource: '*' }), undefined],
  ['both Action and NotAction', document({ ...GOOD, NotAction: 's3:*' }), undefined],
  ['an empty list of actions', document({ ...GOOD, Action: [] }), undefined],
  ['an action without a service', document({ ...GOOD, Action: 'GetObject' }), undefined],
  ['a resource that is no ARN', document({ ...GOOD, Resource: 'bucket' }), undefined],
  ['an identity policy without resource', document({ Effect: 'Allow', Action: 's3:*' }), 'identity'],
  ['an identity policy with a principal', document({ ...GOOD, Principal: '*' }), 'identity'],
  ['a resource policy without principal', document(GOOD), 'resource'],
  ['a trust policy with a resource', document({ ...GOOD, Principal: '*' }), 'trust'],
  [
    'a principal ARN with a wildcard',
    document({ ...GOOD, Principal: { AWS: 'arn:aws:iam::111111111111:role/*' } }),
    'resource',
  ],
  ['a principal that is no ARN', document({ ...GOOD, Principal: { AWS: 'somebody' } }), 'resource'],
  ['a service that is none', document({ ...GOOD, Principal: { Service: 'events' } }), 'resource'],
  ['an unknown condition operator', document({ ...GOOD, Condition: { StringIs: { 'aws:username': 'x' } } }), undefined],
  ['a value that is an object', document({ ...GOOD, Condition: { Bool: { 'aws:username': {} } } }), undefined],
  [
    'an address range that is none',
    document({ ...GOOD, Condition: { IpAddress: { 'aws:SourceIp': '1.2.3.4/33' } } }),
    undefined,
  ],
  [
    'a repeated Sid',
    document([
      { ...GOOD, Sid: 'A' },
      { ...GOOD, Sid: 'A' },
    ]),
    undefined,
  ],
];

test.each(MALFORMED)('refuses %s', (_name, json, form) => {
  expect(() => parsePolicy(json, form)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument' }));
});

test.each([
  ['NotPrincipal', document({ ...GOOD, NotPrincipal: { AWS: '*' } })],
  ['a federated principal', document({ ...GOOD, Principal: { Federated: 'accounts.google.com' } })],
  ['a condition key outside the known namespaces', document({ ...GOOD, Condition: { Null: { 'acme:Key': 'true' } } })],
  ['a global key that AWS does not have', document({ ...GOOD, Condition: { Null: { 'aws:PrincipalOrg': 'true' } } })],
  ['a policy variable it does not know', document({ ...GOOD, Resource: `arn:aws:s3:::\${acme:name}` })],
])('refuses %s as not modelled', (_name, json) => {
  expect(() => parsePolicy(json)).toThrow(NotModelledError);
});
