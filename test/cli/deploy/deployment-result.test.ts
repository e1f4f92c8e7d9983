import { type DeploymentResult, isWhole, resultLines } from '../../../cli/deploy/deployment-result';
import { paint } from '../../../cli/paint';
import { NO_INSTANCES } from '../../../core/doctor/stack-instances';
import { account, region } from '../../fakes/identifiers';

const HUB = {
  name: 'partsweep-hub',
  account: '222222222222',
  region: 'eu-central-1',
  status: 'CREATE_COMPLETE',
  statusReason: null,
};
const WHOLE: DeploymentResult = {
  stacks: [HUB],
  stackSets: [{ name: 'partsweep-roles', ...NO_INSTANCES, current: 3, suspended: 1 }],
};
const failedIn = (statusReason: string) => ({
  account: account('333333333333'),
  region: region('eu-central-1'),
  detailedStatus: 'FAILED',
  statusReason,
});
const text = (result: DeploymentResult): string => resultLines(result, paint(false)).join('\n');

test('a deployment is whole when every stack and every account is done, those that are suspended left out', () => {
  expect(isWhole(WHOLE)).toBe(true);
  expect(text(WHOLE)).toContain('partsweep-roles: 3 of 3 accounts done, 1 suspended and passed over');
});

test.each([
  ['a stack that is not there', { ...WHOLE, stacks: [{ ...HUB, status: null }] }],
  ['a stack that was rolled back', { ...WHOLE, stacks: [{ ...HUB, status: 'UPDATE_ROLLBACK_COMPLETE' }] }],
  ['an account that failed', { ...WHOLE, stackSets: [{ name: 'x', ...NO_INSTANCES, failed: 1 }] }],
  ['an account that is under way', { ...WHOLE, stackSets: [{ name: 'x', ...NO_INSTANCES, underWay: 1 }] }],
  ['a stack set that cannot be asked for', { ...WHOLE, stackSets: [null] }],
])('fails to be whole for %s', (_, result) => {
  expect(isWhole(result)).toBe(false);
});

test('an account that failed is named with its reason, whatever stands in it', () => {
  const first = [failedIn('S3 said \u001b[31mno\u202e')];
  const shown = text({ ...WHOLE, stackSets: [{ name: 'partsweep-roles', ...NO_INSTANCES, failed: 2, first }] });
  expect(shown).toContain('333333333333, eu-central-1: S3 said');
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toContain('\u202e');
  expect(shown).toContain('and 1 more');
});
