import { logGroupResourceTypes } from '../../../sandbox/services/logs/log-group-resource';
import { LogGroups } from '../../../sandbox/services/logs/log-groups';

const place = { account: '111122223333', region: 'eu-west-1' };

it('keeps what was written to a group, until the group is deleted', () => {
  const groups = new LogGroups();
  const group = { ...place, name: '/app' };
  expect(groups.create(group, 7)).toBe('arn:aws:logs:eu-west-1:111122223333:log-group:/app');
  groups.put(group, { stream: 's', timestamp: new Date(0), message: 'line' });
  expect(groups.events(group)).toHaveLength(1);
  groups.delete(group);
  expect(groups.events(group)).toEqual([]);
});

it('refuses a second group of the same name, odd names and retentions, and writing to no group', () => {
  const groups = new LogGroups();
  groups.create({ ...place, name: '/app' });
  expect(() => groups.create({ ...place, name: '/app' })).toThrow('already exists');
  expect(() => groups.create({ ...place, name: 'a b' })).toThrow('not valid');
  expect(() => groups.create({ ...place, name: 'other' }, 8)).toThrow('8 days');
  expect(() => groups.put({ ...place, name: 'none' }, { stream: 's', timestamp: new Date(0), message: '' })).toThrow(
    'does not exist',
  );
});

it('is made by a template', async () => {
  const groups = new LogGroups();
  const [type] = logGroupResourceTypes(groups);
  const properties = type?.schema.parse({ RetentionInDays: '30' });
  const stack = { ...place, partition: 'aws', stackName: 'stack', stackId: 'id' };
  const result = await type?.create({ logicalId: 'Logs', properties, stack, assetPath: () => '' });
  expect(result?.ref).toMatch(/^stack-Logs-/);
  expect(result?.attributes['Arn']).toBe(`arn:aws:logs:eu-west-1:111122223333:log-group:${result?.ref}:*`);
  expect(() => type?.schema.parse({ KmsKeyId: 'key' })).toThrow('KmsKeyId');
});
