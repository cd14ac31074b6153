/** Whether a text fits a pattern of RAM: `*` is any number of characters, `?` is one. */
export function isLike(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  /** The last `*`, and where in the text what follows it was tried last. */
  let star = -1;
  let triedAt = 0;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      triedAt = at;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === text[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++triedAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
