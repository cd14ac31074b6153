/** So much of a text of somebody else a message shows, in characters. */
const LONGEST = 500;

/** Where a text begins to repeat a request: its first line, one of its headers, the text that was signed, the signature. */
const REQUEST =
  /\b(?:GET|HEAD|PUT|POST|DELETE)[\s&]{1,2}[/%]|string[ _-]?to[ _-]?sign|signature[ _-]?provided|canonical[ _-]?request|(?:authorization|x-(?:acs|oss)-[a-z0-9-]{1,40}) ?[:=]|(?:ACS3|OSS4)-HMAC-|Signature=/i;
/** What no message contains, but the bytes of an image do. */
const BINARY = /[^\P{Cc}\t\n\r]|\ufffd/u;
/** Base64 or hex, such as a part of an image: longer than any name or signature. */
const CODED = /[\w+/%=\r\n-]{120,}/g;

/**
 * A text of a service, a proxy or a decoder, as a message shows it: at most 500 characters, and nothing from where it
 * begins to repeat what was sent.
 */
export function foreignText(text: string): string {
  const ends = [text.search(REQUEST), text.search(BINARY)].filter((at) => at !== -1);
  const own = ends.length === 0 ? text : `${text.slice(0, Math.min(...ends)).trimEnd()}…`;
  const plain = own.replace(CODED, '…').trim();
  if (plain.length <= LONGEST) return plain;
  return `${plain.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A code or an id that a service gives, with `?` for what no code has: undefined for what is none, or is too long to be one. */
export function foreignWord(word: unknown): string | undefined {
  if (typeof word !== 'string' && typeof word !== 'number') return undefined;
  const text = String(word);
  return text === '' || text.length > LONGEST_WORD ? undefined : text.replace(/[^\w.:-]/g, '?');
}

const LONGEST_WORD = 128;
