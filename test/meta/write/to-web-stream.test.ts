import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import { atOnce, never } from '../../shared/async/collect.ts';
import { failsAfter, images, MANY, silentAfter, textOf } from './sample-records.ts';

const reason = new Error('Enough');
const full = new Error('No space left');

/** Keeps what it is given, as it is given, and what became of it. */
function keeping() {
  const chunks: Uint8Array[] = [];
  const state: { ended: string; reason: unknown } = { ended: 'no', reason: undefined };
  const stream = new WritableStream<Uint8Array>({
    write: async (chunk) => void chunks.push(chunk),
    close: () => {
      state.ended = 'closed';
    },
    abort: (why) => {
      state.ended = 'aborted';
      state.reason = why;
    },
  });
  return { stream, state, text: () => Buffer.concat(chunks).toString() };
}

describe('writeTo a web stream', () => {
  test('gives it bytes that it may keep, closes it and lets go of it', async () => {
    const { stream, state, text } = keeping();
    await new MetaFileBuilder().writeTo(stream, { records: images(MANY) });
    expect(text()).toBe(await textOf(images(MANY)));
    expect([state.ended, stream.locked]).toEqual(['closed', false]);
  });

  test('leaves it open and unlocked when keepOpen is true', async () => {
    const { stream, state, text } = keeping();
    const builder = new MetaFileBuilder();
    await builder.writeTo(stream, { records: images(MANY), keepOpen: true });
    expect(text()).toBe(await textOf(images(MANY)));
    expect([state.ended, stream.locked]).toEqual(['no', false]);
    await stream.getWriter().close();
  });

  test('reads no further ahead than two blocks when the stream takes nothing', async () => {
    let given = 0;
    const records = (async function* () {
      for (const image of images(10 * MANY)) {
        given += 1;
        yield image;
      }
    })();
    const controller = new AbortController();
    const stream = new WritableStream<Uint8Array>({ write: never });
    const written = new MetaFileBuilder().writeTo(stream, { records, signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(reason);
    await expect(atOnce(written)).rejects.toBe(reason);
    expect(given * (await textOf(images(1))).length).toBeLessThan(3 * 262_144);
  });

  test('throws TypeError and reads nothing when it is locked', async () => {
    const { stream } = keeping();
    stream.getWriter();
    let given = 0;
    const records = (function* () {
      given += 1;
      yield* images(1);
    })();
    await expect(new MetaFileBuilder().writeTo(stream, { records })).rejects.toThrow(TypeError);
    expect(given).toBe(0);
  });

  test.each([
    ['at a write', () => new WritableStream<Uint8Array>({ write: () => Promise.reject(full) }), images(MANY)],
    ['at its end', () => new WritableStream<Uint8Array>({ close: () => Promise.reject(full) }), images(1)],
    [
      'of its own accord while the records are silent',
      () =>
        new WritableStream<Uint8Array>({
          start: (controller) => void setTimeout(() => controller.error(full), 20),
        }),
      silentAfter(1),
    ],
  ])('rejects with its error and lets go of it when it fails %s', async (_, open, records) => {
    const stream = open();
    await expect(atOnce(new MetaFileBuilder().writeTo(stream, { records }))).rejects.toBe(full);
    expect(stream.locked).toBe(false);
  });

  test('rejects when it was closed before', async () => {
    const { stream } = keeping();
    await stream.close();
    await expect(new MetaFileBuilder().writeTo(stream, { records: images(1) })).rejects.toThrow();
    expect(stream.locked).toBe(false);
  });

  test.each([
    ['aborts', false],
    ['leaves', true],
  ])('%s it when the records fail and keepOpen is %s', async (_, keepOpen) => {
    const { stream, state } = keeping();
    const written = new MetaFileBuilder().writeTo(stream, { records: failsAfter(3, reason), keepOpen });
    await expect(written).rejects.toBe(reason);
    expect(state).toEqual(keepOpen ? { ended: 'no', reason: undefined } : { ended: 'aborted', reason });
    expect(stream.locked).toBe(false);
  });

  test.each([
    ['a write', { write: never }, MANY],
    ['its end', { close: never }, 1],
  ])('rejects at once with the own reason and lets go of it when it stalls at %s', async (_, sink, count) => {
    const stream = new WritableStream<Uint8Array>(sink);
    const controller = new AbortController();
    const { signal } = controller;
    const written = new MetaFileBuilder().writeTo(stream, { records: images(count), signal });
    setTimeout(() => controller.abort('no error at all'), 20);
    await expect(atOnce(written)).rejects.toBe('no error at all');
    expect(stream.locked).toBe(false);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
