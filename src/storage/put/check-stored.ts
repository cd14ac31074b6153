import type { IncomingHttpHeaders } from 'node:http';
import { adviceFor } from '../../service/errors/error-advice.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import { crc64 } from '../../shared/text/crc64.ts';

/** What was sent, to be compared with what OSS says that it has. */
export interface SentContent {
  /** In base64. */
  readonly md5: string;
  /** Undefined where the bytes are no longer at hand. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Compares the ETag, which is the MD5 of an object that was stored by one request. That of an object which KMS encrypts is
 * none: there the CRC-64 is compared, if the bytes are at hand. It costs more than an MD5, and is not computed otherwise:
 * OSS has compared Content-MD5 with what arrived before it stored the object.
 *
 * @param action as messages name it: `store oss://bucket/key at HOST`
 * @throws {ImageSearchError} `BAD_ANSWER` when OSS has other bytes than those that were sent
 */
export function checkStored(action: string, headers: IncomingHttpHeaders, { md5, bytes }: SentContent): void {
  const etag = unquoted(headers.etag)?.toUpperCase();
  const ours = Buffer.from(md5, 'base64').toString('hex').toUpperCase();
  if (etag !== undefined && isMd5(etag) && headers['x-oss-server-side-encryption'] !== 'KMS') {
    if (etag !== ours) throw differs(action, 'ETag', etag, ours);
    return;
  }
  const crc = headers['x-oss-hash-crc64ecma'];
  if (typeof crc !== 'string' || bytes === undefined) return;
  const own = crc64(bytes);
  if (crc !== own) throw differs(action, 'CRC-64', crc, own);
}

const isMd5 = (etag: string) => /^[0-9A-F]{32}$/.test(etag);

const differs = (action: string, what: string, theirs: string, ours: string) =>
  new ImageSearchError(
    `Cannot ${action}: the ${what} of what was stored is ${theirs.slice(0, 40)}, that of what was sent ${ours}`,
    { code: 'BAD_ANSWER', httpStatus: 200, ...adviceFor('BAD_ANSWER') },
  );
