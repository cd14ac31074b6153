import type { CodeText, Translated } from '../explanation.ts';

const NOTHING: Translated = {
  en: 'Nothing has to be done: look at the copy',
  zh: '无需处理：请查看修复后的副本',
};

const step = (en: string, zh: string, example: string): CodeText => ({
  means: { en: `a step of a repair: ${en}`, zh: `修复步骤：${zh}` },
  remedy: NOTHING,
  example,
});

/** The steps of a repair of an image, and why a copy of it has no place. */
export const REPAIR_STEP_TEXTS = {
  IMAGE_REPAIRED_NAME: step(
    'the extension becomes that of the bytes',
    '扩展名改为与内容一致',
    'shoe.png becomes shoe.jpg',
  ),
  IMAGE_REPAIRED_ORIENTATION: step(
    'an orientation that means nothing is removed, and the pixels are not decoded',
    '去除没有意义的方向标记，不解码像素',
    'a JPEG with an orientation of 0',
  ),
  IMAGE_REPAIRED_END: step(
    'the end marker that a JPEG lacks is added, and the pixels are not decoded',
    '补上 JPEG 缺少的结束标记，不解码像素',
    'a JPEG without its last two bytes',
  ),
  IMAGE_REPAIRED_EXTRAS: step(
    'metadata and whatever stands behind the picture go, and the pixels are not decoded',
    '去除元数据以及图片之后的内容，不解码像素',
    'a JPEG of 4.1 MiB, 200 KiB of which are a preview',
  ),
  IMAGE_REPAIRED_FRAMES: step(
    'the first frame or page is kept, the others go',
    '保留第一帧或第一页，去除其余',
    'an animated GIF',
  ),
  IMAGE_REPAIRED_TURN: step(
    'the pixels are turned upright and the tag goes',
    '将像素转正并去除标记',
    'a photo with an orientation of 6',
  ),
  IMAGE_REPAIRED_FORMAT: step(
    'the image becomes a JPEG or a PNG',
    '图片转换为 JPEG 或 PNG',
    'an AVIF becomes a JPEG',
  ),
  IMAGE_REPAIRED_PACKING: step(
    'the pixels are packed as PNG, as tight as it gets',
    '像素以 PNG 尽可能紧凑地压缩',
    'a BMP of 5 MiB',
  ),
  IMAGE_REPAIRED_BITS: step(
    'more than 8 bits a channel become 8',
    '每通道多于 8 位的改为 8 位',
    '16 bits a channel become 8',
  ),
  IMAGE_REPAIRED_COLOURS: step(
    'CMYK, or colours by a profile or a statement in the file, become sRGB without a profile',
    'CMYK 或由配置文件、文件声明所定义的颜色转换为不带配置文件的 sRGB',
    'a CMYK JPEG from a print shop',
  ),
  IMAGE_REPAIRED_TRANSPARENCY: step('transparency is laid on white', '透明部分铺在白色上', 'a logo as PNG'),
  IMAGE_REPAIRED_SIZE: step(
    'the picture is scaled down, its ratio kept',
    '按原比例缩小图片',
    '5000×3000 becomes 4096×2458',
  ),
  IMAGE_REPAIRED_QUALITY: step(
    'a JPEG is written, of the best quality from 50 to 95 that fits',
    '写成 JPEG，在 50 至 95 之间取满足上限的最高质量',
    'a photo of 6 MiB becomes one of 3.9 MiB, of quality 88',
  ),
  IMAGE_REPAIR_NAME_TAKEN: {
    means: {
      en: 'a file with the name of the repaired copy exists and is another image: the copy is not written',
      zh: '已有另一张图片使用副本的名称：副本未写入',
    },
    remedy: { en: 'give an empty folder, or rename the image', zh: '使用空文件夹，或重命名图片' },
    example: 'shoe.tga and shoe.jpg of one folder, of which both become shoe.jpg',
  },
  IMAGE_REPAIR_NAME_OUTSIDE: {
    means: {
      en: 'the name of the copy would lead out of the folder of copies, and it is not written',
      zh: '副本的名称会指向副本文件夹之外，未写入',
    },
    remedy: { en: 'name the images from inside their folder', zh: '使用图片文件夹之内的名称' },
    example: 'preflight ../other/shoe.tga --repair fixed',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

/** Warnings of the process, and of lists of URLs. */
export const WARNING_TEXTS = {
  FEW_FILES: {
    means: {
      en: 'a warning of the process: fewer files may be open at once than is wanted, and so fewer images are read at once',
      zh: '进程警告：允许同时打开的文件少于所需，因此同时读取的图片减少',
    },
    remedy: { en: 'raise the limit (`ulimit -n 1024`)', zh: '提高上限（`ulimit -n 1024`）' },
    example:
      'Images in work at once: 1 instead of 8, as this process may open only 40 more files and connections',
  },
  ADDRESSES_UNCHECKED: {
    means: {
      en: 'a warning of the process: images are fetched through a proxy, so that it is not checked here whether their addresses are public',
      zh: '进程警告：图片经由代理获取，因此本机不检查其地址是否为公网地址',
    },
    remedy: {
      en: 'see that the proxy lets nobody reach addresses inside your network',
      zh: '确认代理不允许访问您内部网络的地址',
    },
    example: 'HTTPS_PROXY=http://proxy.shop.example:3128',
  },
  URL_LIST_LINE_REFUSED: {
    means: {
      en: 'a line is not UTF-8, has no URL of http or https, or one without a path or with a slash at its end',
      zh: '该行不是 UTF-8，没有 http 或 https 的 URL，或 URL 没有路径或以斜杠结尾',
    },
    remedy: { en: 'correct the line', zh: '修正该行' },
    example: 'ftp://shop.example/shoe.jpg',
  },
  URL_LIST_KEY_TAKEN: {
    means: {
      en: "another URL has the key already: this one's key gets a digest of the URL",
      zh: '另一个 URL 已使用该键：此 URL 的键加上了 URL 的摘要',
    },
    remedy: { en: 'Nothing has to be done', zh: '无需处理' },
    example: 'https://shop.example/a.jpg?v=1 and https://shop.example/a.jpg?v=2',
  },
} as const satisfies Readonly<Record<string, CodeText>>;
