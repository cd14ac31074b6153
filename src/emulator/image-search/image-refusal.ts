import { RpcRefusal } from './rpc-refusal.ts';
import type { Reason } from './service-reason.ts';

/** The codes that do not come with 400 (help page "Error codes", Jan 21 2026). */
const STATUSES: Readonly<Record<number, readonly string[]>> = {
  403: ['NoPermission', 'DeniedRequest'],
  500: [
    'AccessEngineFailed',
    'ConnectionDVException',
    'ExtractFeatureTimeout',
    'InternalError',
    'InternalOssError',
    'InternalSwiftError',
    'InternalTableStoreError',
    'NetworkException',
    'PictureError',
    'RequestTimeout',
    'ServerInternalError',
    'UnknownException',
    'UnsupportedInstanceType',
    'UnsupportedOperationType',
  ],
};

/** The refusal of an image as the answer to its call. */
export function imageRefusal({ Code, Message }: Reason): RpcRefusal {
  const [status = 400] = Object.entries(STATUSES)
    .filter(([, codes]) => codes.includes(Code))
    .map(([number]) => Number(number));
  return new RpcRefusal(status, Code, Message);
}
