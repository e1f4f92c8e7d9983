import { conditionsHold } from '../../../sandbox/policy/condition';
import { matchesAction, matchesArn } from '../../../sandbox/policy/pattern';

const CONTEXT = new Map<string, string | readonly string[]>([
  ['aws:principalorgid', 'o-one'],
  ['aws:principalarn', 'arn:aws:iam::111111111111:role/app/worker'],
  ['aws:principalorgpaths', ['o-one/r-a/ou-b/']],
  ['aws:username', 'ann'],
  ['aws:sourceip', '10.1.2.3'],
  ['aws:securetransport', 'true'],
  ['aws:currenttime', '2026-05-01T00:00:00Z'],
  ['s3:max-keys', '20'],
  ['aws:tagkeys', ['team', 'stage']],
]);

const HOLDS: readonly [string, string, string | string[], boolean][] = [
  ['StringEquals', 'aws:PrincipalOrgID', 'o-one', true],
  ['StringEquals', 'AWS:principalorgid', ['o-two', 'o-one'], true],
  ['StringEquals', 'aws:PrincipalOrgID', 'O-ONE', false],
  ['StringEquals', 'aws:PrincipalOrgID', 'o-*', false],
  ['StringEqualsIgnoreCase', 'aws:PrincipalOrgID', 'O-ONE', true],
  ['StringNotEquals', 'aws:PrincipalOrgID', ['o-two', 'o-one'], false],
  ['StringNotEquals', 'aws:PrincipalOrgID', ['o-two', 'o-three'], true],
  ['StringNotEquals', 'aws:SourceVpc', 'vpc-1', true],
  ['StringEquals', 'aws:SourceVpc', 'vpc-1', false],
  ['StringEqualsIfExists', 'aws:SourceVpc', 'vpc-1', true],
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-two', false],
  ['StringLike', 'aws:PrincipalOrgID', 'o-?n*', true],
  ['StringNotLike', 'aws:PrincipalOrgID', 'o-*', false],
  ['StringLike', 'aws:username', `\${aws:username}`, true],
  ['StringEquals', 'aws:username', `\${aws:SourceVpc, 'ann'}`, true],
  ['StringEquals', 'aws:username', `\${aws:SourceVpc}`, false],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app/*', true],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111111111111:role/app/other', false],
  ['ArnLike', 'aws:PrincipalArn', 'arn:*:role/app/worker', false],
  ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::222222222222:role/*', true],
  ['NumericLessThanEquals', 's3:max-keys', '20', true],
  ['NumericGreaterThan', 's3:max-keys', '20', false],
  ['NumericEquals', 'aws:username', '20', false],
  ['NumericNotEquals', 's3:max-keys', '21', true],
  ['DateGreaterThan', 'aws:CurrentTime', '2026-04-30T00:00:00Z', true],
  ['DateLessThan', 'aws:CurrentTime', '2026-04-30T00:00:00Z', false],
  ['Bool', 'aws:SecureTransport', 'true', true],
  ['Bool', 'aws:SecureTransport', 'false', false],
  ['IpAddress', 'aws:SourceIp', '10.1.0.0/16', true],
  ['NotIpAddress', 'aws:SourceIp', ['10.1.0.0/16', '192.168.0.1'], false],
  ['Null', 'aws:SourceVpc', 'true', true],
  ['Null', 'aws:username', 'true', false],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-one/r-a/*', true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', 'team', true],
  ['ForAllValues:StringEquals', 'aws:TagKeys', 'team', false],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'stage', 'more'], true],
  ['ForAllValues:StringEquals', 'aws:CalledVia', 'x', true],
  ['ForAnyValue:StringEquals', 'aws:CalledVia', 'x', false],
];

test.each(HOLDS)('%s of %s with %j is %s', (operator, key, values, expected) => {
  const lookup = (name: string) => {
    const value = CONTEXT.get(name.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
  expect(conditionsHold({ [operator]: { [key]: [values].flat() } }, CONTEXT, lookup)).toBe(expected);
});

test('fails a statement when one of two keys does not match', () => {
  const both = { StringEquals: { 'aws:username': ['ann'], 'aws:PrincipalOrgID': ['o-two'] } };
  expect(conditionsHold(both, CONTEXT, undefined)).toBe(false);
});

test('refuses to compare a key of several values without a set operator', () => {
  expect(() => conditionsHold({ StringEquals: { 'aws:TagKeys': ['team'] } }, CONTEXT, undefined)).toThrow(
    /aws:TagKeys/,
  );
});

test.each([
  ['s3:Get*', 's3:getobject', true],
  ['S3:GETOBJECT', 's3:GetObject', true],
  ['s3:GetObjec?', 's3:GetObject', true],
  ['s3:Get*', 's3:PutObject', false],
  ['*', 'sts:AssumeRole', true],
])('the action pattern %s on %s: %s', (pattern, action, expected) => {
  expect(matchesAction(pattern, action)).toBe(expected);
});

test.each([
  ['*', '*', true],
  ['arn:aws:s3:::a*', 'arn:aws:s3:::abc', true],
  ['arn:aws:s3:::a*', '*', false],
  [`arn:aws:s3:::\${aws:username}/*`, 'arn:aws:s3:::ann/x', true],
  [`arn:aws:s3:::\${aws:username}/*`, 'arn:aws:s3:::bob/x', false],
  ['arn:aws:sqs:*:111111111111:q', 'arn:aws:sqs:eu-west-1:111111111111:q', true],
  ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:111111111111:q', false],
  ['arn:aws:sqs', 'arn:aws:sqs:eu-west-1:111111111111:q', true],
  ['arn:aws:s3:::a.c', 'arn:aws:s3:::abc', false],
])('the resource pattern %s on %s: %s', (pattern, resource, expected) => {
  expect(matchesArn(pattern, resource, (key) => (key === 'aws:username' ? 'ann' : undefined))).toBe(expected);
});

test('a wildcard that comes out of a variable stands for itself', () => {
  expect(matchesArn(`arn:aws:s3:::\${aws:username}`, 'arn:aws:s3:::anything', () => '*')).toBe(false);
});
