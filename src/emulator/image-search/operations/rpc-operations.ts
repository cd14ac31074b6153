import { addImage } from './add-image.ts';
import { authorizeFileUpload } from './authorize-file-upload.ts';
import { checkImageExists } from './check-image-exists.ts';
import { deleteImage } from './delete-image.ts';
import { detail } from './detail.ts';
import { dumpMeta } from './dump-meta.ts';
import { dumpMetaList } from './dump-meta-list.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { increaseInstance } from './increase-instance.ts';
import { increaseList } from './increase-list.ts';
import type { RpcOperation } from './rpc-operation.ts';
import { searchImageByFilter } from './search-image-by-filter.ts';
import { searchImageByName } from './search-image-by-name.ts';
import { searchImageByPic } from './search-image-by-pic.ts';
import { searchImageByText } from './search-image-by-text.ts';
import { updateImage } from './update-image.ts';

/** The implemented operations, by the action that a call names. */
export const RPC_OPERATIONS: ReadonlyMap<string, RpcOperation> = new Map<string, RpcOperation>([
  ['AddImage', addImage],
  ['AuthorizeFileUpload', authorizeFileUpload],
  ['CheckImageExists', checkImageExists],
  ['DeleteImage', deleteImage],
  ['Detail', detail],
  ['DumpMeta', dumpMeta],
  ['DumpMetaList', dumpMetaList],
  ['GetCallerIdentity', getCallerIdentity],
  ['IncreaseInstance', increaseInstance],
  ['IncreaseList', increaseList],
  ['SearchImageByFilter', searchImageByFilter],
  ['SearchImageByName', searchImageByName],
  ['SearchImageByPic', searchImageByPic],
  ['SearchImageByText', searchImageByText],
  ['UpdateImage', updateImage],
]);
