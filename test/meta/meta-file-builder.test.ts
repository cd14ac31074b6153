import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { MetaFileBuilder, type MetaFileBuilderOptions } from '../../src/meta/meta-file-builder.ts';
import type { AddInput, MetaInput } from '../../src/meta/model/meta-record.ts';
import { MetaRecordRefused, type RefusedRecord } from '../../src/meta/write/meta-record-refused.ts';
import type { OnWarning } from '../../src/meta/write/record-writer.ts';
import { collect } from '../shared/async/collect.ts';

const shoe = { productId: '1000', picName: 'shoe.jpg', customContent: 'k:v' };
const SHOE_LINE = '{"OperationType":"ADD","ProductId":"1000","PicName":"shoe.jpg","CustomContent":"k:v"}\n';
const noExtension = { ...shoe, picName: 'shoe' };
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

describe('add and delete', () => {
  test('write every field in a fixed order with the names of the file', () => {
    const builder = new MetaFileBuilder({ profile: 'strict' });
    const input: AddInput = {
      region: { y2: 80, y1: 60, x2: 40, x1: 20 },
      customContent: '商品 "红"',
      strAttr4: 's4',
      strAttr3: 's3',
      strAttr2: 's2',
      strAttr: 's1',
      intAttr4: 4,
      intAttr3: 3,
      intAttr2: -2,
      intAttr: 0,
      categoryId: 0,
      picName: 'girlCloth/图.jpg',
      productId: '1000',
    };
    expect(builder.add(input)).toEqual([]);
    expect(builder.delete({ picName: 'b.jpg', productId: '1001' })).toEqual([]);
    expect(builder.toString()).toBe(
      '{"OperationType":"ADD","ProductId":"1000","PicName":"girlCloth/图.jpg","CategoryId":0,"IntAttr":0,"IntAttr2":-2,' +
        '"IntAttr3":3,"IntAttr4":4,"StrAttr":"s1","StrAttr2":"s2","StrAttr3":"s3","StrAttr4":"s4",' +
        '"CustomContent":"商品 \\"红\\"","Region":"20,40,60,80"}\n' +
        '{"OperationType":"DELETE","ProductId":"1001","PicName":"b.jpg"}\n',
    );
  });

  test('leave out what is undefined, and write false', () => {
    const builder = new MetaFileBuilder();
    builder.add({ ...shoe, categoryId: undefined, intAttr: undefined, region: undefined, crop: false });
    expect(builder.toString()).toBe(SHOE_LINE.replace('}', ',"Crop":false}'));
  });

  test('keep a record out, tell why and count it when an issue is an error', () => {
    const refused: RefusedRecord[] = [];
    const builder = new MetaFileBuilder({ onRefused: (one) => refused.push(one) });
    expect(builder.add(shoe)).toEqual([]);
    expect(codes(builder.add(noExtension))).toEqual(['META_PIC_NAME_EXTENSION']);
    expect(codes(builder.delete({ productId: '' }))).toContain('META_PRODUCT_ID_MISSING');
    expect(codes(builder.delete({ productId: '1' }))).toEqual(['META_DELETE_WHOLE_PRODUCT']); // a warning
    expect(builder.toString()).toBe(`${SHOE_LINE}{"OperationType":"DELETE","ProductId":"1"}\n`);
    expect(builder.summary).toEqual({ supplied: 4, adds: 1, deletes: 1, refused: 2 });
    expect(refused.map(({ index, issues }) => [index, issues[0]?.code])).toEqual([
      [1, 'META_PIC_NAME_EXTENSION'],
      [2, 'META_PRODUCT_ID_MISSING'],
    ]);
    expect(refused[0]?.input).toMatchObject(noExtension);
  });

  test.each([
    ['region', '60,80', 'META_WRONG_TYPE'],
    ['region', { x1: 1, x2: 2, y1: 3 }, 'META_WRONG_TYPE'],
    ['region', { x1: 1, x2: 2, y1: 3, y2: 4.5 }, 'META_WRONG_TYPE'],
    ['region', { x1: -1, x2: 2, y1: 3, y2: 4 }, 'META_WRONG_TYPE'],
    ['region', { x1: 2, x2: 1, y1: 3, y2: 4 }, 'META_REGION_ORDER'],
    ['productId', 1000, 'META_WRONG_TYPE'],
    ['categoryId', '0', 'META_WRONG_TYPE'],
    ['categoryId', Number.NaN, 'META_WRONG_TYPE'],
    ['intAttr', 1n, 'META_WRONG_TYPE'],
    ['customContent', 5, 'META_WRONG_TYPE'],
  ])('refuse a record whose %s is %o', (field, value, code) => {
    const builder = new MetaFileBuilder();
    expect(codes(builder.add({ ...shoe, [field]: value }))).toEqual([code]);
    expect(builder.summary).toEqual({ supplied: 1, adds: 0, deletes: 0, refused: 1 });
  });

  test('warn of a name that only the file knows', () => {
    const [issue] = new MetaFileBuilder().add({ ...shoe, IntAttr: 1 } as AddInput);
    expect(issue).toMatchObject({ code: 'META_UNKNOWN_KEY', severity: 'warning' });
    expect(issue?.message).toContain('did you mean "intAttr"?');
  });

  test("leave the caller's objects as they are", () => {
    const input = Object.freeze({ ...shoe, region: Object.freeze({ x1: 1, x2: 2, y1: 3, y2: 4 }) });
    const copy = structuredClone(input);
    const builder = new MetaFileBuilder();
    expect(builder.add(input)).toEqual([]);
    expect(builder.delete(Object.freeze({ productId: '1', picName: 'a.jpg' }))).toEqual([]);
    expect(input).toEqual(copy);
  });

  test('hold to the profile and the kind of instance', () => {
    const bare = { productId: '1', picName: 'a.jpg', categoryId: 10 };
    expect(codes(new MetaFileBuilder().add(bare))).toEqual([
      'META_CATEGORY_UNKNOWN',
      'META_CUSTOM_CONTENT_MISSING',
    ]);
    const builder = new MetaFileBuilder({ serviceType: 'generic' });
    expect(codes(builder.add(bare))).toEqual(['META_CATEGORY_IGNORED', 'META_CUSTOM_CONTENT_MISSING']);
    expect(builder.summary.adds).toBe(1);
    expect(new MetaFileBuilder({ serviceType: 'generic', profile: 'strict' }).add(bare)).toMatchObject([
      { severity: 'warning' },
      { severity: 'error' },
    ]);
  });
});

