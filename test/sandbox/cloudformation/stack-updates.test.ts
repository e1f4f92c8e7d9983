import type { DeployRequest } from '../../../sandbox/cloudformation/stack';
import { ACCOUNT, box, REGION, stage } from './fakes';

const template = (Resources: object, sections: object = {}) => ({ ...sections, Resources });

async function deployed(resources: object, sections: object = {}) {
  const made = stage();
  await made.deploy(template(resources, sections));
  made.boxes.log.length = 0;
  const update = (next: object, more: object = {}, rest: Partial<DeployRequest> = {}) =>
    made.stacks.updateStack({
      template: template(next, more),
      account: ACCOUNT,
      region: REGION,
      stackName: 'stack',
      ...rest,
    });
  const key = (name: string) => `${ACCOUNT}/${REGION}/${name}`;
  const statuses = () => {
    const record = made.stacks.log.find(ACCOUNT, REGION, 'stack');
    return record?.events.map(({ logicalId, status }) => `${logicalId} ${status}`) ?? [];
  };
  return { ...made, update, key, statuses };
}

test('changes what differs, in place, and nothing else', async () => {
  const { update, boxes, key } = await deployed({ A: box({ Value: 1 }), B: box({ Value: 2 }) });
  await update({ A: box({ Value: 1 }), B: box({ Value: 3 }) });
  expect(boxes.log).toEqual([`update ${key('B')}`]);
  expect(boxes.alive.get(key('B'))).toBe(3);
});

test('does nothing where nothing differs', async () => {
  const { update, boxes, statuses } = await deployed({ A: box({ Value: 1 }) });
  await update({ A: box({ Value: 1 }) });
  expect(boxes.log).toEqual([]);
  expect(statuses()).not.toContain('stack UPDATE_IN_PROGRESS');
});

test('makes what is new before what needs it is changed, and deletes last what is gone', async () => {
  const { update, boxes, key } = await deployed({ Old: box(), User: box({ Value: 1 }) });
  await update({ New: box(), User: box({ Value: { Ref: 'New' } }) });
  expect(boxes.log).toEqual([`create ${key('New')}`, `update ${key('User')}`, `delete ${key('Old')}`]);
});

test('puts another in the place of what cannot be changed, tells those that refer to it, then deletes the old one', async () => {
  const { update, boxes, key } = await deployed({ A: box({ Name: 'one' }), User: box({ Value: { Ref: 'A' } }) });
  await update({ A: box({ Name: 'two' }), User: box({ Value: { Ref: 'A' } }) });
  expect(boxes.log).toEqual([`create ${key('two')}`, `update ${key('User')}`, `delete ${key('one')}`]);
  expect(boxes.alive.get(key('User'))).toBe('box-two');
});

test.each([
  ['replaced', 'UpdateReplacePolicy', { A: box({ Name: 'two' }) }],
  ['gone from the template', 'DeletionPolicy', { B: box() }],
])('keeps what is %s and to be retained', async (_, policy, next) => {
  const { update, boxes, key } = await deployed({ A: box({ Name: 'one' }, { [policy]: 'Retain' }), B: box() });
  await update(next);
  expect(boxes.alive.has(key('one'))).toBe(true);
});

test('a failed update is taken back: what was changed, made and replaced', async () => {
  const before = { A: box({ Value: 1 }), B: box({ Name: 'one' }), Z: box() };
  const { update, boxes, key, statuses, stacks } = await deployed(before);
  const next = {
    A: box({ Value: 2 }),
    B: box({ Name: 'two' }),
    C: box(),
    D: box({ Fail: 'no room' }, { DependsOn: ['A', 'B', 'C'] }),
  };
  await expect(update(next)).rejects.toThrow('D (Test::Thing::Box): no room');
  expect([...boxes.alive]).toEqual(
    expect.arrayContaining([
      [key('A'), 1],
      [key('one'), undefined],
      [key('Z'), undefined],
    ]),
  );
  expect(boxes.alive.size).toBe(3);
  expect(statuses().at(-1)).toBe('stack UPDATE_ROLLBACK_COMPLETE');
  // and the stack is whole: it can be updated and deleted
  await update({ ...before, A: box({ Value: 5 }) });
  await stacks.deleteStack({ account: ACCOUNT, region: REGION, stackName: 'stack' });
  expect(boxes.alive.size).toBe(0);
});

test('refuses another type for a resource, as CloudFormation does', async () => {
  const { update } = await deployed({ A: box() });
  await expect(update({ A: { Type: 'Test::Thing::Other' } })).rejects.toThrow(
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
  );
});

test('refuses a change that is not modelled, having begun nothing', async () => {
  const { update, boxes, statuses } = await deployed({ A: box({ Value: 1 }), B: box() });
  await expect(update({ A: box({ Value: 2 }), B: box({ Nested: { Count: 1 } }) })).rejects.toThrow(
    'does not model updates of Nested of Test::Thing::Box (B)',
  );
  expect(boxes.log).toEqual([]);
  expect(statuses()).not.toContain('stack UPDATE_IN_PROGRESS');
});

test('fails to update a stack that is not there', async () => {
  const { update } = await deployed({ A: box() });
  await expect(update({ A: box() }, {}, { stackName: 'other' })).rejects.toThrow('does not exist');
});

describe('exports', () => {
  const exported = (value: unknown) => ({ Outputs: { Out: { Value: value, Export: { Name: 'shared' } } } });
  const user = { A: box({ Value: { 'Fn::ImportValue': 'shared' } }) };

  test('fails to change or take away one that another stack uses, and leaves it', async () => {
    const { update, deploy, stacks } = await deployed({ A: box({ Value: 1 }) }, exported('first'));
    await deploy(template(user), { stackName: 'user' });
    await expect(update({ A: box({ Value: 2 }) }, exported('second'))).rejects.toThrow(
      'cannot be updated as it is in use by user',
    );
    await expect(update({ A: box({ Value: 2 }) })).rejects.toThrow('cannot be deleted as it is in use by user');
    expect(stacks.stack({ account: ACCOUNT, region: REGION, stackName: 'stack' })?.outputs).toEqual({ Out: 'first' });
    await update({ A: box({ Value: 2 }) }, exported('first'));
  });

  test('changes one that nobody uses', async () => {
    const { update, stacks } = await deployed({ A: box() }, exported('first'));
    await update({ A: box() }, exported('second'));
    expect(stacks.stack({ account: ACCOUNT, region: REGION, stackName: 'stack' })?.outputs).toEqual({ Out: 'second' });
  });
});
