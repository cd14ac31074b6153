import type { Translated } from '../../report-languages.ts';

const again: Translated = {
  en: 'Import the entry again: the service had trouble of its own.',
  zh: '重新导入该条目：服务自身出现问题。',
};
const running: Translated = {
  en: 'Wait until the running task has ended, then import the entry again: an instance runs one at a time.',
  zh: '等待正在运行的任务结束，然后重新导入该条目：每个实例同时只能运行一个任务。',
};
const format: Translated = {
  en: 'Convert the image: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are taken.',
  zh: '转换图片格式：支持 PNG、JPEG、BMP、GIF、WebP、TIFF 和 PPM。',
};
const absent: Translated = {
  en: 'Look whether the object is where PicName says, then import the entry again.',
  zh: '检查对象是否位于 PicName 所指的位置，然后重新导入。',
};
const region: Translated = {
  en: 'Correct the Region: x1,x2,y1,y2 within the image.',
  zh: '修正 Region：x1,x2,y1,y2，且位于图片之内。',
};
const corrected = (field: string): Translated => ({
  en: `Correct ${field}: see the limits of increment.meta.`,
  zh: `修正 ${field}：参见 increment.meta 的限制。`,
});

/** What to do about an image that the service did not take, by the service's own code (help page "Error codes", doc 66619). */
export const SERVICE_REMEDIES: Readonly<Record<string, Translated>> = {
  ...Object.fromEntries(
    [
      ...['UnknownException', 'UnknownlException', 'InternalError', 'ServerInternalError'],
      ...['NetworkException', 'RequestTimeout', 'ExtractFeatureTimeout', 'AccessEngineFailed'],
      ...['InternalOssError', 'InternalSwiftError', 'InternalTableStoreError', 'ConnectionDVException'],
      ...['Console.InternalError', 'Console.CallServiceError', 'ServiceUnavailable', 'SearchTimeout'],
    ].map((code) => [code, again]),
  ),
  'Console.IncrementStatusError': running,
  'Console.TaskAlreadyExist': running,
  TimeoutForTransferImage: {
    en: 'Import it again; if it stays, make the file smaller: it has 5 seconds.',
    zh: '重新导入；如果仍然失败，请减小文件：传输限时 5 秒。',
  },
  PictureError: absent,
  DeniedRequest: {
    en: 'Import it again later: the instance was asked too often.',
    zh: '稍后重新导入：对实例的请求过于频繁。',
  },
  InvalidPicContent: {
    en: 'Repair the image: it must be whole and have 4 MiB at most.',
    zh: '修复图片：必须完整，且不超过 4 MiB。',
  },
  UnsupportedPictureFormat: format,
  UnsupportedPicFormat: format,
  UnsupportedPicPixels: {
    en: 'Bring the sides of the image within the limits of the instance.',
    zh: '将图片边长调整到实例的限制之内。',
  },
  IncorrectOrientation: {
    en: 'Turn the pixels and remove the orientation; --repair does.',
    zh: '旋转像素并去除方向标记；可使用 --repair。',
  },
  InvalidPicUrl: absent,
  PicNotExist: absent,
  InvalidRegion: region,
  RegionError: region,
  NoSpecifiedProductId: corrected('ProductId'),
  NoSpecifiedPicName: corrected('PicName'),
  InvalidProductId: corrected('ProductId'),
  InvalidPicName: corrected('PicName'),
  InvalidCategory: corrected('CategoryId'),
  InvalidCustomContent: corrected('CustomContent'),
  InvalidMetaItem: {
    en: 'Correct the line: it is no JSON object with the fields of increment.meta.',
    zh: '修正该行：它不是包含 increment.meta 字段的 JSON 对象。',
  },
  ...Object.fromEntries(
    ['IntAttr', 'StrAttr'].flatMap((field) =>
      ['', '2', '3', '4'].map((n) => [`Invalid${field}${n}`, corrected(`${field}${n}`)]),
    ),
  ),
  InstanceOverQuota: {
    en: 'The gallery is full: delete images or buy a larger instance, then import again.',
    zh: '图库已满：删除图片或购买更大的实例，然后重新导入。',
  },
};
