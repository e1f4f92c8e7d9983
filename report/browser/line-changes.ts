export interface LineChange {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What is between the beginning and the end that two texts share: first the lines that are gone, then those that came. Exact for one
 * change in one place, which is how a rule is added; of several changes it shows the whole stretch. Its time grows with the lines alone.
 */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const line =
    (sign: LineChange['sign']) =>
    (text: string): LineChange => ({ sign, text });
  return [
    ...now.slice(0, head).map(line(' ')),
    ...old.slice(head, old.length - tail).map(line('-')),
    ...now.slice(head, now.length - tail).map(line('+')),
    ...now.slice(now.length - tail).map(line(' ')),
  ];
}
