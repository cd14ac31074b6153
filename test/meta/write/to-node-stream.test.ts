import { getEventListeners, once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import { atOnce } from '../../shared/async/collect.ts';
import { failsAfter, images, MANY, silentAfter, textOf } from './sample-records.ts';

const reason = new Error('Enough');
const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

/** Keeps what it is given, as it is given. */
function keeping() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1_024,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      setImmediate(done);
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Takes one chunk and never says that it has. */
const stalled = () => new Writable({ write() {} });

const listenersOf = (stream: Writable) =>
  stream.eventNames().map((name) => [name, stream.listenerCount(name)]);

describe('writeTo a stream of Node', () => {
  test.each([
    ['an array', () => images(MANY)],
    ['a generator', () => images(MANY).values()],
    [
      'an asynchronous generator',
      async function* () {
        yield* images(MANY);
      },
    ],
  ])('gives it bytes that it may keep, and ends it, when records come from %s', async (_, records) => {
    const { stream, text } = keeping();
    const before = listenersOf(stream);
    const builder = new MetaFileBuilder();
    const tally = await builder.writeTo(stream, { records: records() });
    expect(tally).toEqual({ supplied: MANY, adds: MANY, deletes: 0, refused: 0 });
    expect(text()).toBe(await textOf(images(MANY)));
    expect(stream.writableFinished).toBe(true);
    expect(listenersOf(stream)).toEqual(before);
  });

  test('leaves it open, with everything handed on, when keepOpen is true', async () => {
    const { stream, text } = keeping();
    const before = listenersOf(stream);
    const builder = new MetaFileBuilder();
    await builder.writeTo(stream, { records: images(MANY), keepOpen: true });
    expect(text()).toBe(await textOf(images(MANY)));
    expect([stream.writableEnded, listenersOf(stream)]).toEqual([false, before]);
    await builder.writeTo(stream, { records: images(1) });
    expect(text()).toBe((await textOf(images(MANY))) + (await textOf(images(1))));
  });

  test('goes through a transform to a file, and ends when the file does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meta-'));
    const gzip = createGzip();
    const file = gzip.pipe(createGunzip()).pipe(createWriteStream(join(folder, 'increment.meta')));
    const closed = once(file, 'close');
    await new MetaFileBuilder().writeTo(gzip, { records: images(MANY) });
    await closed;
    expect(readFileSync(join(folder, 'increment.meta'), 'utf8')).toBe(await textOf(images(MANY)));
    rmSync(folder, { recursive: true });
  });

  test('reads no further ahead than two blocks when the stream takes nothing', async () => {
    let given = 0;
    const records = (function* () {
      for (const image of images(10 * MANY)) {
        given += 1;
        yield image;
      }
    })();
    const controller = new AbortController();
    const written = new MetaFileBuilder().writeTo(stalled(), { records, signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(reason);
    await expect(atOnce(written)).rejects.toBe(reason);
    const line = (await textOf(images(1))).length;
    expect(given * line).toBeLessThan(3 * 262_144);
  });

  test.each([
    [
      'fails at the first write',
      () => new Writable({ write: (_chunk, _encoding, done) => done(full) }),
      full,
    ],
    [
      'fails later, of its own accord, while the records are silent',
      () => {
        const stream = keeping().stream;
        setTimeout(() => stream.destroy(full), 20);
        return stream;
      },
      full,
    ],
    [
      'is full when it ends',
      () => new Writable({ write: (_chunk, _encoding, done) => done(), final: (done) => done(full) }),
      full,
    ],
  ])('rejects with its error and leaves no listener when it %s', async (what, open, error) => {
    const stream = open();
    const records = what.includes('silent') ? silentAfter(10) : images(MANY);
    const closed = new Promise((resolve) => stream.once('close', resolve));
    await expect(atOnce(new MetaFileBuilder().writeTo(stream, { records }))).rejects.toBe(error);
    await closed;
    expect(listenersOf(stream)).toEqual([]);
  });

  test.each([
    ['destroyed', (stream: Writable) => stream.destroy()],
    ['ended', (stream: Writable) => stream.end()],
  ])('rejects when it is %s by somebody else at work', async (_, close) => {
    const stream = new PassThrough();
    setTimeout(close, 20, stream);
    const written = new MetaFileBuilder().writeTo(stream, { records: silentAfter(10) });
    await expect(atOnce(written)).rejects.toThrow(/Premature close|ended by somebody else/);
    expect(stream.destroyed).toBe(true);
  });

  test.each([
    ['ended', (stream: Writable) => stream.end()],
    ['destroyed', (stream: Writable) => stream.destroy()],
  ])('throws TypeError and reads nothing when it was %s before', async (_, close) => {
    const stream = new PassThrough();
    close(stream);
    let given = 0;
    const records = (function* () {
      given += 1;
      yield* images(1);
    })();
    await expect(new MetaFileBuilder().writeTo(stream, { records })).rejects.toThrow(TypeError);
    expect(given).toBe(0);
  });

  test.each([
    ['destroys', false],
    ['leaves', true],
  ])('%s it when the records fail and keepOpen is %s', async (_, keepOpen) => {
    const stream = new PassThrough();
    const failure = new Error('The database is gone');
    const closed = keepOpen ? undefined : once(stream, 'close').catch(() => {});
    const written = new MetaFileBuilder().writeTo(stream, { records: failsAfter(10, failure), keepOpen });
    await expect(written).rejects.toBe(failure);
    await closed;
    expect([stream.destroyed, stream.writableFinished]).toEqual([!keepOpen, false]);
    expect(stream.listenerCount('error')).toBe(0);
  });

  test.each([
    ['at once, with the own reason, while it stalls', () => images(MANY)],
    ['at once, with the own reason, while it stalls and records come slowly', () => silentAfter(5_000)],
    ['at once, with the own reason, while it stalls at its end', () => images(1)],
  ])('rejects %s', async (_, records) => {
    const stream = stalled();
    const controller = new AbortController();
    const { signal } = controller;
    const written = new MetaFileBuilder().writeTo(stream, { records: records(), signal });
    setTimeout(() => controller.abort('no error at all'), 20);
    await expect(atOnce(written)).rejects.toBe('no error at all');
    expect(stream.destroyed).toBe(true);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('closes the records when it is aborted while the stream stalls', async () => {
    let closed = false;
    const records = (async function* () {
      try {
        yield* images(10 * MANY);
      } finally {
        closed = true;
      }
    })();
    const controller = new AbortController();
    const written = new MetaFileBuilder().writeTo(stalled(), { records, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(atOnce(written)).rejects.toBe(reason);
    await new Promise(setImmediate);
    expect(closed).toBe(true);
  });

  test("destroys it when a record is refused and onRefused is 'throw'", async () => {
    const { stream } = keeping();
    const closed = new Promise((resolve) => stream.once('close', resolve));
    const bad = { ...(images(1)[0] as object), picName: 'shoe' } as never;
    const written = new MetaFileBuilder({ onRefused: 'throw' }).writeTo(stream, {
      records: [...images(2), bad],
    });
    await expect(written).rejects.toMatchObject({ name: 'MetaRecordRefused', index: 2 });
    await closed;
    expect(stream.writableFinished).toBe(false);
  });
});
