import fc from 'fast-check';
import { parseView, viewText, WHOLE_VIEW } from '../../../report/browser/view';

const text = fc.string({ unit: 'grapheme' });
const sort = fc.record({ column: fc.constantFrom('bucket', 'at', 'bytes'), descending: fc.boolean() });
const view = fc.record({
  search: text,
  verdicts: fc.array(fc.constantFrom('denied', 'would-apply')),
  region: text,
  reason: text,
  account: text,
  sort,
  accountSearch: text,
  accountSort: sort,
});

test('a link brings back the view that it was made of', () => {
  fc.assert(fc.property(view, (shown) => expect(parseView(`#${viewText(shown)}`)).toEqual(shown)));
});

test('the whole view needs no words, and any text is some view', () => {
  expect(viewText(WHOLE_VIEW)).toBe('');
  expect(parseView('')).toEqual(WHOLE_VIEW);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => void parseView(any)));
  expect(parseView('#sort=--<b>&verdict=,,')).toEqual(WHOLE_VIEW);
});
