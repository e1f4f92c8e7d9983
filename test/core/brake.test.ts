import { NO_PAUSE, type Pause, pauseOf } from '../../core/brake';
import { account } from '../fakes/identifiers';

const ACCOUNT = account('111122223333');
const pause = (by: string): Pause => ({ since: 'then', by, why: 'so' });

describe('the pause of an account', () => {
  const units = { near: pause('near'), far: pause('far') };
  const accounts = { [ACCOUNT]: pause('account') };
  test.each([
    ['none', NO_PAUSE, ['near'], undefined],
    ['that of everything, before any other', { all: pause('all'), units, accounts }, ['near'], 'all'],
    ['that of the farthest OU, before its own', { all: null, units, accounts }, ['near', 'far', 'root'], 'far'],
    ['that of the one OU', { all: null, units: { near: pause('near') }, accounts }, ['near', 'far'], 'near'],
    ['its own', { all: null, units, accounts }, ['other'], 'account'],
    ['none, where others are paused', { all: null, units, accounts: {} }, ['other'], undefined],
    ['none, by what every object has', { all: null, units: {}, accounts: {} }, ['constructor'], undefined],
  ])('is %s', (_, state, above, by) => {
    expect(pauseOf(state, ACCOUNT, above)?.by).toBe(by);
  });

  test('is none for an account that is called like what every object has', () => {
    expect(pauseOf(NO_PAUSE, 'constructor' as typeof ACCOUNT, [])).toBeUndefined();
  });
});
