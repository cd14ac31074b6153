/** A piece of a filter clause, and where it begins. */
export interface FilterToken {
  readonly kind: 'number' | 'text' | 'word' | 'sign';
  /** As it stands, a text without its quotes. */
  readonly text: string;
  /** In characters, from 1. */
  readonly at: number;
}

const KINDS = ['number', 'text', 'word', 'sign'] as const;
const TOKEN = /(?<number>-?\d+)|"(?<text>[^"]*)"|(?<word>[A-Za-z_]\w*)|(?<sign>[<>!]=|[<>=(),])/y;

/** Splits a clause into tokens without the spaces. An unknown character becomes a sign that the parser refuses. */
export function filterTokens(clause: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  for (let at = skipSpaces(clause, 0); at < clause.length; at = skipSpaces(clause, at)) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(clause);
    const kind = KINDS.find((name) => found?.groups?.[name] !== undefined) ?? 'sign';
    tokens.push({ kind, text: found?.groups?.[kind] ?? clause.charAt(at), at: at + 1 });
    at = found === null ? at + 1 : TOKEN.lastIndex;
  }
  return tokens;
}

function skipSpaces(clause: string, from: number): number {
  let at = from;
  while (/\s/.test(clause.charAt(at))) at++;
  return at;
}
