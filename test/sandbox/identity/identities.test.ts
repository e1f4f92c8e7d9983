import { Clock } from '../../../sandbox/clock';
import { Identities } from '../../../sandbox/identity/identities';

const make = () => new Identities({ clock: new Clock() });

test('the same seed gives the same keys, in the shapes of AWS', () => {
  const [first, second] = [make(), make()].map((identities) => identities.createUser('111111111111', 'ann', []));
  expect(first?.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(first?.secretAccessKey).toMatch(/^[\w+/]{40}$/);
  expect(first?.user.userId).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(second).toEqual(first);
});

test('users and root users are found by their keys', () => {
  const identities = make();
  const ann = identities.createUser('111111111111', 'ann', []);
  const root = identities.createRootAccessKey('222222222222');
  expect(identities.byAccessKey(ann.accessKeyId)?.caller).toMatchObject({
    kind: 'user',
    arn: 'arn:aws:iam::111111111111:user/ann',
  });
  expect(identities.byAccessKey(root.accessKeyId)?.caller).toMatchObject({
    kind: 'root',
    arn: 'arn:aws:iam::222222222222:root',
  });
  expect(identities.user(ann.user.userId)).toBe(identities.user(ann.user.arn));
  expect(['111111111111', '222222222222', '333333333333'].map((id) => identities.knowsAccount(id))).toEqual([
    true,
    true,
    false,
  ]);
});

test('refuses a second user of the same name in an account', () => {
  const identities = make();
  identities.createUser('111111111111', 'ann', []);
  identities.createUser('222222222222', 'ann', []);
  expect(() => identities.createUser('111111111111', 'ann', [])).toThrow(/already exists/);
});
