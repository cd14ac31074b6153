import { describe, expect, test } from 'vitest';
import type { MetaFixOptions } from '../../../src/meta/fix/fix-meta.ts';
import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import { META_DIALECTS } from '../../../src/meta/model/meta-fields.ts';
import { META_PROFILES } from '../../../src/meta/model/meta-profile.ts';
import { collect, cutAt } from '../../shared/async/collect.ts';
import fc from '../../support/properties.ts';
import { anyDamage, FIELD_DAMAGES, FILE_DAMAGES, OBJECT_DAMAGES } from './damage.ts';
import { A, B, encode, fixFile, isError, lintFile, utf16 } from './fix-file.ts';
import { anyRecord, fieldsOf, lineOf } from './meant-records.ts';

/** Records, and a file that means them. */
const damagedFile = fc
  .array(
    anyRecord.chain((record) => anyDamage(fieldsOf(record)).map((object) => ({ record, object }))),
    { minLength: 1, maxLength: 5 },
  )
  .chain((all) =>
    fc.constantFrom(...Object.values(FILE_DAMAGES)).map((write) => ({
      records: all.map(({ record }) => record),
      text: write(all.map(({ object }) => object)),
    })),
  );

const PIECES = [
  A,
  `${A}\n`,
  `${B}\r\n`,
  '\n',
  '[',
  ']',
  '},',
  '{',
  '"',
  '\\',
  ',',
  ' ',
  '\uFEFF',
  '\u2028',
  '{"OperationType":"add","productid":12345678901234567890,',
  '"PicName":".\\\\商品.jpg"}\n',
  '"PicName":null,\n',
  '{"operator":"DELETE","item_id":1,"pic_list":["a.jpg","/b.jpg","c"]}\n',
  '{"operator":"ADD","item_id":"1","ProductId":"2"}\n',
  '"IntAttr":"5","intattr":5}\n',
  '"Region":[20,40,60,80],"Crop":"TRUE"}',
  '"Unknown":{"a":[1.0,{}],},',
  'x'.repeat(90),
];
const PIECES_BYTES = [...PIECES.map(encode), Uint8Array.of(0xc9, 0xcc), Uint8Array.of(0)];
/** Anything, near what a file may hold. */
const anyFile = fc
  .array(
    fc.oneof({ arbitrary: fc.constantFrom(...PIECES_BYTES), weight: 8 }, fc.uint8Array({ maxLength: 4 })),
    {
      maxLength: 14,
    },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));
const anyOptions: fc.Arbitrary<MetaFixOptions> = fc.record({
  profile: fc.constantFrom(...META_PROFILES),
  dialect: fc.constantFrom(...META_DIALECTS),
  serviceType: fc.constantFrom('product', 'generic'),
  maxLineBytes: fc.constantFrom(100, 150, 1_000),
  encoding: fc.constantFrom('utf-8', 'utf-8', 'gbk'),
});

/** A line whose objects begin and end in it, with an id of its own. */
const LINES: readonly ((id: number) => string)[] = [
  (id) => A.replace('"1"', `"${id}"`),
  (id) => ` ${A.replace('"1"', `"${id}"`)}\r`,
  (id) => `\uFEFF${A.replace('"1"', `"${id}"`)}`,
  (id) => `[${A.replace('"1"', `"${id}"`)},`,
  (id) => A.replace('"1"', `"${id}"`) + B,
  (id) => `${A.replace('"1"', String(id))},"Crop":false}`,
  (id) => A.replace('"1"', String(id)),
  (id) => `${A.replace('"1"', `"${id}"`).slice(0, -1)},}`,
  (id) => A.replace('"1"', `"${id}"`).replace('a.jpg', 'a'),
  (id) => `{"operator":"ADD","item_id":"${id}","pic_list":["a.jpg","/b.jpg","c"]}`,
  (id) => `oops ${id}`,
  () => '',
  () => ' ',
  () => ']',
];
const anyLines = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 12 });

/** What a repaired file is read with. */
const afterwards = ({ encoding: _, ...options }: MetaFixOptions): MetaFixOptions => options;

