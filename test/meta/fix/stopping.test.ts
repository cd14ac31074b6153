import { getEventListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixMeta } from '../../../src/meta/fix/fix-meta.ts';
import { atOnce, collect, never } from '../../shared/async/collect.ts';
import { A, encode, fixFile } from './fix-file.ts';

async function* lines(count: number, onClosed: () => void = () => {}) {
  try {
    for (let n = 0; n < count; n++) yield encode(`${A}\n`);
  } finally {
    onClosed();
  }
}

describe('fixMeta', () => {
  test('rejects with the reason of the signal at once when the source is silent', async () => {
    const interrupt = new AbortController();
    async function* silent() {
      yield encode(`${A}\r\n`);
      await never();
    }
    const work = collect(fixMeta(silent(), { signal: interrupt.signal }));
    const reason = new Error('enough');
    setTimeout(() => interrupt.abort(reason), 10);
    expect(await atOnce(work.catch((error: unknown) => error))).toBe(reason);
  });

  test('rejects with the reason of the signal when it aborts between batches', async () => {
    const interrupt = new AbortController();
    const reason = new Error('enough');
    const fix = fixMeta(`${A}\r\n`.repeat(5_000), { signal: interrupt.signal });
    const work = (async () => {
      for await (const _ of fix) interrupt.abort(reason);
    })();
    expect(await work.catch((error: unknown) => error)).toBe(reason);
  });

  test('leaves no listener behind', async () => {
    const { signal } = new AbortController();
    await collect(fixMeta(lines(3), { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('closes the source when the reader has enough', async () => {
    let closed = 0;
    const source = lines(100_000, () => {
      closed += 1;
    });
    for await (const _ of fixMeta(source)) break;
    expect(closed).toBe(1);
  });

  test('gives what a slow source has said so far', async () => {
    async function* slow() {
      yield encode(`${A}\n`);
      await never();
    }
    const batches = fixMeta(slow())[Symbol.asyncIterator]();
    expect(await atOnce(batches.next())).toMatchObject({ done: false });
  });

  test('hands on the failure of the source', async () => {
    async function* failing() {
      yield encode(`${A}\n`);
      throw new Error('disk on fire');
    }
    await expect(collect(fixMeta(failing()))).rejects.toThrow('disk on fire');
  });

  test('reads a file by its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fix-test-'));
    const path = join(folder, 'increment.meta');
    await writeFile(path, `\uFEFF${A}`);
    expect((await fixFile({ path })).text).toBe(`${A}\n`);
    await rm(folder, { recursive: true });
    await expect(collect(fixMeta({ path }))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('gives bytes that stay when the source uses its buffer again', async () => {
    const buffer = new Uint8Array(4_096);
    const encoder = new TextEncoder();
    async function* again() {
      for (let n = 0; n < 100; n++) {
        const text = `${A.replace('a.jpg', `${n}.jpg`)}\n`.repeat(50);
        const { written } = encoder.encodeInto(text, buffer);
        yield buffer.subarray(0, written);
      }
    }
    const { text, summary } = await fixFile(again());
    expect(summary).toMatchObject({ lines: 5_000, kept: 5_000 });
    const numbers = text
      .split('\n')
      .slice(0, -1)
      .map((line) => Number(/(\d+)\.jpg/.exec(line)?.[1]));
    expect(numbers).toEqual(Array.from({ length: 5_000 }, (_, n) => Math.floor(n / 50)));
  });

  test.each([
    ['serviceType', { serviceType: 'nonsense' }, TypeError],
    ['maxLineBytes', { maxLineBytes: 0 }, RangeError],
  ])('refuses an option out of its range before it reads anything: %s', (name, options, kind) => {
    expect(() => fixMeta('', options as object)).toThrow(kind);
    expect(() => fixMeta('', options as object)).toThrow(name);
  });

  test('refuses what is no source', () => {
    expect(() => fixMeta(5 as unknown as string)).toThrow(TypeError);
  });
});
