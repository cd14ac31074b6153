import { catalogueIssue } from './catalogue-rules.ts';
import { decodesAs } from './decodes-as.ts';

/** The issue of a row whose bytes are not UTF-8. @param bytes the row's */
export function notUtf8(bytes: Uint8Array, what = 'The line') {
  const advice = decodesAs('gb18030', bytes, true)
    ? "it may be GB18030: if it is, give the encoding 'gb18030' (--encoding gb18030); else save the file as UTF-8"
    : 'save the file as UTF-8';
  return catalogueIssue('CATALOGUE_ENCODING', `${what} is not UTF-8: ${advice}`);
}