describe("onRefused: 'throw'", () => {
  const strict = () => new MetaFileBuilder({ onRefused: 'throw' });

  test('throws the first record refused, with its place, its issues and a message that names both', () => {
    const builder = strict();
    builder.add(shoe);
    const add = () => builder.add({ ...noExtension, crop: true, region: { x1: 1, x2: 2, y1: 3, y2: 4 } });
    expect(add).toThrow(MetaRecordRefused);
    const thrown = caught(() => builder.delete({ productId: '' })) as MetaRecordRefused;
    expect(thrown).toMatchObject({ name: 'MetaRecordRefused', index: 2 });
    expect(codes(thrown.issues)).toContain('META_PRODUCT_ID_MISSING');
    expect(thrown.message).toBe(
      'Cannot write record 2 as ProductId is missing: every line needs the id of its product (META_PRODUCT_ID_MISSING)',
    );
    expect(builder.toString()).toBe(SHOE_LINE);
    expect(builder.summary).toEqual({ supplied: 3, adds: 1, deletes: 0, refused: 2 });
  });

  test('tells the first error in its message when a warning comes before it', () => {
    const thrown = caught(() => strict().add({ ...noExtension, Picname: 'a' } as AddInput));
    expect((thrown as Error).message).toContain('(META_PIC_NAME_EXTENSION)');
  });

  test('ends lines() at the first record refused', async () => {
    const good = { ...shoe, operationType: 'ADD' } as const;
    const lines = strict().lines([good, { ...good, picName: 'shoe' }, good]);
    expect((await lines.next()).value).toBe(SHOE_LINE);
    await expect(lines.next()).rejects.toMatchObject({ name: 'MetaRecordRefused', index: 1 });
    expect((await lines.next()).done).toBe(true);
  });

  function caught(work: () => unknown): unknown {
    try {
      work();
    } catch (error) {
      return error;
    }
    throw new Error('Nothing was thrown');
  }
});

describe('MetaFileBuilder', () => {
  test.each([
    [{ serviceType: 'shoes' }],
    [{ profile: 'lax' }],
    [{ serviceType: null }],
    [{ onRefused: 'ignore' }],
    [{ onRefused: null }],
  ])('throws TypeError when options are %j', (options) => {
    expect(() => new MetaFileBuilder(options as unknown as MetaFileBuilderOptions)).toThrow(TypeError);
  });
});

