import { jpegSegment, pngChunk } from './image-parts.ts';
import { makeImage } from './make-images.ts';

const MIB = 1024 * 1024;
const bytes = (text: string) => Buffer.from(text, 'latin1');
/** `unit` again and again behind `head`, up to 4 MiB. */
const filled = (head: Uint8Array, unit: Uint8Array | string) =>
  Buffer.concat([head, Buffer.alloc(4 * MIB - head.length, Buffer.from(unit as Uint8Array))]);

const jpegStart = bytes('\xff\xd8\xff\xe0\0\x04ab');
const png = await makeImage({ format: 'png', width: 100, height: 100 });
const gifStart = bytes('GIF89a\x80\0\x80\0\0\0\0');
const gifFrame = bytes('\x2c\0\0\0\0\x80\0\x80\0\0\x02\x01\x44\0');
const bigCount = bytes('II\x2a\0\x08\0\0\0\xff\xff');

/** Images of 4 MiB that are made to keep a reader of headers busy. */
export const HOSTILE_IMAGES: readonly { what: string; image: Uint8Array }[] = [
  { what: 'JPEG of 00 02', image: filled(jpegStart, bytes('\0\x02')) },
  { what: 'JPEG of zeros', image: filled(jpegStart, bytes('\0')) },
  { what: 'JPEG of FF', image: filled(jpegStart, bytes('\xff')) },
  { what: 'JPEG of FF 00', image: filled(jpegStart, bytes('\xff\0')) },
  { what: 'JPEG of FF 00 and junk', image: filled(jpegStart, bytes('\xff\0a')) },
  { what: 'JPEG of restart markers', image: filled(jpegStart, bytes('\xff\xd0')) },
  { what: 'JPEG of empty APP1', image: filled(jpegStart, bytes('\xff\xe1\0\x02')) },
  {
    what: 'JPEG without an end',
    image: filled(
      Buffer.concat([jpegStart, jpegSegment(0xc0, bytes('\x08\x01\0\x01\0\x01\0\0\0')), bytes('\xff\xda')]),
      bytes('\xff\0'),
    ),
  },
  { what: 'PNG of empty chunks', image: filled(png.subarray(0, 33), pngChunk('tEXt', new Uint8Array(0))) },
  {
    what: 'PNG of eXIf chunks without checksum',
    image: filled(png.subarray(0, -12), bytes('\0\0\x20\0eXIfII\x2a\0\x08\0\0\0')),
  },
  {
    what: 'GIF of empty extensions',
    image: filled(Buffer.concat([gifStart, gifFrame]), bytes('\x21\xf9\0')),
  },
  {
    what: 'GIF of short sub-blocks',
    image: filled(Buffer.concat([gifStart, gifFrame.subarray(0, 11)]), bytes('\x01\x01')),
  },
  { what: 'GIF of zeros', image: filled(gifStart, bytes('\0')) },
  {
    what: 'WebP of empty chunks',
    image: filled(
      bytes('RIFF\xf8\xff\x3f\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\x7f\0\0\x7f\0\0'),
      bytes('ABCD\0\0\0\0'),
    ),
  },
  { what: 'TIFF of 65535 entries', image: filled(bigCount, bytes('\x11\x01\x04\0\xff\xff\x0f\0\x08\0\0\0')) },
  { what: 'PPM of comments', image: filled(bytes('P6\n'), bytes('#\n')) },
  { what: 'PPM of one long comment', image: filled(bytes('P6\n#'), bytes('a')) },
  { what: 'PPM of text pixels', image: filled(bytes('P3 1100 1100 255\n'), bytes('1 ')) },
  {
    what: 'PPM of text pixels in comments',
    image: filled(bytes('P3 900 500 255\n'), bytes('1#\n 2 # 3\r4')),
  },
  {
    what: 'HEIC of empty boxes',
    image: filled(bytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), bytes('\0\0\0\x08ispe')),
  },
  { what: 'text', image: filled(bytes('<?xml'), bytes('<sv')) },
];
