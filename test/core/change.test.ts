import fc from 'fast-check';
import { type Change, changeOf, isOwnChange } from '../../core/change';

const record = (changes: Readonly<Record<string, unknown>> = {}) => ({
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketLifecycle',
  eventTime: '2026-05-06T07:08:09Z',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ops/ada', userName: 'ada' },
  userAgent: '[aws-cli/2.18.7 md/awscrt#0.22.0]',
  sourceIPAddress: '203.0.113.9',
  requestParameters: { bucketName: 'orders-archive', lifecycle: '' },
  ...changes,
});
const by = (userIdentity: unknown) => changeOf(record({ userIdentity }));
const ROLE = 'arn:aws:iam::111122223333:role/teams/Deployer';
const assumed = (issuer: unknown, more: object = {}) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLEEX:pipeline-7',
  arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/pipeline-7',
  accountId: '111122223333',
  sessionContext: { sessionIssuer: issuer },
  ...more,
});

test('a change tells who made it, when and with what', () => {
  expect(changeOf(record())).toEqual({
    eventName: 'PutBucketLifecycle',
    at: '2026-05-06T07:08:09.000Z',
    principal: 'arn:aws:iam::111122223333:user/ops/ada',
    userAgent: 'aws-cli/2.18.7 md/awscrt#0.22.0',
    tool: 'cli',
    service: null,
  });
});

test.each([
  'CreateBucket',
  'PutBucketLifecycle',
  'DeleteBucketLifecycle',
  'PutBucketLifecycleConfiguration',
  'DeleteBucketLifecycleConfiguration',
])('%s changes the lifecycle', (eventName) => {
  expect(changeOf(record({ eventName }))).toMatchObject({ eventName });
});

test.each([
  ['a call that failed', record({ errorCode: 'AccessDenied' })],
  ['another call', record({ eventName: 'PutBucketTagging' })],
  ['a record without a time', record({ eventTime: undefined })],
  ['a time that is none', record({ eventTime: '2026-13-40T00:00:00Z' })],
  ['a number', 7],
  ['nothing', null],
  ['a list', [record()]],
])('%s is no change', (_, value) => {
  expect(changeOf(value)).toBeUndefined();
});

test.each([
  ['2026-05-06 07:08:09.123456789', '2026-05-06T07:08:09.123Z'],
  ['2026-05-06T07:08:09', '2026-05-06T07:08:09.000Z'],
  ['2026-05-06T09:08:09+02:00', '2026-05-06T07:08:09.000Z'],
])('the time %s is %s', (eventTime, at) => {
  expect(changeOf(record({ eventTime }))?.at).toBe(at);
});

