import { getEventListeners } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { makeRecords } from '../../samples/make-meta.ts';
import { MetaFileBuilder } from '../../src/meta/meta-file-builder.ts';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import type { MetaSource } from '../../src/meta/read/meta-source.ts';
import { atOnce, collect, cutAt, never } from '../shared/async/collect.ts';

const folder = mkdtempSync(join(tmpdir(), 'meta-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'increment.meta');

const records = [...makeRecords({ count: 3_000, seed: 11 })]; // more than one block, and more than one chunk of a file
const text = `${(await collect(new MetaFileBuilder().lines(records))).join('')}{"OperationType":"ADD"}\nno JSON`;
const bytes = new TextEncoder().encode(text);
writeFileSync(path, bytes);

const web = (chunks: readonly (string | Uint8Array)[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
/** A stream of a browser that cannot be iterated over. */
const onlyReader = (stream: ReadableStream) => ({ getReader: () => stream.getReader() });
const cuts = Array.from({ length: 40 }, (_, n) => (n * n * 397) % bytes.length);

const SOURCES: Readonly<Record<string, () => MetaSource>> = {
  text: () => text,
  bytes: () => bytes,
  'a Buffer': () => Buffer.from(bytes),
  'a file': () => ({ path }),
  'a Blob': () => new Blob([bytes]),
  'an array of bytes': () => cutAt(bytes, cuts),
  'an array of texts': () => cutAt(text, cuts),
  'a generator': function* () {
    yield* cutAt(bytes, cuts);
  } as () => Iterable<Uint8Array>,
  'a Node stream of bytes': () => createReadStream(path, { highWaterMark: 1_000 }),
  'a Node stream of text': () => createReadStream(path, 'utf8'),
  'a web stream of bytes': () => web(cutAt(bytes, cuts)),
  'a web stream of text': () => web(cutAt(text, cuts)),
  'a web stream that has only a reader': () => onlyReader(web(cutAt(bytes, cuts))),
};

describe('a MetaLineParser', () => {
  test.each(Object.entries(SOURCES))(
    'gives the same lines, batches and issues when it reads %s',
    async (_, open) => {
      const parser = new MetaLineParser();
      const lines = await collect(parser.parse(open()));
      expect(lines.slice(0, -2).map(({ record }) => record)).toEqual(records);
      expect(lines.slice(-2).map(({ line, record }) => [line, record])).toEqual([
        [3_001, undefined],
        [3_002, undefined],
      ]);

      const batches = await collect(parser.batches(open()));
      expect(batches.flatMap((batch) => batch.records)).toEqual(records);
      expect(batches.flatMap((batch) => batch.lineNumbers)).toEqual(records.map((_, n) => n + 1));
      const issues = lines.flatMap((line) => line.issues);
      expect(batches.flatMap((batch) => batch.issues)).toEqual(issues);
      let next = 1;
      for (const { firstLine, lines: count } of batches) {
        expect(firstLine).toBe(next);
        next += count;
      }
      expect(next - 1).toBe(3_002);

      const lint = parser.lint(open());
      expect(await collect(lint)).toEqual(issues);
      const adds = records.filter(({ operationType }) => operationType === 'ADD').length;
      expect(lint.summary).toEqual({
        lines: 3_002,
        adds,
        deletes: 3_000 - adds,
        refused: 2,
        errors: issues.filter(({ severity }) => severity === 'error').length,
        warnings: issues.filter(({ severity }) => severity === 'warning').length,
      });
    },
  );

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
    ['a path that is no text', { path: 7 }],
  ])('throws TypeError before it reads when the source is %s', (_, source) => {
    const parser = new MetaLineParser();
    for (const method of ['parse', 'batches', 'lint'] as const)
      expect(() => parser[method](source as unknown as MetaSource)).toThrow(TypeError);
  });

  test('rejects with TypeError when a chunk is neither text nor bytes', async () => {
    const chunks = [7] as unknown as readonly string[];
    await expect(collect(new MetaLineParser().parse(chunks))).rejects.toThrow(
      'a chunk must be text or bytes: current value is 7',
    );
  });

  test("rejects with the system's error when there is no such file", async () => {
    const missing = new MetaLineParser().parse({ path: join(folder, 'no') });
    await expect(collect(missing)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test("rejects with the source's own failure after the lines before it", async () => {
    const failure = new Error('The network is gone');
    const source = (async function* () {
      yield text.slice(0, text.indexOf('\n') + 1);
      throw failure;
    })();
    const parsed = new MetaLineParser().parse(source);
    expect((await parsed.next()).value?.record).toEqual(records[0]);
    await expect(parsed.next()).rejects.toBe(failure);
  });

  test.each(['parse', 'batches', 'lint'] as const)(
    'rejects %s at once with the reason when it is aborted while the source is silent',
    async (method) => {
      const controller = new AbortController();
      const source = (async function* () {
        yield text.slice(0, 2_000);
        await never();
      })();
      const reading = collect<unknown>(new MetaLineParser()[method](source, { signal: controller.signal }));
      setTimeout(() => controller.abort('a reason that is no error'), 20);
      await expect(atOnce(reading)).rejects.toBe('a reason that is no error');
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    },
  );

  test.each(['parse', 'batches', 'lint'] as const)(
    'reads nothing in %s when it was aborted before',
    async (method) => {
      let pulled = 0;
      const source = (function* () {
        pulled += 1;
        yield text;
      })();
      const reason = new Error('Enough');
      const reading = new MetaLineParser()[method](source, { signal: AbortSignal.abort(reason) });
      await expect(collect<unknown>(reading)).rejects.toBe(reason);
      expect(pulled).toBe(0);
    },
  );

  test.each(['parse', 'batches', 'lint'] as const)(
    'closes its source when the reader of %s stops',
    async (method) => {
      const stream = new PassThrough();
      stream.write('no JSON\n'.repeat(5_000));
      for await (const _ of new MetaLineParser()[method](stream)) break;
      expect(stream.destroyed).toBe(true);
      let cancelled: unknown = 'not';
      const source = new ReadableStream({
        pull: (controller) => controller.enqueue('no JSON\n'),
        cancel: (reason) => {
          cancelled = reason;
        },
      });
      for await (const _ of new MetaLineParser()[method](onlyReader(source))) break;
      expect(cancelled).toBeUndefined();
    },
  );

  test('holds back the source when its reader is slow', async () => {
    let pulled = 0;
    const source = Readable.from(
      (function* () {
        for (;;) {
          pulled += 1;
          yield Buffer.from(text.slice(0, text.indexOf('\n') + 1));
        }
      })(),
      { highWaterMark: 1 },
    );
    const lines = new MetaLineParser().parse(source);
    for (let n = 0; n < 5; n++) await lines.next();
    expect(pulled).toBeLessThan(10);
    await lines.return();
  });
});
