const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

export interface LocatedKey {
  readonly name: string;
  /** Where its value begins: characters from 0. */
  readonly valueAt: number;
}

/** The keys of an object in order, repeated ones too. @param text that `JSON.parse` has read as an object */
export function keysOf(text: string): readonly LocatedKey[] {
  const keys: LocatedKey[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    else if (code === QUOTE) {
      const start = at;
      at = closingQuote(text, start);
      if (depth !== 1) continue;
      const colon = skipSpace(text, at + 1);
      if (text.charCodeAt(colon) !== COLON) continue; // a value
      const raw = text.slice(start + 1, at);
      const name = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
      keys.push({ name, valueAt: skipSpace(text, colon + 1) });
      at = colon;
    }
  }
  return keys;
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); ; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}
