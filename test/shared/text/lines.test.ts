import { describe, expect, test } from 'vitest';
import { readLines } from '../../../src/shared/text/lines.ts';
import fc from '../../support/properties.ts';
import { collect, cutAt } from '../async/collect.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (line: Uint8Array) => new TextDecoder().decode(line);
const read = async (chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, cap = 1_000) =>
  (await collect(readLines(chunks, cap))).map((line) => ({ ...line, bytes: text(line.bytes) }));

describe('readLines', () => {
  test('gives number, offset and end of each line', async () => {
    expect(await read([bytes('商品\n\nb\r\nc')])).toEqual([
      { bytes: '商品', line: 1, offset: 0, cut: false, ended: true },
      { bytes: '', line: 2, offset: 7, cut: false, ended: true }, // two characters of 3 bytes, and a line feed
      { bytes: 'b\r', line: 3, offset: 8, cut: false, ended: true },
      { bytes: 'c', line: 4, offset: 11, cut: false, ended: false },
    ]);
  });

  test.each([
    ['nothing comes', []],
    ['empty chunks come', [bytes(''), bytes('')]],
  ])('gives no line when %s', async (_, chunks) => {
    expect(await read(chunks)).toEqual([]);
  });

  test('gives no line after the last line feed', async () => {
    expect((await read([bytes('a\n'), bytes('')])).map((line) => line.bytes)).toEqual(['a']);
  });

  test('cuts at a line feed alone', async () => {
    const odd = 'a\u2028b\u2029c\u0085d\re\vf\fg';
    expect((await read([bytes(`${odd}\n`)])).map((line) => line.bytes)).toEqual([odd]);
  });

  test('keeps no more than the cap of a line and counts on behind it', async () => {
    const lines = await read([bytes('12345\n1234'), bytes('56\n12345678'), bytes('9\n1')], 5);
    expect(lines).toEqual([
      { bytes: '12345', line: 1, offset: 0, cut: false, ended: true },
      { bytes: '12345', line: 2, offset: 6, cut: true, ended: true },
      { bytes: '12345', line: 3, offset: 13, cut: true, ended: true },
      { bytes: '1', line: 4, offset: 23, cut: false, ended: false },
    ]);
  });

  test('gives the same lines however bytes are cut into chunks', async () => {
    const file = fc
      .array(fc.oneof(fc.constantFrom(10, 10, 13, 0xe5), fc.integer({ min: 0, max: 255 })), { maxLength: 60 })
      .map((all) => Uint8Array.from(all));
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(fc.nat(60), { maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        async (whole, cuts, cap) => {
          const expected = Buffer.from(whole).toString('latin1').split('\n');
          if (expected.at(-1) === '') expected.pop();
          const lines = await collect(readLines(cutAt(whole, cuts), cap));
          expect(lines.map((line) => Buffer.from(line.bytes).toString('latin1'))).toEqual(
            expected.map((line) => line.slice(0, cap)),
          );
          expect(lines.map(({ cut }) => cut)).toEqual(expected.map((line) => line.length > cap));
          expect(await collect(readLines([whole], cap))).toEqual(lines);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a Uint8Array', new Uint8Array(4)],
    ['a Buffer', Buffer.alloc(4)], // whose slice() shares its memory
  ])('keeps the begun line when the producer uses %s again', async (_, buffer) => {
    const source = (async function* () {
      for (const part of ['abcd', 'ef\ng', 'hij\n']) {
        buffer.set(bytes(part));
        yield buffer.subarray(0, part.length);
      }
    })();
    const lines: string[] = [];
    for await (const line of readLines(source, 100)) lines.push(text(line.bytes));
    expect(lines).toEqual(['abcdef', 'ghij']);
  });

  test('gives one line of 4 MiB when it comes in chunks of 4 KiB', async () => {
    const chunk = new Uint8Array(4_096).fill(0x61);
    const [line] = await collect(
      readLines(
        Array.from({ length: 1_024 }, () => chunk),
        2 ** 23,
      ),
    );
    expect(line?.bytes.length).toBe(2 ** 22);
  });

  test('asks for no chunk before the lines of the last one were read', async () => {
    let asked = 0;
    const source = (function* () {
      for (;;) {
        asked += 1;
        yield bytes('a\nb\n');
      }
    })();
    const lines = readLines(source, 10);
    await lines.next();
    await lines.next();
    expect(asked).toBe(1);
    await lines.return();
    expect(source.next().done).toBe(true);
  });
});
