import { RpcRefusal } from './rpc-refusal.ts';
import type { Reason } from './service-reason.ts';

/** The codes that do not come with 400 (help page "Error codes", Jan 21 2026). */
const CODES_403 = ['NoPermission', 'DeniedRequest'];
const CODES_500 = `
  AccessEngineFailed ConnectionDVException ExtractFeatureTimeout InternalError InternalOssError InternalSwiftError
  InternalTableStoreError NetworkException PictureError RequestTimeout ServerInternalError UnknownException
  UnsupportedInstanceType UnsupportedOperationType`.split(/\s+/);

/** The refusal of an image as the answer to its call. */
export function imageRefusal({ Code, Message }: Reason): RpcRefusal {
  const status = CODES_500.includes(Code) ? 500 : CODES_403.includes(Code) ? 403 : 400;
  return new RpcRefusal(status, Code, Message);
}
