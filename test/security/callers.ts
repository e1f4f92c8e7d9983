import fc from 'fast-check';
import { policiesFor, SURVEY_POLICY } from '../../adapters/session-policy';
import { account, bucketName } from '../fakes/identifiers';
import { REGION } from '../journeys/places';
import type { Template } from '../lib/synthesized';
import { HUB, MEMBER, STRANGER } from '../sandbox/policy/stage';
import { HubAndMember } from './hub-and-member';

const RULE = (of: string, name: string): string => `arn:aws:events:${REGION}:${of}:rule/${name}`;

/** Who gets where: the policies of `templates` (of the hub, the fleet and the management account), asked by friends and strangers. */
export function callersSuite(templates: readonly Template[]): void {
  describe('the member role', () => {
    const world = new HubAndMember(templates);
    const member = world.deploy('partsweep-member', MEMBER);

    test.each(['partsweep-reconcile-bucket', 'partsweep-survey-account'])('is assumed by %s of the hub', (name) => {
      expect(world.mayAssume(world.session(world.deploy(name, HUB)), member)).toBe(true);
    });

    test.each([
      ['start-sweep', () => world.session(world.deploy('partsweep-start-sweep', HUB))],
      ['the scheduler role', () => world.session(world.deploy('partsweep-scheduler', HUB))],
      ['another role of the hub', () => world.administratorRole(HUB, 'somebody')],
      ['a role whose name only begins like ours', () => world.administratorRole(HUB, 'partsweep-reconcile-bucket-2')],
      ['an administrator of the hub', () => world.administrator(HUB)],
      ['root of the hub', () => world.root(HUB)],
      ['an administrator of the member', () => world.administrator(MEMBER)],
      ['root of the member', () => world.root(MEMBER)],
      ['a role of our name in the member', () => world.administratorRole(MEMBER, 'partsweep-survey-account')],
      ['a role of our name outside', () => world.administratorRole(STRANGER, 'partsweep-reconcile-bucket')],
      ['an administrator outside', () => world.administrator(STRANGER)],
      ['Lambda', () => world.service('lambda.amazonaws.com', `arn:aws:lambda:${REGION}:${HUB}:function:any`)],
      ['EventBridge', () => world.service('events.amazonaws.com', RULE(MEMBER, 'partsweep-bucket-events'))],
    ])('refuses %s', (_, caller) => {
      expect(world.mayAssume(caller(), member)).toBe(false);
    });
  });

  test('refuses a role of our name under another path of the hub', () => {
    const world = new HubAndMember(templates);
    const member = world.deploy('partsweep-member', MEMBER);
    const impostor = world.administratorRole(HUB, 'partsweep-reconcile-bucket', '/somebody/');
    expect(world.mayAssume(impostor, member)).toBe(false);
  });

  describe('the forwarder role', () => {
    const world = new HubAndMember(templates);
    const forwarder = world.deploy('partsweep-forwarder', MEMBER);
    const byEvents = (sourceArn: string) => world.service('events.amazonaws.com', sourceArn);

    test.each(['partsweep-bucket-events', 'partsweep-stack-events'])('is for the rule %s of its account', (rule) => {
      expect(world.mayAssume(byEvents(RULE(MEMBER, rule)), forwarder)).toBe(true);
      expect(world.mayAssume(byEvents(RULE(MEMBER, rule).replace(REGION, 'us-east-1')), forwarder)).toBe(true);
    });

    test.each([
      ['another rule of the account', () => byEvents(RULE(MEMBER, 'somebody'))],
      ['a rule on another bus that ends like ours', () => byEvents(RULE(MEMBER, 'other/partsweep-bucket-events'))],
      ['a rule of our name in another account', () => byEvents(RULE(STRANGER, 'partsweep-bucket-events'))],
      ['the Scheduler', () => world.service('scheduler.amazonaws.com', RULE(MEMBER, 'partsweep-bucket-events'))],
      ['a function of the hub', () => world.session(world.deploy('partsweep-reconcile-bucket', HUB))],
      ['an administrator of the member', () => world.administrator(MEMBER)],
      ['an administrator outside', () => world.administrator(STRANGER)],
    ])('refuses %s', (_, caller) => {
      expect(world.mayAssume(caller(), forwarder)).toBe(false);
    });

    test('puts events onto the central bus, and may do nothing else', () => {
      const caller = world.session(forwarder);
      expect(world.mayPutEvents(caller)).toBe(true);
      expect(world.maySend(caller, 'SettleQueue')).toBe(false);
      for (const action of ['s3:GetObject', 'events:PutRule', 'iam:PassRole', 'sts:AssumeRole']) {
        expect(world.may(caller, action, '*', MEMBER)).toBe(false);
      }
    });
  });

  test('the roles of the hub are assumed by their own service alone', () => {
    const world = new HubAndMember(templates);
    const lambda = world.service('lambda.amazonaws.com', `arn:aws:lambda:${REGION}:${HUB}:function:any`);
    const scheduler = (of: string) =>
      world.service('scheduler.amazonaws.com', `arn:aws:scheduler:${REGION}:${of}:schedule/default/any`);
    const people = [HUB, MEMBER, STRANGER].flatMap((id) => [world.administrator(id), world.root(id)]);
    for (const name of ['reconcile-bucket', 'start-sweep', 'survey-account', 'write-report']) {
      const role = world.deploy(`partsweep-${name}`, HUB);
      const others = [...people, scheduler(HUB), world.service('events.amazonaws.com', RULE(HUB, 'any'))];
      expect(world.mayAssume(lambda, role)).toBe(true);
      expect(others.filter((caller) => world.mayAssume(caller, role))).toEqual([]);
    }
    const role = world.deploy('partsweep-scheduler', HUB);
    expect(world.mayAssume(scheduler(HUB), role)).toBe(true);
    expect([...people, lambda, scheduler(STRANGER)].filter((caller) => world.mayAssume(caller, role))).toEqual([]);
  });

  describe('the hub', () => {
    const world = new HubAndMember(templates);

    test.each([
      ['an administrator of a member', true, () => world.administrator(MEMBER)],
      ['an administrator of the hub', true, () => world.administrator(HUB)],
      ['an administrator outside', false, () => world.administrator(STRANGER)],
      ['root outside', false, () => world.root(STRANGER)],
      [
        'EventBridge on behalf of an account outside',
        false,
        () => world.service('events.amazonaws.com', RULE(STRANGER, 'any')),
      ],
    ])('has a bus onto which %s may put events: %s', (_, expected, caller) => {
      expect(world.mayPutEvents(caller())).toBe(expected);
    });

    test.each([
      ['SettleQueue', 'partsweep/partsweep-settle'],
      ['SweepQueue', 'partsweep/partsweep-stacks'],
    ])('has a queue %s that takes messages of its own rule, and of nobody outside the hub', (queue, rule) => {
      const byEvents = (sourceArn: string) => world.service('events.amazonaws.com', sourceArn);
      const others = [
        byEvents(RULE(HUB, 'somebody')),
        byEvents(RULE(HUB, 'partsweep/somebody')),
        byEvents(RULE(MEMBER, rule)),
        byEvents(RULE(STRANGER, rule)),
        world.administrator(MEMBER),
        world.administrator(STRANGER),
        world.root(MEMBER),
      ];
      if (queue === 'SettleQueue') expect(world.maySend(byEvents(RULE(HUB, rule)), queue)).toBe(true);
      expect(others.filter((caller) => world.maySend(caller, queue))).toEqual([]);
    });
  });

  describe('a function that is taken over', () => {
    const world = new HubAndMember(templates);
    const reconcile = world.session(world.deploy('partsweep-reconcile-bucket', HUB));

    test('assumes no other role of a member, and none outside the organization, whoever they trust', () => {
      expect(world.mayAssume(reconcile, world.roleThatTrustsHub(MEMBER, 'OrganizationAccountAccessRole'))).toBe(false);
      expect(world.mayAssume(reconcile, world.roleThatTrustsHub(STRANGER, 'partsweep-member'))).toBe(false);
    });

    test('in a member reads and writes lifecycles and reads tags, and neither objects nor policies', () => {
      const member = world.session(world.deploy('partsweep-member', MEMBER));
      const may = (action: string, resource: string): boolean => world.may(member, action, resource, MEMBER);
      expect(may('s3:PutLifecycleConfiguration', 'arn:aws:s3:::orders')).toBe(true);
      const refused = [
        ['s3:GetObject', 'arn:aws:s3:::orders/key'],
        ['s3:DeleteObject', 'arn:aws:s3:::orders/key'],
        ['s3:DeleteBucket', 'arn:aws:s3:::orders'],
        ['s3:PutBucketPolicy', 'arn:aws:s3:::orders'],
        ['s3:PutBucketTagging', 'arn:aws:s3:::orders'],
        ['s3:PutReplicationConfiguration', 'arn:aws:s3:::orders'],
        ['iam:PassRole', '*'],
        ['sts:AssumeRole', 'arn:aws:iam::222222222222:role/partsweep-member'],
      ] as const;
      expect(refused.filter(([action, resource]) => may(action, resource))).toEqual([]);
    });

    test('in the hub changes no policy, function, rule or schedule, and reads no secret', () => {
      const refused = [
        'iam:PutRolePolicy',
        'iam:UpdateAssumeRolePolicy',
        'lambda:UpdateFunctionCode',
        'events:PutRule',
        'events:PutPermission',
        'scheduler:UpdateSchedule',
        'dynamodb:DeleteTable',
        'dynamodb:Scan',
        's3:DeleteObject',
        'secretsmanager:GetSecretValue',
        'cloudformation:UpdateStackSet',
        'organizations:TagResource',
      ];
      expect(refused.filter((action) => world.may(reconcile, action, '*', HUB))).toEqual([]);
    });
  });

  describe('a session of the member role', () => {
    const world = new HubAndMember(templates);
    const member = world.deploy('partsweep-member', MEMBER);
    const PROPS = { partition: 'aws', account: account(MEMBER), mode: 'apply' } as const;
    const ACTIONS = {
      s3: ['s3:GetLifecycleConfiguration', 's3:GetBucketTagging', 's3:PutLifecycleConfiguration'],
      s3express: ['s3express:GetLifecycleConfiguration', 's3express:PutLifecycleConfiguration'],
    };
    const reach = (name: string) =>
      name.endsWith('--x-s3')
        ? { actions: ACTIONS.s3express, arn: `arn:aws:s3express:${REGION}:${MEMBER}:bucket/${name}` }
        : { actions: ACTIONS.s3, arn: `arn:aws:s3:::${name}` };

    /** Names that are like one another: longer, shorter, with dots, dashes and underscores, with what the other kind ends in. */
    const alike = fc
      .tuple(
        fc.constantFrom('data', 'da', 'a-b', 'a.b', 'DATA', 'logs_1'),
        fc.constantFrom('', '-1', '.eu', '0', '-x-s3'),
      )
      .map(([base, end]) => `${base}${end}x`);
    const kinds = fc.oneof(
      alike,
      alike.map((name) => `${name.toLowerCase().replace(/[^a-z0-9]/g, '')}--use1-az4--x-s3`),
    );

    test('for some buckets reaches each of them and never another, however alike the names are', () => {
      fc.assert(
        fc.property(fc.uniqueArray(kinds, { minLength: 1, maxLength: 4 }), fc.array(kinds), (own, others) => {
          for (const { buckets, policy } of policiesFor(own.map(bucketName), PROPS)) {
            const caller = world.session(member, policy);
            const may = (name: string): boolean[] => {
              const { actions, arn } = reach(name);
              return actions.map((action) => world.may(caller, action, arn, MEMBER));
            };
            for (const bucket of buckets) expect(may(bucket)).not.toContain(false);
            const strange = others.filter((name) => !own.includes(name));
            for (const bucket of strange) expect(may(bucket)).not.toContain(true);
          }
        }),
        { numRuns: 100 },
      );
    });

    test.each([
      '*',
      'a?b',
      ['$', '{aws:username}'].join(''),
      'a*',
      'data/*',
      'data"',
      'data","arn:aws:s3:::*',
      'a\u0000b',
    ])('is never opened for a name that means more than itself in a policy: %j', (name) => {
      expect(() => bucketName(name)).toThrow();
    });

    test('writes nothing where it is for a survey or an audit', () => {
      const [audit] = policiesFor([bucketName('data')], { ...PROPS, mode: 'audit' });
      for (const policy of [SURVEY_POLICY, audit?.policy ?? '']) {
        const caller = world.session(member, policy);
        expect(world.may(caller, 's3:GetLifecycleConfiguration', 'arn:aws:s3:::data', MEMBER)).toBe(true);
        expect(world.may(caller, 's3:PutLifecycleConfiguration', 'arn:aws:s3:::data', MEMBER)).toBe(false);
      }
    });

    test('is no way into buckets of another account', () => {
      const caller = world.session(member, policiesFor([bucketName('data')], PROPS)[0]?.policy ?? '');
      expect(world.may(caller, 's3:PutLifecycleConfiguration', 'arn:aws:s3:::data', STRANGER)).toBe(false);
    });
  });
}