describe('the principal', () => {
  test.each<[string, unknown, string]>([
    ['an assumed role', assumed({ type: 'Role', arn: ROLE, userName: 'Deployer' }), `${ROLE} (session pipeline-7)`],
    [
      'a role whose session is in its ID alone',
      assumed({ arn: ROLE }, { arn: undefined }),
      `${ROLE} (session pipeline-7)`,
    ],
    ['a role whose session is nowhere', assumed({ arn: ROLE }, { arn: undefined, principalId: 'AROA' }), ROLE],
    ['a role without an issuer', assumed({}), 'arn:aws:sts::111122223333:assumed-role/Deployer/pipeline-7'],
    [
      'a user with a session',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada', sessionContext: { sessionIssuer: { arn: ROLE } } },
      'arn:aws:iam::111122223333:user/ada',
    ],
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, 'root'],
    ['a service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'config.amazonaws.com'],
    [
      'a caller of another account',
      { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAEXAMPLEEXAMPLEEX' },
      '444455556666 AIDAEXAMPLEEXAMPLEEX',
    ],
    [
      'a service with an ARN',
      { type: 'AWSService', arn: 'arn:aws:iam::111122223333:role/x', invokedBy: 'config.amazonaws.com' },
      'arn:aws:iam::111122223333:role/x',
    ],
    ['a user of a directory', { type: 'SAMLUser', userName: 'ada', principalId: 'P' }, 'ada P'],
    ['a user whose members are no texts', { userName: 7, principalId: '', accountId: null }, 'unknown'],
    [
      'a role whose session has slashes',
      assumed({ arn: ROLE }, { arn: 'x:assumed-role/D/a/b' }),
      `${ROLE} (session pipeline-7)`,
    ],
    ['a role whose ID is odd', assumed({ arn: ROLE }, { arn: null, principalId: ':x' }), ROLE],
    [
      'a role whose ID has colons',
      assumed({ arn: ROLE }, { arn: null, principalId: 'A:b:c' }),
      `${ROLE} (session b:c)`,
    ],
    ['a role without a session context', { type: 'AssumedRole', arn: 'arn:x', sessionContext: 7 }, 'arn:x'],
    ['a role whose ID begins with a colon', assumed({ arn: ROLE }, { arn: null, principalId: ':x:y' }), ROLE],
    ['a role whose ID has a line end', assumed({ arn: ROLE }, { arn: null, principalId: 'A:b\nc' }), ROLE],
    [
      'a role whose session its ARN and its ID call otherwise',
      assumed({ arn: ROLE }, { arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/one', principalId: 'A:two' }),
      `${ROLE} (session one)`,
    ],
    ['a service whose ARN is empty', { type: 'AWSService', arn: '', invokedBy: 'x' }, 'x'],
    ['nobody', {}, 'unknown'],
    ['a text', 'ada', 'unknown'],
  ])('of %s', (_, userIdentity, principal) => {
    expect(by(userIdentity)?.principal).toBe(principal);
  });

  test('is kept whole as long as it is short enough, and where there is no path to leave out', () => {
    const short = `arn:aws:iam::111122223333:user/${'p'.repeat(220)}/ada`;
    expect(short).toHaveLength(255);
    expect(by({ arn: short })?.principal).toBe(short);
    expect(by({ arn: `${short}0` })?.principal).toBe(`${short}0`);
    expect(by({ arn: `${short}01` })?.principal).toBe('arn:aws:iam::111122223333:user/…/ada01');
    const flat = `arn:aws:iam::111122223333:user/${'n'.repeat(300)}`;
    expect(by({ arn: flat })?.principal).toBe(`${flat.slice(0, 255)}…`);
  });

  test('with a path too long to keep still has its name and its session', () => {
    const arn = `arn:aws:iam::111122223333:role/${'p/'.repeat(250)}${'N'.repeat(64)}`;
    const principal = by(
      assumed({ arn }, { arn: `arn:aws:sts::111122223333:assumed-role/N/${'s'.repeat(64)}` }),
    )?.principal;
    expect(principal).toBe(`arn:aws:iam::111122223333:role/…/${'N'.repeat(64)} (session ${'s'.repeat(64)})`);
  });
});

test('the tool is known by the source of the call alone', () => {
  expect(changeOf(record({ sourceIPAddress: 'cloudformation.amazonaws.com' }))?.tool).toBe('cloudformation');
});

test('CloudFormation in the name of a user is the tool and the service, and the user is the principal', () => {
  const change = changeOf(
    record({
      userIdentity: {
        type: 'IAMUser',
        arn: 'arn:aws:iam::111122223333:user/ci',
        invokedBy: 'cloudformation.amazonaws.com',
      },
      userAgent: 'cloudformation.amazonaws.com',
      sourceIPAddress: 'cloudformation.amazonaws.com',
    }),
  );
  expect(change).toMatchObject({
    principal: 'arn:aws:iam::111122223333:user/ci',
    tool: 'cloudformation',
    service: 'cloudformation.amazonaws.com',
  });
});

test('text from outside is cut, and cannot steer a terminal or turn a line around', () => {
  const change = changeOf(
    record({
      userAgent: `[\u001b[31mred\r\nline\u202eback\u2028${'x'.repeat(300)}]`,
      userIdentity: { type: 'AWSService', invokedBy: `a\u0000b${'y'.repeat(251)}🪣🪣🪣🪣🪣` },
    }),
  );
  expect(change?.userAgent).toMatch(/^\ufffd\[31mred\ufffd\ufffdline\ufffdback\ufffdx+…$/);
  expect(change?.userAgent).toHaveLength(256);
  expect(change?.service).toHaveLength(256);
  expect(change?.principal).not.toMatch(/\p{Cs}/u);
});

test('any record gives a change with short clean text, or none, and never throws', () => {
  const odd = fc.oneof(fc.anything(), fc.string({ unit: 'binary', minLength: 200, maxLength: 400 }));
  const records = fc
    .record({
      userIdentity: odd,
      userAgent: odd,
      sourceIPAddress: odd,
      arn: odd,
      invokedBy: odd,
      principalId: odd,
      type: odd,
    })
    .map(({ arn, invokedBy, principalId, type, ...rest }) => [
      record(rest),
      record({ ...rest, userIdentity: { type, arn, invokedBy, principalId } }),
      record({ ...rest, userIdentity: assumed({ arn }, { invokedBy, principalId }) }),
    ]);
  const isClean = (text: string | null) => text === null || (text.length <= 256 && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything().map((value) => [value]),
        records,
      ),
      (values) => {
        for (const value of values) {
          const change = changeOf(value);
          if (change === undefined) continue;
          expect([change.principal, change.userAgent, change.service].every(isClean)).toBe(true);
        }
      },
    ),
  );
});

describe('a change is our own', () => {
  const made = (principal: string): Change => ({
    eventName: 'PutBucketLifecycle',
    at: '2026-05-06T07:08:09.000Z',
    principal,
    userAgent: null,
    tool: 'sdk',
    service: null,
  });

  test.each([
    ['in a session of the member role', by(assumed({ arn: 'arn:aws:iam::111122223333:role/shared-member' }))],
    ['with a path', by(assumed({ arn: 'arn:aws-cn:iam::111122223333:role/a/b/shared-member' }))],
    [
      'with a path too long to keep',
      by(assumed({ arn: `arn:aws:iam::111122223333:role/${'p'.repeat(300)}/shared-member` })),
    ],
    ['without an issuer', by(assumed({}, { arn: 'arn:aws:sts::111122223333:assumed-role/shared-member/run' }))],
  ])('%s', (_, change) => {
    expect(change === undefined ? undefined : isOwnChange(change, 'shared-member')).toBe(true);
  });

  test.each([
    'arn:aws:iam::111122223333:role/shared-member',
    'arn::iam:::role/shared-member (session a (session b))',
    'arn::sts:::assumed-role/shared-member/',
  ])('%s', (principal) => {
    expect(isOwnChange(made(principal), 'shared-member')).toBe(!principal.includes('(session a'));
  });

  test.each([
    `${ROLE} (session shared-member)`,
    'arn:aws:iam::111122223333:role/shared-member/Deployer (session x)',
    'arn:aws:iam::111122223333:role/not-shared-member (session x)',
    'arn:aws:iam::111122223333:user/shared-member',
    'arn:aws:sts::111122223333:assumed-role/Deployer/shared-member',
    'shared-member',
    'root',
    'xarn:aws:iam::111122223333:role/shared-member',
    'arn:aws:iam::111122223333:role/x/shared-member/',
    'arn:aws:iam::111122223333:roles/shared-member',
    'xarn:aws:sts::111122223333:assumed-role/shared-member/x',
    'arn:aws:sts::111122223333:assumed-role/x/shared-member/y',
    'arn:aws:sts::111122223333:assumed-role/shared-member',
    'arn:aws:iam::111122223333:role/xshared-member',
  ])('not as %s', (principal) => {
    expect(isOwnChange(made(principal), 'shared-member')).toBe(false);
  });
});
