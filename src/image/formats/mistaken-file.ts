// biome-ignore-all lint/suspicious/noControlCharactersInRegex: these are bytes of files
import type { ImageBytes } from '../header/image-bytes.ts';

const HEAD_BYTES = 16 * 1024;
const FEW_BREAKS = 4;
const ENOUGH_BYTES = 4096; // by chance each byte value comes 16 times in as many

/** How images begin, whole or as other programs have mangled them. */
const SIGNATURE = String.raw`(?:\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF[\s\S]{4}WEBP|BM[\s\S]{4}\0\0\0\0|II\x2a\0|MM\0\x2a)`;
const BASE64 = String.raw`(?:\/9j\/|iVBORw0KGgo|R0lGODdh|R0lGODlh|UklGR|SUkqA|TU0AK|Qk[0-9A-Za-z+/]{6})`;

const AGAIN = 'download it again';
const BINARY = 'transfer it again in binary mode';

/** Files that are no image although their name or sender says so: what they are, and what to do. The first that fits counts. */
const MISTAKES: readonly { readonly pattern: RegExp; readonly is: string; readonly remedy: string }[] = [
  {
    pattern: new RegExp(String.raw`^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)\s*${SIGNATURE}`),
    is: 'not known, as it begins with a byte order mark: saved as text',
    remedy: 'supply the file as it was before',
  },
  {
    pattern: new RegExp(String.raw`^[\s\0]+${SIGNATURE}`),
    is: 'not known, as it begins with blanks before the image: saved by a program that writes text',
    remedy: 'remove what stands before the image',
  },
  {
    pattern: /^\x89PNG[\r\n]{1,4}\x1a[\r\n]{0,3}/,
    is: 'PNG with translated line ends, as FTP in text mode does it',
    remedy: BINARY,
  },
  { pattern: /^\tPNG/, is: 'PNG whose bytes have lost their eighth bit', remedy: BINARY },
  {
    pattern: /^(?:(?:\xef\xbf\xbd){3}|(?:\xef\xbf\xbd|\?)PNG|\xc2\x89PNG|\xc3\xbf\xc3\x98\xc3\xbf)/,
    is: 'an image that was read and saved as text, which destroys it',
    remedy: 'supply the file as it was before',
  },
  {
    pattern: /^version https:\/\/git-lfs\.github\.com\//,
    is: 'a Git LFS pointer in place of the image',
    remedy: 'fetch it by git lfs pull',
  },
  {
    pattern: /^\W{0,4}data:[a-z]+\/[\w.+-]+[;,]/i,
    is: 'a data: URL as text',
    remedy: 'decode the bytes in it',
  },
  {
    pattern: new RegExp(`^\\s*"?${BASE64}[A-Za-z0-9+/=\\s"]*$`),
    is: 'an image in base64',
    remedy: 'decode it',
  },
  {
    pattern: /^(?:\r?\n)?--[^\r\n]{1,100}\r?\ncontent-/i,
    is: 'the body of a form (multipart), with the image in it',
    remedy: 'take the image out of it',
  },
  { pattern: /^HTTP\/\d/, is: 'an answer of a server with its headers', remedy: AGAIN },
  {
    pattern: /^\s*error code: ?\d+/i,
    is: "an error message of a server, saved under an image's name",
    remedy: AGAIN,
  },
  {
    pattern:
      /^(?:\xef\xbb\xbf)?\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|script|title|meta|h\d|p|div|center)\b/i,
    is: "HTML, a web page saved under an image's name",
    remedy: AGAIN,
  },
  {
    pattern: /^(?:\xef\xbb\xbf)?\s*(?:<\?xml\b|<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>)/,
    is: "XML, an answer of a server saved under an image's name",
    remedy: AGAIN,
  },
  {
    pattern: /^(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[[{"\d\]])/,
    is: "JSON, an answer of a server saved under an image's name",
    remedy: AGAIN,
  },
  {
    pattern: /^[^\0-\x08\x0e-\x1f\x7f]{8,}$/,
    is: 'not known, as it is text',
    remedy: 'supply the image itself',
  },
];

/** What a file is instead of an image, for a message; null when that is not known. */
export function mistakenFor(bytes: ImageBytes): string | null {
  const text = Buffer.from(bytes.head(HEAD_BYTES)).toString('latin1');
  const mistake = MISTAKES.find(({ pattern }) => pattern.test(text));
  return mistake === undefined ? null : `Format is ${mistake.is}; ${mistake.remedy}`;
}

/** How an image that begins as it should was mangled on its way, and what to do; null when nothing says so. */
export function mangledBy(bytes: ImageBytes): string | null {
  const head = Buffer.from(bytes.head(HEAD_BYTES)).toString('latin1');
  const breaks = head.split('\n').length - 1;
  const isTranslated = breaks >= FEW_BREAKS && head.split('\r\n').length - 1 === breaks;
  if (isTranslated)
    return `every line feed in it follows a carriage return, as FTP in text mode writes it: ${BINARY}`;
  if (head.length >= ENOUGH_BYTES && breaks >= FEW_BREAKS && !head.includes('\r'))
    return `it has no carriage return, as FTP in text mode leaves them out: ${BINARY}`;
  return head.split('\xef\xbf\xbd').length > FEW_BREAKS
    ? 'it was read and saved as text, which destroys it: supply the file as it was before'
    : null;
}