describe('fixMeta', () => {
  test('writes the records that were meant when a file is damaged in ways that the table knows', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile, async ({ records, text }) => {
        const fixed = await fixFile(text);
        expect(fixed.notes.filter(isError)).toEqual([]);
        expect((await lintFile(fixed.bytes)).records).toEqual(records);
        expect(fixed.summary.leftOut).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('does the same when the file is in UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile, async ({ records, text }) => {
        const { bytes } = await fixFile(utf16(`\uFEFF${text}`));
        expect((await lintFile(bytes)).records).toEqual(records);
      }),
      { numRuns: 100 },
    );
  });

  test.each(Object.keys(FIELD_DAMAGES))('mends every field that can have the damage: %s', async (name) => {
    let damages = 0;
    await fc.assert(
      fc.asyncProperty(anyRecord, async (record) => {
        const fields = fieldsOf(record);
        for (const [n, field] of fields.entries()) {
          const damaged = FIELD_DAMAGES[name]?.(field);
          if (damaged === undefined || damaged.join() === field.join()) continue;
          damages += 1;
          const { bytes, notes, summary } = await fixFile(`${lineOf(fields.with(n, damaged))}\n`);
          expect((await lintFile(bytes)).records).toEqual([record]);
          expect(summary.fixed).toBe(1);
          expect(notes.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 },
    );
    expect(damages).toBeGreaterThan(0);
  });

  test.each(Object.keys(OBJECT_DAMAGES))('mends every object that can be written with: %s', async (name) => {
    let damages = 0;
    await fc.assert(
      fc.asyncProperty(anyRecord, async (record) => {
        const text = OBJECT_DAMAGES[name]?.(fieldsOf(record));
        if (text === undefined) return;
        damages += 1;
        expect((await lintFile((await fixFile(`${text}\n`)).bytes)).records).toEqual([record]);
      }),
      { numRuns: 40 },
    );
    expect(damages).toBeGreaterThan(0);
  });

  test('gives the same bytes and no note when a file is clean', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 6 }), async (records) => {
        const source = (await collect(new MetaFileBuilder().lines(records))).join('');
        const { text, notes, summary } = await fixFile(source);
        expect([text, notes]).toEqual([source, []]);
        expect(summary).toMatchObject({ lines: records.length, kept: records.length });
      }),
      { numRuns: 200 },
    );
  });

  test('writes only lines without an error, which it then leaves as they are, whatever the source', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, anyOptions, async (source, options) => {
        const { bytes, summary } = await fixFile(source, options);
        const { records, errors } = await lintFile(bytes, afterwards(options));
        expect(errors).toEqual([]);
        expect(records).toHaveLength(summary.written);
        const again = await fixFile(bytes, afterwards(options));
        expect(Buffer.from(again.bytes).equals(bytes)).toBe(true);
        expect(again.summary).toMatchObject({ lines: summary.written, kept: summary.written });
        expect(again.notes.filter(({ code }) => code !== 'META_EMPTY')).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('tells of everything that it changes or leaves out, at a place of the source', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, anyOptions, async (source, options) => {
        const { bytes, notes, summary } = await fixFile(source, options);
        const { lines, objects, unreadable, kept, fixed, leftOut } = summary;
        expect(kept + fixed + leftOut).toBe(objects + unreadable);
        if (!Buffer.from(source).equals(bytes)) expect(notes.length).toBeGreaterThan(0);
        if (fixed > 0) expect(notes.some((note) => !isError(note))).toBe(true);
        expect(notes.some(isError)).toBe(leftOut > 0 || summary.written === 0);
        expect(notes.filter(isError)).toHaveLength(summary.errors);
        for (const { line, column, offset } of notes) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(Math.max(lines, 1));
          expect(column).toBeGreaterThanOrEqual(1);
          expect(offset).toBeGreaterThanOrEqual(0);
          if (options.encoding === 'utf-8') expect(offset).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('reports every line that does not come out byte for byte when no object goes over lines', async () => {
    await fc.assert(
      fc.asyncProperty(anyLines, anyOptions, async (lines, options) => {
        const source = lines.map((line, n) => line(n));
        const { text, notes } = await fixFile(source.map((line) => `${line}\n`).join(''), options);
        const written = new Set(text.split('\n').slice(0, -1));
        const reported = new Set(notes.map(({ line }) => line));
        const silent = source.filter((line, n) => !written.has(line) && !reported.has(n + 1));
        expect(silent).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same whatever chunks the source comes in', async () => {
    const anyCuts = fc.array(fc.nat(2_000), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyFile, anyOptions, anyCuts, async (source, options, cuts) => {
        const whole = await fixFile(source, options);
        expect(await fixFile(cutAt(source, cuts), options)).toEqual(whole);
        const bytes = Array.from(source, (byte) => Uint8Array.of(byte));
        expect(await fixFile(bytes, options)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
