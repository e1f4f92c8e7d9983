import fc from 'fast-check';
import { type AppliedImage, imageLine, readImages } from '../../../core/scan/apply-images';

const image = fc.record({
  account: fc.constant('111122223333'),
  region: fc.constant('eu-central-1'),
  bucket: fc.constant('some-bucket'),
  planned: fc.string(),
  readAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  configuration: fc.option(
    fc.oneof(
      fc.record({ xml: fc.string({ unit: 'binary' }) }),
      fc.record({ xml: fc.string(), transitionDefaultMinimumObjectSize: fc.string() }),
    ),
    { nil: undefined },
  ),
}) as unknown as fc.Arbitrary<AppliedImage>;

test('what was kept is read again, whatever is in it', () => {
  fc.assert(
    fc.property(fc.array(image, { minLength: 1, maxLength: 5 }), (images) => {
      expect(readImages(images.map(imageLine).join(''))).toEqual({ kind: 'images', images, cutOff: false });
    }),
  );
});

test('a last line that is cut off anywhere is left out, and the rest is read', () => {
  fc.assert(
    fc.property(image, image, fc.nat(), (first, second, at) => {
      const line = imageLine(second);
      // all but its line end is a whole line
      const cut = line.slice(0, 1 + (at % (line.length - 2)));
      expect(readImages(imageLine(first) + cut)).toEqual({ kind: 'images', images: [first], cutOff: true });
      expect(readImages(imageLine(first) + line.slice(0, -1))).toMatchObject({
        images: [first, second],
        cutOff: false,
      });
    }),
  );
});

const [one] = fc.sample(image, 1) as [AppliedImage];
const changed = (change: Record<string, unknown>) =>
  `${JSON.stringify({ ...JSON.parse(imageLine(one)), ...change })}\n`;

test.each([
  ['an empty file', '', 'it is empty'],
  ['an empty line', '\n', 'line 1 is no JSON object'],
  ['a first line that is cut off', '{"version":1', 'it is cut off in its first line'],
  [
    'a newer version',
    imageLine(one) + changed({ version: 2 }),
    'line 2 was written by a newer version of partsweep (2)',
  ],
  [
    'a newer version without a line end',
    changed({ version: 9 }).trim(),
    'line 1 was written by a newer version of partsweep (9)',
  ],
  ['an older version', changed({ version: 0 }), 'line 1 has the version 0'],
  ['a version that is a text', changed({ version: '2' }), 'line 1 has the version "2"'],
  ['another kind', changed({ kind: 'partsweep-scan' }), 'line 1 is no image of a configuration'],
  ['damage in the middle', `${imageLine(one)}{"ver\n${imageLine(one)}`, 'line 2 is no JSON object'],
  ['a list', '[]\n', 'line 1 is no JSON object'],
  ['a text', '"x"\n', 'line 1 is no JSON object'],
  ['null', 'null\n', 'line 1 is no JSON object'],
  ['an impossible bucket', changed({ bucket: '../x' }), 'line 1 names no possible bucket'],
  ['an impossible account', changed({ account: 'x' }), 'line 1 names no possible bucket'],
  ['an impossible Region', changed({ region: 'x' }), 'line 1 names no possible bucket'],
  ['a configuration that is no text', changed({ xml: 7 }), 'line 1 is damaged'],
  ['a header that is no text', changed({ header: 7 }), 'line 1 is damaged'],
  ['a digest that is no text', changed({ planned: 7 }), 'line 1 is damaged'],
  ['no time', changed({ readAt: 'then' }), 'line 1 is damaged'],
  ['a time that is no text', changed({ readAt: 7 }), 'line 1 is damaged'],
])('refuses %s', (_, text, what) => {
  expect(readImages(text)).toEqual({ kind: 'other', what });
});

test('a line says what it is, and has null where there was nothing', () => {
  const { configuration: _, ...rest } = one;
  expect(JSON.parse(imageLine({ ...one, configuration: undefined }))).toEqual({
    ...{ version: 1, kind: 'partsweep-image', ...rest, xml: null, header: null },
  });
  expect(JSON.parse(imageLine({ ...one, configuration: { xml: 'x' } }))).toMatchObject({ xml: 'x', header: null });
});
