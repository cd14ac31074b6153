/** What a text is that is not JSON, as a message says it, with what to do. @param text an object's, or its beginning */
export function jsonFault(text: string, error: unknown): string {
  const syntax = withoutStrings(text);
  const known = KNOWN.find(([pattern]) => pattern.test(syntax));
  if (known !== undefined) return known[1];
  const reason = error instanceof SyntaxError ? error.message : undefined;
  return `is not JSON${reason === undefined ? '' : `: ${reason}`}`;
}

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*\{\s*'|[{,]\s*'[^']*'\s*:|:\s*(None|True|False)\b/,
    'is a Python dict and not JSON: write it with json.dumps(), which gives double quotes, null, true and false',
  ],
  [
    /[:[,]\s*-?(NaN|Infinity)\b/,
    'has NaN or Infinity, which JSON has not: write null, or leave the key out (Python: json.dumps(…, allow_nan=False) finds them)',
  ],
  [/:\s*undefined\b/, 'has undefined, which JSON has not: write null, or leave the key out'],
  [/[{,]\s*[A-Za-z_$][\w$]*\s*:/, 'has keys without double quotes, as JavaScript allows and JSON does not'],
  [/[\u201c\u201d]/, 'has curly quotes where JSON needs straight ones (")'],
  [/,\s*[}\]]/, 'has a comma before a closing bracket, which JSON does not allow: take it out'],
  [/\/\/|\/\*/, 'has a comment, which JSON does not allow: take it out'],
  [/\}\s*(?:,\s*)?\{/, 'holds several objects: write each into a line of its own'],
];

/** Only what stands outside of strings tells of the syntax. One that is not closed goes on to the end: looked at once. */
const withoutStrings = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"?/gs, '""');
