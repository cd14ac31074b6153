import { percentDecode } from '../../shared/http/percent-decode.ts';
import type { UploadGrants } from '../upload/upload-grants.ts';
import { RpcRefusal } from './rpc-refusal.ts';

/** The only files that a URL may lead to: no request is ever made. */
interface UploadedFiles {
  readonly uploads: UploadGrants;
  /** `127.0.0.1:PORT`. */
  readonly uploadHost: string;
}

/**
 * The bytes of a call's image, which is Base64 or the URL of a file that was uploaded before.
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

/** With padding and without line breaks. A plus that became a space on the way is refused. */
const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
