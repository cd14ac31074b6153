const SLASH = 0x2f;

/** A text without the slashes at its ends. A pattern for the end would look at a long run of slashes once for each. */
export function trimSlashes(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text.charCodeAt(from) === SLASH) from += 1;
  while (to > from && text.charCodeAt(to - 1) === SLASH) to -= 1;
  return text.slice(from, to);
}
