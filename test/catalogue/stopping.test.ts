import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { CatalogueSource } from '../../src/catalogue/model/catalogue-source.ts';
import { readCatalogue } from '../../src/catalogue/read-catalogue.ts';
import { atOnce, collect, never } from '../shared/async/collect.ts';
import { openFilesBelow, tellsOpenFiles } from '../support/open-files.ts';
import { a, b, testFolder, writeFileIn } from './catalogue-files.ts';

const folder = testFolder();
const file = (name: string, content: string | Uint8Array) => writeFileIn(folder, name, content);

describe('a reader that stops', () => {
  const COUNT = 50_000;
  const many: readonly (readonly [string, string])[] = [
    ['many.csv', `id,file\n${'1,a.jpg\n'.repeat(COUNT)}`],
    ['many.jsonl', '{"id":"1","image":"a.jpg"}\n'.repeat(COUNT)],
  ];

  test.runIf(tellsOpenFiles).each(many)('leaves no file open when it reads %s', async (name, content) => {
    const path = file(name, content);
    const rows = readCatalogue(path);
    await rows.next();
    expect(openFilesBelow(path)).toHaveLength(1);
    await rows.return();
    await vi.waitFor(() => expect(openFilesBelow(path)).toEqual([]));
  });

  test('leaves a huge generator where it is and closes it', async () => {
    let [given, closed] = [0, false];
    const rows = readCatalogue(
      (function* () {
        try {
          for (;;) {
            given += 1;
            yield a;
          }
        } finally {
          closed = true;
        }
      })(),
    );
    await rows.next();
    await rows.next();
    expect(given).toBe(2);
    await rows.return();
    expect([given, closed]).toEqual([2, true]);
  });

  const reason = new Error('Enough');
  const images = join(folder, 'two-images');
  mkdirSync(images);
  for (const name of ['a.jpg', 'b.jpg']) writeFileSync(join(images, name), '');

  test.each<[string, () => CatalogueSource]>([
    ['CSV', () => file('abort.csv', 'id,file\n1,a.jpg\n2,b.jpg\n')],
    ['JSON lines', () => file('abort.jsonl', '{"id":1,"image":"a.jpg"}\n{"id":2,"image":"b.jpg"}\n')],
    ['a folder', () => images],
    ['an array', () => [a, b]],
  ])('gets the reason of its signal when it aborts amid %s', async (_, source) => {
    const controller = new AbortController();
    const rows = readCatalogue(source(), { signal: controller.signal });
    expect((await rows.next()).value?.entry?.image).toBe('a.jpg');
    controller.abort(reason);
    await expect(rows.next()).rejects.toBe(reason);
    expect(await rows.next()).toEqual({ done: true, value: undefined });
  });

  test('gets the reason at once when it aborts while the source is silent', async () => {
    const controller = new AbortController();
    const source = (async function* () {
      yield a;
      await never();
    })();
    setTimeout(() => controller.abort(reason), 10);
    await expect(atOnce(collect(readCatalogue(source, { signal: controller.signal })))).rejects.toBe(reason);
  });

  test('gets the reason before any file is looked at when it aborted before', async () => {
    const rows = readCatalogue(join(folder, 'missing.csv'), { signal: AbortSignal.abort(reason) });
    await expect(rows.next()).rejects.toBe(reason);
  });

  test('refuses a misspelt option before any file is looked at, and says which one was meant', () => {
    expect(() => readCatalogue(join(folder, 'missing.csv'), { signals: undefined } as object)).toThrow(
      /readCatalogue\(\) has no option "signals": did you mean 'signal'\?/,
    );
  });
});
