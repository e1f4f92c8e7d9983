import { names, queueNamesOf, roleNamesOf } from '../../core/contract/names';
import { ORGANIZATION, type Synthesized, synthesize } from './synthesized';

const ALL = { ...ORGANIZATION, deployToManagementAccount: true };

let app: Synthesized;

beforeAll(() => {
  app = synthesize(ALL);
}, 600_000);

function named(type: string, property: string): readonly string[] {
  const found = app.stackNames.flatMap((stack) =>
    Object.values(app.template(stack).Resources).flatMap(({ Type, Properties }) =>
      Type === type ? [String(Properties[property])] : [],
    ),
  );
  return [...new Set(found)].sort();
}

test('every queue of the templates is one that a look for what is left knows', () => {
  expect(named('AWS::SQS::Queue', 'QueueName')).toEqual([...queueNamesOf(names('partsweep'))].sort());
});

test('every role of the templates is one that a look for what is left knows', () => {
  expect(named('AWS::IAM::Role', 'RoleName')).toEqual([...roleNamesOf(names('partsweep'))].sort());
});
