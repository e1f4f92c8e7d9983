import fc from 'fast-check';
import { escapeHtml, html, scriptJson, trustedMarkup } from '../../report/escape';
import { visibleText } from '../../report/visible-text';
import { HOSTILE } from './hostile';

test.each(HOSTILE)('%j stays text in an element and in an attribute', (text) => {
  expect(escapeHtml(text)).not.toMatch(/[<>"']/);
  expect(html`<p title="${text}">${text}</p>`.text.match(/</g)).toHaveLength(2);
});

test('what hides or turns text around is shown, and line ends stay where lines are wanted', () => {
  expect(visibleText('a\u202eb\u0000c\nd')).toBe('a\\u{202e}b\\u{0}c\\u{a}d');
  expect(visibleText('a\n\tb\r', true)).toBe('a\n\tb\\u{d}');
  expect(visibleText('broken \ud800 half, whole 😀 stays, Grüße too')).toBe(
    'broken \\u{d800} half, whole 😀 stays, Grüße too',
  );
});

test('markup in a template stays markup, lists are joined, null is nothing', () => {
  expect(html`<ul>${['<', html`<li>${1}</li>`]}${null}</ul>`.text).toBe('<ul>&lt;<li>1</li></ul>');
  expect(html`${trustedMarkup('<b>')}`.text).toBe('<b>');
});

test('JSON for a script element means the same and can neither end the element nor begin a comment', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (text) => {
      const json = scriptJson({ [text]: [text] });
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
      expect(json).not.toMatch(/[<>\u2028\u2029\u202e\ufeff\0]/);
    }),
  );
});
