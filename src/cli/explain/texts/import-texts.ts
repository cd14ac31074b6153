import type { IMPORT_RULES } from '../../../index.ts';
import type { CodeText, RuleText } from '../explanation.ts';

/** Entries of an import: what `IMPORT_RULES` says, in Chinese, and a message. */
export const IMPORT_TEXTS: Readonly<Record<keyof typeof IMPORT_RULES, RuleText>> = {
  IMAGE_REPAIRED: {
    zh: '图片不符合规则，已修复后上传；信息说明做了什么',
    example:
      'The image was repaired for its upload, jpeg 5000×3000 to jpeg 4096×2458: scaled down to 4096 px',
  },
  IMAGE_RENAMED: {
    zh: '修复后的图片使用了另一个 PicName，见信息',
    example:
      'PicName "shoe.tga" became "shoe.jpg", as the repaired image cannot have its name: the image has the new name in the bucket and in the gallery, and a DELETE must name it so',
  },
  REGION_NOT_REPAIRED: {
    zh: '图片可以修复，但无法确定修复后 Region 的位置',
    example:
      'The image can be repaired, but not its Region, as the sides of the picture before the repair are unknown: leave the Region out, or supply the image as JPEG or PNG with the Region in its pixels',
  },
  PRODUCT_NEEDS_TWO_FILES: {
    zh: '目录先删除整个商品再为其添加图片，一个 increment.meta 无法做到',
    example:
      'Product "1000" cannot be deleted and get images in one increment.meta: build one file of its DELETE and one of its images, and run a batch task for each, in this order',
  },
  REPLACEMENT_NOT_DONE: {
    zh: '用于替换的 ADD 被拒绝、失败，或因修复而改名：旧图片仍在图库中',
    example:
      'The ADD in row 12, which was to replace this image, was refused, has failed, or has got another name by its repair: the old image is still there; correct that row, or import the DELETE without it',
  },
  WORKERS_LOST: {
    zh: '处理包含该条目的那部分分片时，工作进程多次丢失',
    example:
      'Something in these entries may end a worker, such as an image that takes too much memory; import them alone, with one worker that is watched',
  },
  TASK_FAILED: {
    zh: '整个批量任务失败',
    example: 'Batch task 501 failed with code 400: the service gave no reason',
  },
  SERVICE_REFUSED: {
    zh: '服务将该图片列为失败，但没有给出代码',
    example: 'The service says: 1000,shoe.jpg,failed',
  },
  NOT_IN_GALLERY: {
    zh: '图库中没有该图片',
    example: 'The task ended as a success, but the gallery does not hold this image',
  },
  STILL_IN_GALLERY: {
    zh: '图库中仍有应删除的图片',
    example: 'The task ended as a success, but the gallery still holds this image',
  },
  GALLERY_DIFFERS: {
    zh: '图库中同名图片的内容不同：是较早的一张',
    example: 'The gallery holds an image of these names with another CustomContent: an earlier one, it seems',
  },
  UNVERIFIED: {
    zh: '没有迹象表明图片有问题，但无法向图库查询',
    example:
      'The task ended as a success, but the gallery could not be asked for this image: no answer came in time [TIMEOUT]',
  },
};

/** Images that are not uploaded; `REMEDIES` of a report has what to do. */
export const UPLOAD_TEXTS: Readonly<Record<string, Omit<CodeText, 'remedy'>>> = {
  UPLOAD_SOURCE_UNREADABLE: {
    means: {
      en: 'the image has a name that no file can have; of `uploadImages`: it cannot be read, or is no file',
      zh: '图片名称不可能是文件名；对 `uploadImages` 而言：无法读取，或不是文件',
    },
    example: 'Cannot read images/shoe.jpg for its upload: it is a folder',
  },
  UPLOAD_SOURCE_IN_OSS: {
    means: {
      en: 'the image is an object in another bucket than that of the import: copy it there, or download it',
      zh: '图片是另一个存储空间中的对象：请复制到导入所用的存储空间，或下载到本地',
    },
    example:
      'The image "oss://other-bucket/shoe.jpg" lies in another bucket than "my-bucket", the only one that this import reads: copy it there, or download it into the folder of images, and name the copy',
  },
  UPLOAD_SOURCE_OUTSIDE: {
    means: {
      en: 'the image lies outside the folder of images, or a link leads out of it: the message has the target',
      zh: '图片位于图片文件夹之外，或有链接指向其外：信息给出目标',
    },
    example:
      'The image "../shoe.jpg" lies outside the folder of images: a catalogue may name only what is in it',
  },
  UPLOAD_KEY_INVALID: {
    means: {
      en: "the object's name would break the rules of OSS, such as having more than 1,023 bytes",
      zh: '对象名称违反 OSS 规则，例如超过 1023 字节',
    },
    example: "The object's key would have 1100 bytes: OSS takes keys of 1 to 1,023 bytes",
  },
  UPLOAD_REFUSED: {
    means: {
      en: 'OSS refuses the object itself, such as by its name or size: the message has what OSS says',
      zh: 'OSS 拒绝该对象本身，例如因名称或大小：信息中有 OSS 的说明',
    },
    example:
      'OSS does not take the image as "spring/shoe.jpg": The specified object is not valid. [InvalidObjectName]; give it another PicName, or correct the image',
  },
  UPLOAD_KEY_TAKEN: {
    means: {
      en: 'another image of the catalogue, named by an earlier row, or increment.meta has the same name in the bucket',
      zh: '目录中前面某行的另一张图片，或 increment.meta，在存储空间中使用同一名称',
    },
    example:
      'The key "spring/shoe.jpg" is that of another image, number 4 of the listing, already: give each image a key of its own',
  },
  UPLOAD_KEY_EXISTS: {
    means: {
      en: 'of an upload with `putIfAbsent`: the target holds other content under the key, which stays',
      zh: '使用 `putIfAbsent` 上传时：目标中该键已有不同内容，予以保留',
    },
    example:
      "The target holds other content under spring/shoe.jpg, and 'putIfAbsent' leaves it there: give the image another key, or upload without 'putIfAbsent'",
  },
  UPLOAD_COPY_DENIED: {
    means: {
      en: 'a warning, of the first image of an upload: the account of the target may not read the source, and the images go through this machine',
      zh: '警告，出现在上传的第一张图片：目标账号无权读取来源，图片改为经由本机传输',
    },
    example:
      'OSS does not copy from oss://old-bucket by itself, and so this image and those after it go through this machine: AccessDenied; allow the account of the target oss:GetObject on oss://old-bucket to spare that',
  },
};
