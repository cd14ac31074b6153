import { severityIn } from '../model/meta-profile.ts';
import { META_LINE_RULES, type MetaLineCode } from '../rules/line-rules.ts';
import type { MetaIssue } from '../rules/meta-issue.ts';
import { NEVER_UTF8 } from './encode-text.ts';
import { findSyntaxFault } from './find-syntax-fault.ts';

/** An issue of a line as a whole. @param at where in the line, in characters from 0 */
export interface LineFault extends MetaIssue {
  readonly at: number;
}

export const fault = (code: MetaLineCode, message: string, at = 0): LineFault => ({
  code,
  severity: severityIn(META_LINE_RULES[code].severity, 'documented'),
  path: [],
  field: null,
  message,
  at,
});

export const CARRIAGE_RETURN = fault(
  'META_CARRIAGE_RETURN',
  'The line ends with CRLF: no document says that the service takes it',
);

/** What keeps a text that `JSON.parse` refuses from being JSON. @param ended whether a line feed ends the line */
export function whyNotJson(text: string, ended: boolean): LineFault {
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    return fault(
      'META_NUL',
      'The line contains NUL bytes: the file is UTF-16, perhaps; save it as UTF-8',
      nul,
    );
  }
  const { at, kind, what } = findSyntaxFault(text) ?? { at: 0, kind: '', what: 'it cannot be read' };
  const rest = text.slice(at).trim();
  const isObject = text.trimStart().startsWith('{');
  if (isObject && kind === 'EndOfFileExpected' && /^,?\s*\{/.test(rest)) {
    const message = 'More than one object stands in the line: write each image in a line of its own';
    return fault('META_SEVERAL_OBJECTS', message, at);
  }
  if (isObject && (rest === '' || kind === 'UnexpectedEndOfString')) {
    return ended
      ? fault(
          'META_OBJECT_UNFINISHED',
          `The line ends inside the object (${what}): one line holds one whole object`,
          at,
        )
      : fault('META_LINE_TORN', `The last line ends inside the object (${what}): the file was cut off`, at);
  }
  return fault('META_NOT_JSON', `The line is not JSON: ${what}`, at);
}

/** Where bytes stop being UTF-8, and what they may be. */
export function whyNotUtf8(bytes: Uint8Array, line: number): LineFault & { readonly byteAt: number } {
  let [sound, unsound] = [0, bytes.length];
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1;
    if (isUtf8(bytes.subarray(0, middle))) sound = middle;
    else unsound = middle;
  }
  const before = utf8().decode(bytes.subarray(0, sound), { stream: true }); // without a character cut in two
  const byteAt = new TextEncoder().encode(before).length;
  const message = `The line is not UTF-8 (${guessEncoding(bytes, line, byteAt)}): save the file as UTF-8`;
  const mark = line === 1 && before.startsWith('\uFEFF') ? 1 : 0; // no character of the line
  return { ...fault('META_INVALID_UTF8', message, before.length - mark), byteAt };
}

function guessEncoding(bytes: Uint8Array, line: number, byteAt: number): string {
  const mark = line === 1 ? `${bytes[0]},${bytes[1]}` : '';
  if (mark === '255,254' || mark === '254,255') return 'the byte order mark is that of UTF-16';
  if (bytes[byteAt] === NEVER_UTF8) return 'a byte FF stands there or, in a text, half of a surrogate pair';
  return decodes(bytes, 'gbk') ? 'it can be read as GBK' : 'it is no GBK either';
}

const utf8 = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether bytes are UTF-8, or the beginning of it. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8().decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false; // or the platform does not know the encoding
  }
}

const strict = utf8();
const { Buffer: NodeBuffer } = globalThis as { readonly Buffer?: typeof Buffer };
const REPLACEMENT = '\uFFFD';

/**
 * The text of a line, or undefined when it is not UTF-8. Node's Buffer decodes five times as fast as its TextDecoder, but puts
 * U+FFFD where bytes are not UTF-8.
 */
export function decodeLine(bytes: Uint8Array): string | undefined {
  const text = NodeBuffer?.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text !== undefined && !text.includes(REPLACEMENT)) return text;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