describe('lines', () => {
  /** Counts how many records were asked for. */
  function counted(records: readonly MetaInput[]) {
    const state = { pulled: 0, closed: false };
    const source = (async function* () {
      try {
        for (const one of records) {
          state.pulled += 1;
          yield one;
        }
      } finally {
        state.closed = true;
      }
    })();
    return { state, source };
  }

  test('pulls one record for each line that is read and closes the source when the reader stops', async () => {
    const add = { ...shoe, operationType: 'ADD' } as const;
    const { state, source } = counted([add, { ...add, picName: 'shoe' }, add, add, add]);
    const builder = new MetaFileBuilder();
    const lines = builder.lines(source);
    expect(state.pulled).toBe(0);
    expect(await lines.next()).toEqual({ value: SHOE_LINE, done: false });
    expect(state.pulled).toBe(1);
    await lines.next();
    expect(state.pulled).toBe(3); // the second was refused
    await lines.return();
    expect(state).toEqual({ pulled: 3, closed: true });
    expect(builder.summary).toEqual({ supplied: 3, adds: 2, deletes: 0, refused: 1 });
    expect(builder.toString()).toBe(''); // nothing of a stream is kept
  });

  test('refuses what is no record instead of throwing', async () => {
    const refused: unknown[] = [];
    const builder = new MetaFileBuilder({ onRefused: ({ input }) => refused.push(input) });
    const records = [
      null,
      7,
      'ADD',
      [],
      { operationType: 'UPDATE', productId: '1' },
    ] as unknown as MetaInput[];
    expect(await collect(builder.lines(records))).toEqual([]);
    expect(refused).toEqual(records);
    expect(builder.summary).toEqual({ supplied: 5, adds: 0, deletes: 0, refused: 5 });
  });

  test('takes null as no value, and a record as an ADD unless it says otherwise', async () => {
    const bare: MetaInput = {
      productId: '1',
      picName: 'a.jpg',
      customContent: '',
      categoryId: null,
      region: null,
    };
    const gone: MetaInput = { operationType: 'DELETE', productId: '1', picName: null, crop: null };
    const expected =
      '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":""}\n' +
      '{"OperationType":"DELETE","ProductId":"1"}\n';
    const builder = new MetaFileBuilder({ onRefused: 'throw' });
    expect((await collect(builder.lines([bare, gone]))).join('')).toBe(expected);
    expect(builder.check(bare)).toEqual([]);
    const pieces: Buffer[] = [];
    const target = new Writable({
      write: (piece, _, done) => done(pieces.push(piece) > 0 ? null : undefined),
    });
    await new MetaFileBuilder({ onRefused: 'throw' }).writeTo(target, { records: [bare, gone] });
    expect(Buffer.concat(pieces).toString()).toBe(expected);
  });

  test('reports each record that is written with a warning to onWarning, whichever way it is written', async () => {
    const records = [
      { productId: '1', picName: 'a.jpg', customContent: '' },
      { productId: '1', picName: 'b.jpg' },
      { productId: '1', picName: 'c.pdf', customContent: '' },
      { productId: '1', picName: 'd.jpg', customContent: '', price: 5 },
      { productId: '', picName: 'e.jpg' },
      { operationType: 'DELETE', productId: '2' },
      { productId: '1\u200b', picName: 'f.jpg', customContent: '' },
    ] as MetaInput[];
    const warned: (readonly [number, unknown, readonly string[]])[] = [];
    const onWarning: OnWarning = ({ index, input, issues }) =>
      void warned.push([index, input, issues.map(({ code }) => code)]);
    const expected = [
      [1, records[1], ['META_CUSTOM_CONTENT_MISSING']],
      [2, records[2], ['META_PIC_NAME_FORMAT']],
      [3, records[3], ['META_UNKNOWN_KEY']],
      [5, records[5], ['META_DELETE_WHOLE_PRODUCT']],
      [6, records[6], ['META_INVISIBLE_CHARACTER']],
    ];
    const target = new Writable({ write: (_piece, _, done) => done() });
    const summary = await new MetaFileBuilder({ onWarning }).writeTo(target, { records });
    expect(warned.splice(0)).toEqual(expected);
    expect(summary).toEqual({ supplied: 7, adds: 5, deletes: 1, refused: 1 });
    await collect(new MetaFileBuilder({ onWarning }).lines(records));
    expect(warned).toEqual(expected);
    expect(() => new MetaFileBuilder({ onWarning: 'yes' as unknown as OnWarning })).toThrow(/'onWarning'/);
  });

  test("rejects with the source's failure", async () => {
    const failure = new Error('The database is gone');
    const source = (async function* (): AsyncGenerator<MetaInput> {
      yield { ...shoe, operationType: 'ADD' };
      throw failure;
    })();
    await expect(collect(new MetaFileBuilder().lines(source))).rejects.toBe(failure);
  });
});
