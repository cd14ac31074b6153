import { describe, expect, test } from 'vitest';
import { fixMeta } from '../../../src/meta/fix/fix-meta.ts';
import { cutAt } from '../../shared/async/collect.ts';
import { A, encode, fixFile, utf16 } from './fix-file.ts';

const LINE = A.replace('a.jpg', '商品.jpg');
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
/** 商品 in GBK. */
const GBK = [0xc9, 0xcc, 0xc6, 0xb7];
const gbk = (text: string): Uint8Array => {
  const [first = '', ...others] = text.split('商品');
  return joined(encode(first), ...others.flatMap((part) => [Uint8Array.from(GBK), encode(part)]));
};

describe('fixMeta, of encodings', () => {
  test('writes UTF-8 when the encoding is named', async () => {
    const { text, notes, summary } = await fixFile(gbk(`${LINE}\n${A}\n`), { encoding: 'GB2312' });
    expect(text).toBe(`${LINE}\n${A}\n`);
    expect(notes.map(({ code, message }) => [code, message])).toEqual([
      ['META_FIXED_ENCODING', 'The file is in gbk: written in UTF-8'],
    ]);
    expect(summary).toMatchObject({ lines: 2, kept: 2 });
  });

  test('says that a line reads as GBK when no encoding is named', async () => {
    const { text, notes } = await fixFile(joined(encode(`${A}\n`), gbk(`${LINE}\n`)));
    expect(text).toBe(`${A}\n`);
    expect(notes.map(({ code }) => code)).toEqual(['META_INVALID_UTF8']);
    expect(notes[0]?.message).toContain('GBK');
  });

  test('leaves out only the line that is not of the encoding that is named', async () => {
    const half = joined(encode(A.slice(0, -7)), Uint8Array.of(0xc9), encode('"}\n')); // a character cut in two
    const { text, told, notes, summary } = await fixFile(joined(gbk(`${LINE}\n`), half, gbk(`${LINE}\n`)), {
      encoding: 'gbk',
    });
    expect(text).toBe(`${LINE}\n${LINE}\n`);
    expect(told).toEqual(['1:1 META_FIXED_ENCODING', '2:1 META_INVALID_UTF8']);
    expect(notes[1]?.message).toContain('gbk');
    expect(summary).toMatchObject({ lines: 3, kept: 2, leftOut: 1 });
  });

  test('reads a line of any length in another encoding', async () => {
    const objects = Array.from({ length: 60 }, () => gbk(`${LINE},`));
    const source = joined(encode('['), ...objects, encode(']\n'));
    const { text } = await fixFile(source, { encoding: 'gbk', maxLineBytes: 100 });
    expect(text).toBe(`${LINE}\n`.repeat(60));
  });

  test('takes half a character for what it is wherever a long line is cut', async () => {
    const parts = [gbk(`[${LINE},${LINE},${LINE},`), Uint8Array.of(0xc9), gbk(`,${LINE}]\n${LINE}\n`)];
    for (const maxLineBytes of [90, 91, 92, 93]) {
      const { text, summary } = await fixFile(joined(...parts), { encoding: 'gbk', maxLineBytes });
      expect(text.endsWith(`${LINE}\n`)).toBe(true);
      expect(summary).toMatchObject({ lines: 2, kept: 1, leftOut: 1, errors: 1 });
    }
  });

  test.each([
    ['little-endian', true],
    ['big-endian', false],
  ])('converts UTF-16 that has a byte order mark when it is %s', async (_, isLittle) => {
    const bytes = utf16(`\uFEFF${LINE}\r\n${LINE.replace('商品', '😀\u2028\uFEFF')}\n`, isLittle);
    const expected = `${LINE}\n${LINE.replace('商品', '😀\u2028\uFEFF')}\n`;
    for (const source of [bytes, Array.from(bytes, (byte) => Uint8Array.of(byte)), cutAt(bytes, [1, 2, 5])]) {
      const { text, notes } = await fixFile(source);
      expect(text).toBe(expected);
      expect(notes.map(({ code }) => code)).toEqual(['META_FIXED_ENCODING', 'META_FIXED_CARRIAGE_RETURN']);
    }
  });

  test.each([
    ['half a character', '\ud83d'],
    ['two halves in the wrong order', '\ude00\ud83d'],
  ])('loses only the line of UTF-16 that has %s', async (_, halves) => {
    const text = `\uFEFF${LINE}\n${LINE.replace('商', halves)}\n${LINE}\n`;
    const found = await fixFile(utf16(text));
    expect(found.text).toBe(`${LINE}\n${LINE}\n`);
    expect(found.summary).toMatchObject({ lines: 3, kept: 2, leftOut: 1 });
  });

  test('loses the last line of UTF-16 that ends in the middle of a unit', async () => {
    const { text, summary } = await fixFile(utf16(`\uFEFF${LINE}\n${LINE}`).slice(0, -1));
    expect([text, summary.leftOut]).toEqual([`${LINE}\n`, 1]);
  });

  test('tells of an error when UTF-16 has no mark, and reads it when it is named', async () => {
    const bytes = utf16(`${LINE}\n`);
    expect((await fixFile(bytes)).notes[0]?.severity).toBe('error');
    expect((await fixFile(bytes, { encoding: 'utf-16le' })).text).toBe(`${LINE}\n`);
  });

  test('believes a byte order mark more than the name of an encoding', async () => {
    const { text, told } = await fixFile(`\uFEFF${LINE}\n`, { encoding: 'gbk' });
    expect([text, told]).toEqual([`${LINE}\n`, ['1:1 META_FIXED_BYTE_ORDER_MARK']]);
  });

  test('reads an encoding in which a line goes through several states', async () => {
    const jis = joined(encode(A.slice(0, -7)), encode('\u001b$B>&IJ\u001b(B.jpg"}\n'));
    const { text } = await fixFile(joined(jis, jis), { encoding: 'iso-2022-jp' });
    expect(text).toBe(`${LINE}\n`.repeat(2));
  });

  test('refuses an encoding that nobody knows before it reads anything', () => {
    const read = () => fixMeta('', { encoding: 'klingon' });
    expect(read).toThrow(RangeError);
    expect(read).toThrow('"klingon"');
  });
});
