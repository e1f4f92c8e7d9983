import { z } from 'zod';
import type { EventSink } from '../../../sandbox/services/events/event';
import { ACCOUNT, box, REGION, stage } from './fakes';

type PublishedEvent = Parameters<EventSink['publish']>[2];

const made = (log: readonly string[]) => log.map((line) => line.replace(`${ACCOUNT}/${REGION}/`, ''));

describe('stacks', () => {
  test('resources are created after those that they refer to, and outputs are answered', async () => {
    const { deploy, boxes, stacks } = stage();
    const { outputs, resources } = await deploy({
      Resources: {
        C: box({ Value: { 'Fn::Sub': `\${B.Arn}` } }),
        B: box({ Value: { 'Fn::GetAtt': 'A.Deep.Name' } }),
        A: box({}, { DependsOn: 'Z' }),
        Z: box(),
      },
      Outputs: { Out: { Value: { Ref: 'C' } }, Not: { Value: 'x', Condition: 'No' } },
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    });
    expect(made(boxes.log)).toEqual(['create Z', 'create A', 'create B', 'create C']);
    expect(boxes.alive.get(`${ACCOUNT}/${REGION}/C`)).toBe('arn:box:B');
    expect(outputs).toEqual({ Out: 'box-C' });
    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Z', 'A', 'B', 'C']);
    await stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
    expect(made(boxes.log).slice(4)).toEqual(['delete C', 'delete B', 'delete A', 'delete Z']);
  });

  test('resources that do not depend on each other begin at once', async () => {
    const { deploy, boxes } = stage();
    await expect(deploy({ Resources: { A: box({ Fail: 'no' }), B: box() } })).rejects.toThrow();
    expect(made(boxes.log)).toEqual(['create A', 'create B', 'delete B']);
  });

  test('a resource whose condition is false is not created', async () => {
    const { deploy, boxes } = stage();
    await deploy({
      Conditions: { No: { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Equals': ['a', 'c'] }] } },
      Resources: { A: box({}, { Condition: 'No' }), B: box({}, { DependsOn: ['A'] }) },
    });
    expect([...boxes.alive.keys()]).toEqual([`${ACCOUNT}/${REGION}/B`]);
  });

  test('fails with the logical ID and the reason, and rolls back in reverse order', async () => {
    const { deploy, boxes, trace, stacks } = stage();
    const template = {
      Resources: {
        A: box(),
        B: box({ Value: { Ref: 'A' } }),
        C: box({ Value: { Ref: 'B' }, Fail: 'no luck' }),
        D: box({ Value: { Ref: 'C' } }),
      },
    };
    await expect(deploy(template)).rejects.toThrow(
      `stack stack in ${ACCOUNT}/${REGION}: C (Test::Thing::Box): no luck`,
    );
    expect(made(boxes.log)).toEqual(['create A', 'create B', 'create C', 'delete B', 'delete A']);
    expect(trace.entries()).toContainEqual(expect.objectContaining({ kind: 'stack', status: 'CREATE_FAILED' }));
    expect(stacks.list()).toEqual([]);
  });

  test('what is to be retained stays', async () => {
    const { deploy, boxes, stacks } = stage();
    await deploy({ Resources: { A: box({}, { DeletionPolicy: 'Retain' }), B: box() } });
    await stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
    expect([...boxes.alive.keys()]).toEqual([`${ACCOUNT}/${REGION}/A`]);
  });

  test.each([
    ['Delete', []],
    ['Retain', ['A']],
    ['RetainExceptOnCreate', []],
  ])('a creation that fails keeps, with the deletion policy %s, %j', async (DeletionPolicy, kept) => {
    const { deploy, boxes } = stage();
    const template = { Resources: { A: box({}, { DeletionPolicy }), B: box({ Fail: 'no' }, { DependsOn: 'A' }) } };
    await expect(deploy(template)).rejects.toThrow('no');
    expect([...boxes.alive.keys()]).toEqual(kept.map((id) => `${ACCOUNT}/${REGION}/${id}`));
  });

  test('what is retained except on creation outlives its stack', async () => {
    const { deploy, boxes, stacks } = stage();
    await deploy({ Resources: { A: box({}, { DeletionPolicy: 'RetainExceptOnCreate' }), B: box() } });
    await stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
    expect([...boxes.alive.keys()]).toEqual([`${ACCOUNT}/${REGION}/A`]);
  });

  test.each([
    [{ Resources: { A: box({ Oops: 1 }) } }, /A \(Test::Thing::Box\): .*does not model the property Oops/],
    [{ Resources: { A: box({ Nested: { Count: 'x' } }) } }, /A \(Test::Thing::Box\): Properties.Nested.Count/],
    [{ Resources: { A: box({ Nested: { Count: 1, X: 1 } }) } }, /does not model the property Nested.X/],
    [{ Resources: { A: { Type: 'AWS::Unknown::Type' } } }, /does not model the resource type AWS::Unknown::Type/],
    [{ Resources: { A: box({}, { CreationPolicy: {} }) } }, /does not model the attribute CreationPolicy/],
    [
      { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: box() } },
      /does not model the template section Transform/,
    ],
    [{ Resources: {} }, /at least one resource/],
    [
      { Resources: { A: box({ Value: { Ref: 'B' } }), B: box({}, { DependsOn: 'A' }) } },
      /Circular dependency between resources: \[A, B, A\]/,
    ],
    [{ Resources: { A: box({}, { DependsOn: 'X' }) } }, /Unresolved resource dependencies \[X\]/],
    [
      { Resources: { A: box({ Value: { 'Fn::GetAtt': ['B', 'Nope'] } }), B: box() } },
      /does not model the attribute Nope/,
    ],
    ['text', /not a JSON object/],
  ])('refuses %j', async (template, message) => {
    const { deploy, boxes } = stage();
    await expect(deploy(template)).rejects.toThrow(message);
    expect(boxes.alive.size).toBe(0);
  });

  test('refuses IAM resources without the capability for them', async () => {
    const { stacks } = stage();
    const deploy = (properties: object, capabilities: string[]) =>
      stacks.deployStack({
        template: { Resources: { R: { Type: 'AWS::IAM::Role', Properties: properties } } },
        account: ACCOUNT,
        region: REGION,
        stackName: `s${capabilities.length}`,
        capabilities,
      });
    await expect(deploy({}, [])).rejects.toThrow('Requires capabilities : [CAPABILITY_IAM]');
    await expect(deploy({}, ['CAPABILITY_IAM'])).resolves.toBeDefined();
  });

  test('refuses a named role with CAPABILITY_IAM alone', async () => {
    const { stacks } = stage();
    const template = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } } };
    const request = { template, account: ACCOUNT, region: REGION, stackName: 's', capabilities: ['CAPABILITY_IAM'] };
    await expect(stacks.deployStack(request)).rejects.toThrow('Requires capabilities : [CAPABILITY_NAMED_IAM]');
  });

  test('exports are imported by other stacks of the place and keep their stack', async () => {
    const { deploy, stacks, boxes } = stage();
    const Outputs = { Out: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } };
    await deploy({ Resources: { A: box() }, Outputs }, { stackName: 'one' });
    await deploy({ Resources: { B: box({ Value: { 'Fn::ImportValue': 'shared' } }) } }, { stackName: 'two' });
    expect(boxes.alive.get(`${ACCOUNT}/${REGION}/B`)).toBe('box-A');
    await expect(
      deploy({ Resources: { C: box() }, Outputs: { Out: { Value: 'x', Export: { Name: 'shared' } } } }),
    ).rejects.toThrow('Export with name shared is already exported');
    await expect(stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'one' })).rejects.toThrow(
      'in use by two',
    );
  });

  test('refuses an account that does not exist and a second stack of one name', async () => {
    const { deploy, stacks } = stage();
    const template = { Resources: { A: box() } };
    await deploy(template);
    await expect(deploy(template)).rejects.toThrow('exists already');
    await expect(
      stacks.deployStack({ template, account: '999999999999', region: REGION, stackName: 'stack' }),
    ).rejects.toThrow('there is no account 999999999999');
  });

  const statuses = (published: readonly PublishedEvent[]) =>
    published.map(({ detail }) => detail['status-details'] as { status: string; 'status-reason': string });

  test('tells the default bus of the account how it goes, from the creation to the deletion', async () => {
    const published: PublishedEvent[] = [];
    const { deploy, stacks } = stage({ events: { publish: (_account, _region, event) => published.push(event) } });
    const failing = { Resources: { A: box(), B: box({ Fail: 'no luck' }, { DependsOn: 'A' }) } };
    await expect(deploy(failing)).rejects.toThrow('no luck');
    const reason = 'B (Test::Thing::Box): no luck';
    expect(statuses(published.splice(0))).toEqual([
      { status: 'CREATE_IN_PROGRESS', 'status-reason': '' },
      { status: 'ROLLBACK_IN_PROGRESS', 'status-reason': reason },
      { status: 'ROLLBACK_COMPLETE', 'status-reason': reason },
    ]);
    await deploy({ Resources: { A: box() } });
    await stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
    expect(statuses(published).map(({ status }) => status)).toEqual([
      'CREATE_IN_PROGRESS',
      'CREATE_COMPLETE',
      'DELETE_IN_PROGRESS',
      'DELETE_COMPLETE',
    ]);
  });

  test('tells of a resource that cannot go, in a rollback and in a deletion', async () => {
    const published: PublishedEvent[] = [];
    const { deploy, stacks } = stage({ events: { publish: (_account, _region, event) => published.push(event) } });
    stacks.register({
      typeName: 'Test::Thing::Rock',
      schema: z.object({}),
      create: async () => ({ ref: 'rock', attributes: {}, delete: () => Promise.reject(new Error('too heavy')) }),
    });
    const rock = { Type: 'Test::Thing::Rock' };
    const failing = { Resources: { A: rock, B: box({ Fail: 'no luck' }, { DependsOn: 'A' }) } };
    await expect(deploy(failing)).rejects.toThrow('too heavy');
    expect(statuses(published.splice(0)).at(-1)).toMatchObject({ status: 'ROLLBACK_FAILED' });
    await deploy({ Resources: { A: rock } });
    const removal = stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
    await expect(removal).rejects.toThrow('too heavy');
    expect(statuses(published).at(-1)).toEqual({ status: 'DELETE_FAILED', 'status-reason': 'A: too heavy' });
  });

  test('tells the default bus of the account about its completion', async () => {
    const published: unknown[] = [];
    const { deploy } = stage({ events: { publish: (...event) => published.push(event) } });
    const { stackId } = await deploy({ Resources: { A: box() } });
    expect(published).toContainEqual([
      ACCOUNT,
      REGION,
      expect.objectContaining({
        source: 'aws.cloudformation',
        'detail-type': 'CloudFormation Stack Status Change',
        detail: expect.objectContaining({
          'stack-id': stackId,
          'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
        }),
      }),
    ]);
  });
});
