import { addImage } from './add-image.ts';
import { authorizeFileUpload } from './authorize-file-upload.ts';
import { checkImageExists } from './check-image-exists.ts';
import { deleteImage } from './delete-image.ts';
import { detail } from './detail.ts';
import { increaseInstance } from './increase-instance.ts';
import { increaseList } from './increase-list.ts';
import type { RpcOperation } from './rpc-operation.ts';

/** The implemented operations, by the action that a call names. */
export const RPC_OPERATIONS: ReadonlyMap<string, RpcOperation> = new Map<string, RpcOperation>([
  ['AddImage', addImage],
  ['AuthorizeFileUpload', authorizeFileUpload],
  ['CheckImageExists', checkImageExists],
  ['DeleteImage', deleteImage],
  ['Detail', detail],
  ['IncreaseInstance', increaseInstance],
  ['IncreaseList', increaseList],
]);
