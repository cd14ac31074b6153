import { percentDecode } from '../signature/canonical-text.ts';
import type { UploadGrants } from '../upload/upload-grants.ts';
import { RpcRefusal } from './rpc-refusal.ts';

/** Where a URL may lead to: nothing else is ever asked. */
interface UploadedFiles {
  readonly uploads: UploadGrants;
  /** `127.0.0.1:PORT`. */
  readonly uploadHost: string;
}

/**
 * The bytes of an image that a call brings: in Base64, or as the URL of a file that was uploaded before.
 *
 * @throws {RpcRefusal} when it is neither
 */
export function readPicContent(content: string, { uploads, uploadHost }: UploadedFiles): Uint8Array {
  if (!/^https?:\/\//i.test(content)) {
    if (isBase64(content)) return Buffer.from(content, 'base64');
    throw new RpcRefusal(400, 'InvalidPicContent', 'PicContent must be the Base64 of an image');
  }
  const url = URL.canParse(content) ? new URL(content) : undefined;
  if (url?.host !== uploadHost)
    throw new RpcRefusal(400, 'InvalidPicUrl', 'PicContent must be the URL of an uploaded file');
  const file = uploads.get(percentDecode(url.pathname.slice(1)) ?? '');
  if (file === undefined) throw new RpcRefusal(400, 'PicNotExist', 'There is no file at this URL');
  return file;
}

/** Padded, in one line; a plus that became a space on the way shows here. */
const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
