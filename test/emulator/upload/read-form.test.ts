import { describe, expect, it } from 'vitest';
import { readForm } from '../../../src/emulator/upload/read-form.ts';
import fc from '../../support/properties.ts';

const TYPE = 'multipart/form-data; boundary=xYz';
const file = (content: string, end = '\r\n') =>
  `--xYz\r\nContent-Disposition: form-data; name="file"; filename="a b"\r\nContent-Type: \r\n\r\n${content}${end}`;
const field = (name: string, value: string) =>
  `--xYz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const END = '--xYz--\r\n';

const read = (text: string, type = TYPE) => {
  const form = readForm(Buffer.from(text), type);
  return (
    form && { fields: Object.fromEntries(form.fields), file: form.file && Buffer.from(form.file).toString() }
  );
};

describe('readForm()', () => {
  it('reads fields and file in any order', () => {
    const wanted = { fields: { key: 'a/b', policy: '蓝' }, file: 'bytes' };
    expect(read(field('key', 'a/b') + field('policy', '蓝') + file('bytes') + END)).toEqual(wanted);
    expect(read(file('bytes') + field('policy', '蓝') + field('key', 'a/b') + END)).toEqual(wanted);
  });

  it("reads a file that no line break follows, as Alibaba's SDK sends it", () => {
    expect(read(`${file('bytes', '')}${field('status', '201')}\r\n${END}`)).toEqual({
      fields: { status: '201\r\n' },
      file: 'bytes',
    });
  });

  it('takes a boundary in quotes, or before another parameter', () => {
    for (const type of [
      'multipart/form-data; boundary="xYz"',
      'Multipart/Form-Data; boundary=xYz; charset=utf-8',
    ])
      expect(read(file('') + END, type)).toEqual({ fields: {}, file: '' });
  });

  it('tells of no file when there is none, or more than one', () => {
    expect(read(field('key', 'k') + END)).toEqual({ fields: { key: 'k' }, file: undefined });
    expect(read(file('1') + file('2') + END)).toEqual({ fields: {}, file: undefined });
  });

  it.each([
    ['the type is another', field('a', 'b') + END, 'application/x-www-form-urlencoded'],
    ['there is no boundary', field('a', 'b') + END, 'multipart/form-data'],
    ['the boundary is another', field('a', 'b') + END, 'multipart/form-data; boundary=other'],
    ['it is empty', '', TYPE],
    ['it ends early', field('a', 'b'), TYPE],
    ['it ends within a head', '--xYz\r\nContent-Disposition: form-data; name="a"', TYPE],
    ['a part has no head', `--xYz\r\nvalue\r\n${END}`, TYPE],
    ['a part has no name', `--xYz\r\nContent-Type: text/plain\r\n\r\nvalue\r\n${END}`, TYPE],
  ])('is undefined when %s', (_, text, type) => {
    expect(read(text, type)).toBeUndefined();
  });

  it('gives back any file whose bytes hold no boundary', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const body = Buffer.concat([
          Buffer.from(file('', '')),
          bytes,
          Buffer.from(`\r\n${field('a', 'b')}${END}`),
        ]);
        const form = readForm(body, TYPE);
        expect(Buffer.from(form?.file ?? [0]).equals(bytes)).toBe(true);
        expect(form?.fields).toEqual(new Map([['a', 'b']]));
      }),
    );
  });
});
