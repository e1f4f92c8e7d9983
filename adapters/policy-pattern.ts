/**
 * Whether `text` is one that a pattern of a policy takes in: `*` stands for any characters, `?` for one. Takes time in proportion to the
 * product of the two lengths, whoever wrote the pattern. Source: "IAM JSON policy elements: Resource", IAM User Guide.
 */
export function matchesPolicyPattern(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === '*') {
      star = at;
      retry = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      // the last star takes in one character more
      retry += 1;
      index = retry;
      at = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
