import type { Translated } from '../../report-languages.ts';

/** What to do about an entry of an import or an upload, by code. */
export const IMPORT_REMEDIES: Readonly<Record<string, Translated>> = {
  UPLOAD_SOURCE_OUTSIDE: {
    en: 'Copy the image into the folder of images, and name the copy.',
    zh: '将图片复制到图片文件夹内，并使用副本的名称。',
  },
  UPLOAD_SOURCE_UNREADABLE: {
    en: 'Check the name of the file and the rights to it.',
    zh: '检查文件名和文件权限。',
  },
  UPLOAD_SOURCE_IN_OSS: {
    en: 'Copy the object into the bucket of the import, or download it.',
    zh: '将对象复制到导入所用的存储空间，或下载到本地。',
  },
  UPLOAD_KEY_INVALID: {
    en: 'Give the image a shorter name: OSS takes keys of 1 to 1,023 bytes.',
    zh: '缩短图片名称：OSS 的键为 1 至 1023 字节。',
  },
  UPLOAD_KEY_TAKEN: {
    en: 'Give each image a name of its own.',
    zh: '为每张图片使用不同的名称。',
  },
  UPLOAD_KEY_EXISTS: {
    en: 'Give the image another name, or allow to overwrite.',
    zh: '更换图片名称，或允许覆盖。',
  },
  UPLOAD_COPY_DENIED: {
    en: 'Allow the account of the target to read the source, if OSS is to copy the images itself.',
    zh: '如需由 OSS 直接复制图片，请允许目标账号读取来源。',
  },
  WORKERS_LOST: {
    en: 'Look at the image and at the logs of the workers, then import the entry again.',
    zh: '查看图片和工作进程的日志，然后重新导入该条目。',
  },
  UPLOAD_REFUSED: {
    en: 'Correct what OSS says in the message.',
    zh: '按信息中 OSS 的说明修正。',
  },
  PRODUCT_NEEDS_TWO_FILES: {
    en: 'Delete the product first, and add its images by another import.',
    zh: '先删除商品，再通过另一次导入添加图片。',
  },
  IMAGE_REPAIRED: {
    en: 'Nothing has to be done: the repaired image was taken.',
    zh: '无需处理：已使用修复后的图片。',
  },
  IMAGE_RENAMED: {
    en: 'Use the PicName of the message from now on.',
    zh: '今后请使用信息中给出的 PicName。',
  },
  REGION_NOT_REPAIRED: {
    en: 'Leave the Region out, or supply a JPEG or PNG that needs no repair.',
    zh: '去掉 Region，或提供无需修复的 JPEG 或 PNG。',
  },
  REPLACEMENT_NOT_DONE: {
    en: 'Correct the entry that was to replace the image; the old one is still there.',
    zh: '修正用于替换的条目；旧图片仍然存在。',
  },
  TASK_FAILED: {
    en: 'Look at the code of the task, then import the entries again.',
    zh: '查看任务的代码，然后重新导入这些条目。',
  },
  SERVICE_REFUSED: {
    en: 'Look at the image and the message: the service gave no code.',
    zh: '检查图片和信息：服务未给出代码。',
  },
  NOT_IN_GALLERY: {
    en: 'Import the entry again: the gallery does not hold it.',
    zh: '重新导入该条目：图库中没有该图片。',
  },
  STILL_IN_GALLERY: {
    en: 'Delete the image again: the gallery still holds it.',
    zh: '再次删除该图片：图库中仍有该图片。',
  },
  GALLERY_DIFFERS: {
    en: 'Import the entry again: the gallery holds an earlier image.',
    zh: '重新导入该条目：图库中是较早的图片。',
  },
  UNVERIFIED: {
    en: 'Verify the import later: the gallery could not be asked.',
    zh: '稍后核对导入结果：当时无法查询图库。',
  },
};
