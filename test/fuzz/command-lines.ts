import fc from 'fast-check';

/** What a value of an option or an argument may be: right ones, and what people and scripts make of them. */
const VALUES = [
  's3://orders',
  'orders',
  's3://',
  '111111111111',
  '12',
  'o-exampleorgid',
  'ou-abcd-12345678',
  'eu-central-1',
  'eu-central-1,us-east-1',
  'mars-north-1',
  '0',
  '7',
  '-1',
  '1e9',
  '2147483648',
  'apply',
  'audit',
  'keep',
  'undo',
  'csv',
  'json',
  'html',
  'ocsf',
  'partsweep',
  'None',
  '',
  ' ',
  '--',
  '--json',
  '__proto__',
  'constructor',
  '\u202egnp.exe',
  "'; rm -rf ~; '",
  '\u001b[31m',
];

export const FILES = [
  'lifecycle.json',
  'event.json',
  'scan.json',
  'state.jsonl',
  'images.jsonl',
  'cdk.json',
  'none.json',
];

/** Standard input is the test's own, and a browser is nobody's. */
const LEFT_OUT = ['-', '--open'];

// no path out of the folder, and no standard input
const noise = fc
  .string({ maxLength: 12, unit: 'binary' })
  .map((text) => text.replaceAll('/', '').replaceAll('\u0000', '').replace(/^\.+/, ''));

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 4, arbitrary: fc.constantFrom(...FILES) },
  { weight: 1, arbitrary: noise },
);

/** Options of each command. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** Command lines of real commands and options, with values of any kind, words left out, doubled and misspelt. */
export function commandLines(all: Grammar): fc.Arbitrary<readonly string[]> {
  const names = Object.keys(all);
  const foreign = fc.constantFrom(...new Set(Object.values(all).flat()));
  const ofCommand = fc.constantFrom(...names).chain((name) => {
    const own = all[name] ?? [];
    const option = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: foreign });
    const misspelt = fc.tuple(option, fc.nat(8)).map(([text, at]) => text.slice(0, at) + text.slice(at + 1));
    const word = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(option, value).map(([one, other]) => [one, other]) },
      { weight: 2, arbitrary: option.map((one) => [one]) },
      { weight: 2, arbitrary: value.map((one) => [one]) },
      { weight: 1, arbitrary: misspelt.map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(option, value).map(([one, other]) => [`${one}=${other}`]) },
    );
    return fc.array(word, { maxLength: 5 }).map((words) => [name, ...words.flat()]);
  });
  const any = fc.array(fc.oneof(fc.constantFrom(...names), foreign, value), { maxLength: 5 });
  return fc
    .oneof({ weight: 9, arbitrary: ofCommand }, { weight: 1, arbitrary: any })
    .map((line) => line.filter((word) => !LEFT_OUT.includes(word)));
}
