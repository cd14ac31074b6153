import type { Translated } from '../../report-languages.ts';

/** What to do about an image, by code. */
export const IMAGE_REMEDIES: Readonly<Record<string, Translated>> = {
  IMAGE_MISSING: {
    en: 'Put the file where the catalogue says, or correct its name.',
    zh: '将文件放到目录所写的位置，或修正文件名。',
  },
  IMAGE_UNREADABLE: {
    en: 'Check the rights to the file or the address, then try again.',
    zh: '检查文件权限或地址，然后重试。',
  },
  IMAGE_EMPTY: { en: 'Supply the file anew: it has 0 bytes.', zh: '重新提供文件：该文件为 0 字节。' },
  IMAGE_FORMAT_UNSUPPORTED: {
    en: 'Convert it to JPEG or PNG; --repair does so for many formats.',
    zh: '转换为 JPEG 或 PNG；--repair 可转换多种格式。',
  },
  IMAGE_TRUNCATED: {
    en: 'Transfer the file anew: its end is missing.',
    zh: '重新传输文件：文件末尾缺失。',
  },
  IMAGE_CORRUPT: { en: 'Supply an undamaged copy.', zh: '请提供未损坏的副本。' },
  IMAGE_TOO_LARGE: {
    en: 'Make the file smaller; --repair does.',
    zh: '减小文件大小；可使用 --repair。',
  },
  IMAGE_SIDE_TOO_SHORT: {
    en: 'Supply a larger picture: enlarging is never done.',
    zh: '请提供更大的图片：程序不会放大图片。',
  },
  IMAGE_SIDE_TOO_LONG: { en: 'Scale the picture down; --repair does.', zh: '缩小图片；可使用 --repair。' },
  IMAGE_ROTATED: {
    en: 'Turn the pixels and remove the orientation; --repair does.',
    zh: '旋转像素并去除方向标记；可使用 --repair。',
  },
  IMAGE_ORIENTATION_INVALID: {
    en: 'Look whether the picture stands upright.',
    zh: '检查图片方向是否正确。',
  },
  IMAGE_EXTENSION_MISMATCH: {
    en: 'Rename the file to the extension of its format; --repair does.',
    zh: '将扩展名改为与文件格式一致；可使用 --repair。',
  },
  IMAGE_ANIMATED: {
    en: 'Supply a still picture if the first frame is not what is meant.',
    zh: '如果首帧不是想要的画面，请提供静态图片。',
  },
  IMAGE_UNUSUAL_VARIANT: {
    en: 'Save it as a plain JPEG or PNG if the service does not take it.',
    zh: '如果服务不接受，请另存为普通 JPEG 或 PNG。',
  },
  IMAGE_TOO_SLOW: {
    en: 'Make the file smaller, or upload over a faster line.',
    zh: '减小文件，或使用更快的网络上传。',
  },
  IMAGE_REGION_OUTSIDE: {
    en: 'Correct the Region: it must lie in the picture.',
    zh: '修正 Region：必须位于图片之内。',
  },
  IMAGE_REPAIR_TOO_MANY_BYTES: {
    en: 'Make the file smaller before it is repaired.',
    zh: '修复之前请先减小文件。',
  },
  IMAGE_REPAIR_TOO_MANY_PIXELS: {
    en: 'Scale the picture down before it is repaired.',
    zh: '修复之前请先缩小图片。',
  },
  IMAGE_REPAIR_TOO_SMALL: {
    en: 'Supply a larger picture: enlarging is never done.',
    zh: '请提供更大的图片：程序不会放大图片。',
  },
  IMAGE_REPAIR_NO_DECODER: {
    en: 'Convert it to JPEG or PNG by another program.',
    zh: '用其他程序转换为 JPEG 或 PNG。',
  },
  IMAGE_REPAIR_DAMAGED: { en: 'Supply an undamaged copy.', zh: '请提供未损坏的副本。' },
  IMAGE_REPAIR_NOT_SMALL_ENOUGH: {
    en: 'Supply a picture with less detail or with shorter sides.',
    zh: '请提供细节更少或边长更短的图片。',
  },
  IMAGE_END_MISSING: {
    en: 'Save the picture anew, or let the repair add its end marker: the picture itself is whole.',
    zh: '重新保存图片，或用修复功能补上结束标记：图片内容是完整的。',
  },
  IMAGE_DAMAGED: {
    en: 'Supply the file anew: its pixels cannot be decoded.',
    zh: '重新提供文件：其像素无法解码。',
  },
  IMAGE_NOT_DECODED: {
    en: 'Look at the picture: nothing here can decode this kind of it.',
    zh: '请查看图片：本机无法解码这一类型。',
  },
  IMAGE_SIDES_UNCERTAIN: {
    en: 'Save the GIF with a screen as large as its first frame.',
    zh: '保存 GIF 时，使画布与第一帧同样大小。',
  },
  IMAGE_ORIENTATION_IN_XMP: {
    en: 'Save the picture upright: programs differ in whether they turn it.',
    zh: '将图片转正后保存：不同程序是否旋转它并不一致。',
  },
  IMAGE_EXTENSION_UNKNOWN: {
    en: 'Give the name an extension of its format, such as .jpg.',
    zh: '为文件名使用其格式的扩展名，例如 .jpg。',
  },
};
