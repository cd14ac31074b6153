import { getEventListeners } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import type { MetaInput } from '../../../src/meta/model/meta-record.ts';
import { atOnce, never } from '../../shared/async/collect.ts';

const shoe = { productId: '1000', picName: 'shoe.jpg', customContent: 'k:v' };
const SHOE_LINE = '{"OperationType":"ADD","ProductId":"1000","PicName":"shoe.jpg","CustomContent":"k:v"}\n';
const noExtension = { ...shoe, picName: 'shoe' };

describe('writeTo a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meta-'));
  const path = join(folder, 'increment.meta');
  beforeEach(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const adds = (count: number): MetaInput[] =>
    Array.from({ length: count }, (_, at) => ({ ...shoe, productId: `${at}`, operationType: 'ADD' }));

  test('writes what was added, then the records, and counts both', async () => {
    const builder = new MetaFileBuilder();
    builder.add(shoe);
    builder.add(noExtension);
    const tally = await builder.writeTo(path, {
      records: [...adds(2), { productId: '9', operationType: 'DELETE' }],
    });
    expect(tally).toEqual({ supplied: 5, adds: 3, deletes: 1, refused: 1 });
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith(SHOE_LINE)).toBe(true);
    expect(text.match(/"ProductId":"\d+"/g)).toEqual(
      ['1000', '0', '1', '9'].map((id) => `"ProductId":"${id}"`),
    );
    expect(readdirSync(folder)).toEqual(['increment.meta']);
  });

  test('writes UTF-8 without a byte order mark, the same bytes each time', async () => {
    const builder = new MetaFileBuilder();
    builder.add({ ...shoe, productId: '商品' });
    await builder.writeTo(path);
    await builder.writeTo(`${path}.2`);
    expect(readFileSync(path)).toEqual(readFileSync(`${path}.2`));
    expect(readFileSync(path)).toEqual(Buffer.from(builder.toString()));
    expect(readFileSync(path)[0]).toBe(0x7b);
  });

  test('writes an empty file when there is nothing', async () => {
    expect(await new MetaFileBuilder().writeTo(path)).toEqual({
      supplied: 0,
      adds: 0,
      deletes: 0,
      refused: 0,
    });
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  test('leaves the file that was there and no part when the source fails', async () => {
    writeFileSync(path, 'old');
    const failure = new Error('The database is gone');
    const records = (async function* () {
      yield* adds(5_000); // more than a stream buffers
      throw failure;
    })();
    await expect(new MetaFileBuilder().writeTo(path, { records })).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual(['increment.meta']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('leaves nothing when onRefused throws', async () => {
    const failure = new Error('Enough');
    const onRefused = () => {
      throw failure;
    };
    const builder = new MetaFileBuilder({ onRefused });
    const records = [...adds(1), { ...noExtension, operationType: 'ADD' as const }];
    await expect(builder.writeTo(path, { records })).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual([]);
    expect(builder.summary).toEqual({ supplied: 2, adds: 1, deletes: 0, refused: 1 });
  });

  test('leaves the file that was there and closes the source when it is aborted at work', async () => {
    writeFileSync(path, 'old');
    const controller = new AbortController();
    const reason = new Error('Enough');
    let closed = false;
    const records = (async function* () {
      try {
        for (let at = 0; ; at++) {
          yield* adds(1);
          if (at === 1_000) controller.abort(reason);
        }
      } finally {
        closed = true;
      }
    })();
    const written = new MetaFileBuilder().writeTo(path, { records, signal: controller.signal });
    await expect(atOnce(written)).rejects.toBe(reason);
    expect(closed).toBe(true);
    expect(readdirSync(folder)).toEqual(['increment.meta']);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('rejects at once and leaves nothing when it is aborted while the source is silent', async () => {
    const controller = new AbortController();
    const records = (async function* () {
      yield* adds(1);
      await never();
    })();
    const written = new MetaFileBuilder().writeTo(path, { records, signal: controller.signal });
    setTimeout(() => controller.abort('a reason that is no error'), 20);
    await expect(atOnce(written)).rejects.toBe('a reason that is no error');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('reads nothing and leaves nothing when it was aborted before', async () => {
    const reason = new Error('Enough');
    let pulled = 0;
    const records = (function* () {
      pulled += 1;
      yield* adds(1);
    })();
    const written = new MetaFileBuilder().writeTo(path, { records, signal: AbortSignal.abort(reason) });
    await expect(written).rejects.toBe(reason);
    expect(pulled).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('makes the folder when it is missing', async () => {
    await new MetaFileBuilder().writeTo(join(folder, 'no', 'increment.meta'));
    expect(readdirSync(join(folder, 'no'))).toEqual(['increment.meta']);
  });

  test("rejects with the system's error when the folder cannot be made", async () => {
    writeFileSync(join(folder, 'no'), 'a file');
    const written = new MetaFileBuilder().writeTo(join(folder, 'no', 'increment.meta'));
    await expect(written).rejects.toMatchObject({ code: expect.stringMatching(/^(?:EEXIST|ENOTDIR)$/) });
  });
});
