import { bucketKind, parseAccountId, parseBucketName, parseRegion, regionOfLocation } from '../../core/identifiers';
import { parseUnitId } from '../../core/organization-events';
import { bucketName } from '../fakes/identifiers';

const taken = (parse: (value: unknown) => unknown, values: readonly unknown[]): readonly unknown[] =>
  values.filter((value) => parse(value) === value);

test('an account is twelve digits, as a text', () => {
  const others = [111122223333, '11112222333', '1111222233334', 'x111122223333', '111122223333x', '11112222333x', null];
  expect(taken(parseAccountId, ['111122223333', '000000000000'])).toHaveLength(2);
  for (const other of others) expect(parseAccountId(other)).toBeUndefined();
});

test('a Region has the shape of one', () => {
  const regions = [
    'eu-central-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'ap-southeast-10',
    'eusc-de-east-1',
  ];
  expect(taken(parseRegion, regions)).toEqual(regions);
  const others = [
    'eu-central',
    'eu-1',
    'e-central-1',
    'europ-central-1',
    'eu-central-100',
    'EU-central-1',
    'eu_central-1',
  ];
  const more = [
    'xeu-central-1 ',
    ' eu-central-1',
    'eu-central-1x',
    'eu-c-1',
    'eu-a-bc-de-fg-1',
    'eu-abcdefghijklm-1',
    '',
    7,
  ];
  for (const other of [...others, ...more, 'eu-aa-bb-cc-dd-1', ['eu-central-1']])
    expect(parseRegion(other)).toBeUndefined();
});

test("a bucket's name is one that S3 has ever given", () => {
  const names = ['abc', 'A_b', 'a.b-c', '0'.repeat(63), `A${'_'.repeat(253)}9`, 'a1b', 'Z-Z', 'z.9'];
  expect(taken(parseBucketName, names)).toEqual(names);
  const others = [
    '',
    'ab',
    'a..b',
    '-ab',
    'ab-',
    '.ab',
    'ab.',
    '_ab',
    'a b',
    'a/b',
    'a*b',
    `a${'b'.repeat(255)}`,
    'ab\n',
    'é12',
    12345,
  ];
  for (const other of [...others, ['abc']]) expect(parseBucketName(other)).toBeUndefined();
});

test('a directory bucket is known by the end of its name', () => {
  expect(['hot--euc1-az1--x-s3', 'x-s3-hot', 'hot--x-s3-2'].map((name) => bucketKind(bucketName(name)))).toEqual([
    'directory',
    'general-purpose',
    'general-purpose',
  ]);
});

test.each<[unknown, string | undefined]>([
  [undefined, 'us-east-1'],
  [null, 'us-east-1'],
  ['', 'us-east-1'],
  ['EU', 'eu-west-1'],
  ['ap-south-1', 'ap-south-1'],
  ['us', undefined],
  [7, undefined],
])('the location %j is the Region %s', (location, region) => {
  expect(regionOfLocation(location)).toBe(region);
});

test('an OU has an ID of its own kind', () => {
  const units = ['ou-ab12-11111111', `ou-${'a'.repeat(32)}-${'0'.repeat(32)}`];
  expect(taken(parseUnitId, units)).toEqual(units);
  const others = [
    'ou-abc-11111111',
    'ou-ab12-1111111',
    'xou-ab12-11111111',
    'ou-ab12-11111111x-',
    'r-ab12',
    `ou-${'a'.repeat(33)}-11111111`,
  ];
  for (const other of [...others, `ou-ab12-${'0'.repeat(33)}`, 'ou-AB12-11111111', null, ['ou-ab12-11111111']]) {
    expect(parseUnitId(other)).toBeUndefined();
  }
});
