import type { ImageIssueCode, REPAIR_ISSUES } from '../../../index.ts';
import type { RuleText } from '../explanation.ts';

/** Images: what `IMAGE_RULES` says, in Chinese, and the message for an image that breaks the rule. */
export const IMAGE_TEXTS: Readonly<Record<ImageIssueCode, RuleText>> = {
  IMAGE_MISSING: {
    zh: '该文件、对象或页面不存在',
    example: 'Image does not exist (ENOENT); correct its name or supply it',
  },
  IMAGE_UNREADABLE: {
    zh: '读取失败；信息中有系统、OSS 或 HTTP 的代码',
    example: 'Image cannot be read (EACCES); correct this and check it again',
  },
  IMAGE_EMPTY: { zh: '文件为 0 字节', example: 'Size is 0 bytes; supply the image again' },
  IMAGE_FORMAT_UNSUPPORTED: {
    zh: '不是 PNG、JPEG、BMP、GIF、WebP、TIFF、PPM 中的任何一种；信息会说明实际类型',
    example: 'Format is SVG; accepted are PNG, JPEG, BMP, GIF, WebP, TIFF and PPM; convert it to one of them',
  },
  IMAGE_TRUNCATED: {
    zh: '文件在其头部所声明的长度之前就结束了',
    example:
      'Image ends too early for a jpeg: it has no end-of-image marker, and its pixels end early, at byte 2359; supply the whole file',
  },
  IMAGE_END_MISSING: {
    zh: 'JPEG 缺少结束标记，但画面完整；使用 `strictEnds` 时按 `IMAGE_TRUNCATED` 处理',
    example: 'Picture is whole, but no end-of-image marker follows it; save it again',
  },
  IMAGE_CORRUPT: { zh: '内容自相矛盾，或不符合其格式', example: 'a PNG whose header says 0 × 0 pixels' },
  IMAGE_DAMAGED: {
    zh: '仅在使用 `decode` 时：像素无法解码；信息中有解码器的说明',
    example: 'a JPEG with foreign bytes in the middle of its pixels',
  },
  IMAGE_NOT_DECODED: {
    zh: '仅在使用 `decode` 时：本机无法解码这种类型，因此未检查像素',
    example: 'a BMP with run-length coding, which the decoder does not know',
  },
  IMAGE_TOO_LARGE: {
    zh: '字节数超过上限',
    example: 'Size is 4194305 bytes, limit is 4194304; save it with stronger compression or fewer pixels',
  },
  IMAGE_SIDE_TOO_SHORT: {
    zh: '宽或高小于下限',
    example: 'Width is 99 px, least is 100; supply a larger image',
  },
  IMAGE_SIDE_TOO_LONG: {
    zh: '宽或高大于上限',
    example: 'Width is 4097 px, limit is 4096; scale it down',
  },
  IMAGE_SIDES_UNCERTAIN: {
    zh: 'GIF 的画布与第一帧尺寸不同，且其中一个超出限制',
    example:
      'Screen is 90×90 px, its first frame 120×120, and only one of them keeps the limits of 100 to 4096 px; save it anew',
  },
  IMAGE_ROTATED: {
    zh: '方向标记为 2 至 8：JPEG、PNG（eXIf、raw profile）和 WebP 中的 EXIF，或 TIFF 的标签 274',
    example: 'Orientation is 6 (EXIF), only 1 is taken; turn the pixels and remove the tag',
  },
  IMAGE_ORIENTATION_INVALID: {
    zh: '方向标记的值没有意义：0 或大于 8',
    example: 'Orientation is 9 (EXIF), valid are 1 to 8; remove the tag',
  },
  IMAGE_ORIENTATION_IN_XMP: {
    zh: '只有 XMP 声明方向为 2 至 8：有些解码器会旋转，多数不会',
    example:
      'Orientation is 6 in XMP alone, by which some decoders turn the image and most do not; remove it, or turn the pixels',
  },
  IMAGE_EXTENSION_MISMATCH: {
    zh: '扩展名与实际格式不一致：例如 JPEG 文件却以 `.png` 或 `.avif` 结尾',
    example: 'Extension is .png, the bytes are jpeg; rename the file to .jpg or convert the image',
  },
  IMAGE_EXTENSION_UNKNOWN: {
    zh: '扩展名不代表任何格式，例如 `.red` 或 `.jpg!w300`',
    example: 'Extension is .red, which says no format, the bytes are jpeg; rename the file to .jpg',
  },
  IMAGE_ANIMATED: {
    zh: '图片有多帧',
    example:
      'Image has several frames, and which of them is searched is not documented; save the best one alone',
  },
  IMAGE_UNUSUAL_VARIANT: {
    zh: '格式的少见变体，例如 BigTIFF、MPO、P1 至 P5、CMYK、16 位',
    example:
      'Variant of tiff is BigTIFF, and whether it is taken is not documented; save it as a plain image',
  },
  IMAGE_TOO_SLOW: {
    zh: '按给定的 `megabitsPerSecond`，传输时间超过 5 秒',
    example:
      'Size is 1000000 bytes, which take 8.0 s at 1 Mbit/s, limit is 5; save it with stronger compression',
  },
  IMAGE_REGION_OUTSIDE: {
    zh: '为其指定的 Region 超出了图片边界',
    example:
      'Region ends at (201, 100): the image has 200 × 200 pixels, so x2 is at most 200 and y2 at most 200; correct the Region',
  },
};

/** Repairs that were not possible: what `REPAIR_ISSUES` says, in Chinese, and a case. */
export const REPAIR_TEXTS: Readonly<Record<keyof typeof REPAIR_ISSUES, RuleText>> = {
  IMAGE_REPAIR_TOO_MANY_BYTES: {
    zh: '源文件字节数超过 `maxInputBytes`',
    example: 'a TIFF of 300 MiB straight from a scanner',
  },
  IMAGE_REPAIR_TOO_MANY_PIXELS: {
    zh: '像素数超过 `maxPixels`',
    example: 'a panorama of 30000 × 20000 pixels',
  },
  IMAGE_REPAIR_TOO_SMALL: {
    zh: '有一边过短，或缩小后会过短：程序不会放大图片',
    example: 'a banner of 9000 × 150 pixels: 4096 wide, it would be 68 high',
  },
  IMAGE_REPAIR_NO_DECODER: {
    zh: '本机没有能解码该格式或该变体的程序',
    example: 'a HEIC photo, which this build of sharp does not decode',
  },
  IMAGE_REPAIR_DAMAGED: {
    zh: '解码失败；残缺的画面不会被使用',
    example: 'a JPEG that was cut off in the middle',
  },
  IMAGE_REPAIR_NOT_SMALL_ENOUGH: {
    zh: '任何质量和尺寸都无法使其低于字节上限',
    example: 'noise of 4096 × 4096 pixels',
  },
};
