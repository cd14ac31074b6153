import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { markerAt } from './hand-made.ts';

const jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 300, height: 240 }));
const png = Buffer.from(await makeImage({ format: 'png', width: 300, height: 240 }));
const text = (content: string) => Buffer.from(content, 'latin1');
const translated = (image: Buffer, from: string, to: string) =>
  text(image.toString('latin1').replaceAll(from, to));
const MARK = text('\xef\xbb\xbf');

const MISTAKES: readonly (readonly [string, Uint8Array, string])[] = [
  [
    'a byte order mark before it',
    Buffer.concat([MARK, jpeg]),
    'begins with a byte order mark: saved as text',
  ],
  ['blanks before it', Buffer.concat([text('\r\n\r\n'), png]), 'begins with blanks'],
  ['a web page', text('<!DOCTYPE html>\n<html><title>Not found</title></html>'), 'a web page saved under'],
  ['a web page behind a mark', Buffer.concat([MARK, text('<html></html>')]), 'a web page saved under'],
  ['JSON', text('{"error":"not found"}'), 'JSON'],
  ['XML', text('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'), 'XML'],
  ['an error of a server', text('error code: 502'), 'an error message of a server'],
  [
    'a pointer',
    text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
    'Git LFS pointer',
  ],
  ['a data: URL', text(`data:image/jpeg;base64,${jpeg.toString('base64')}`), 'a data: URL'],
  ['base64', text(jpeg.toString('base64')), 'base64'],
  ['base64 in lines', text(png.toString('base64').replace(/.{76}/g, '$&\r\n')), 'base64'],
  [
    'a form',
    Buffer.concat([text('------x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'), jpeg]),
    'the body of a form',
  ],
  ['an answer', Buffer.concat([text('HTTP/1.1 200 OK\r\n\r\n'), jpeg]), 'with its headers'],
  ['a PNG with CRLF for LF', translated(png, '\n', '\r\n'), 'translated line ends'],
  ['a PNG with LF for CRLF', translated(png, '\r\n', '\n'), 'translated line ends'],
  ['a PNG of 7 bits', Buffer.from(png.map((byte) => byte & 0x7f)), 'eighth bit'],
  ['a PNG read as UTF-8', Buffer.from(png.toString('utf8')), 'read and saved as text'],
  ['a JPEG read as UTF-8', Buffer.from(jpeg.toString('utf8')), 'read and saved as text'],
  ['a JPEG written as UTF-8', Buffer.from(jpeg.toString('latin1')), 'read and saved as text'],
  ['a text', text('BMW builds cars, and this is no bitmap'), 'it is text'],
  ['a beginning alone', text('BM\x01\x02\x03\x04\0\0'), 'although it begins like BMP'],
];

describe('ImageValidator', () => {
  test.each(MISTAKES)(
    'names the mistake when the file is an image with or instead of %s',
    async (_, image, named) => {
      const { issues } = await new ImageValidator().validate(image, { name: 'a.jpg' });
      expect(issues).toMatchObject([{ code: 'IMAGE_FORMAT_UNSUPPORTED' }]);
      expect(issues[0]?.message).toContain(named);
      expect(issues[0]?.message).not.toMatch(
        /Format is (JPG|PNG|BMP|GIF|WEBP|TIF)\b(?!.*translated|.*eighth)/,
      );
    },
  );

  test.each([
    ['CRLF stands for LF', '\n', '\r\n', 'follows a carriage return'],
    ['CR is left out', '\r', '', 'has no carriage return'],
  ])('names the way of transfer when a JPEG is broken since %s', async (_, from, to, named) => {
    const image = translated(jpeg, from, to);
    expect(markerAt(image, 0xd8)).toBe(0);
    const { ok, issues } = await new ImageValidator().validate(image);
    if (!ok) expect(issues[0]?.message).toContain(named);
  });
});
