/**
 * Text that somebody else chose, with nothing in it that hides or turns around what stands beside it: control and direction marks, other
 * invisible format characters, line separators and broken characters become `\u{…}`. Line ends and tabs stay where `lines` says so.
 */
export function visibleText(text: string, lines = false): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    lines && (character === '\n' || character === '\t')
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
