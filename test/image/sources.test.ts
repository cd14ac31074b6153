import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { avifImage, makeImage } from '../../samples/make-images.ts';
import type { ImageSource } from '../../src/image/image-source.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';

const validator = new ImageValidator();
const MIB = 1024 * 1024;
const jpeg = await makeImage({ format: 'jpeg', width: 900, height: 800 });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sources-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** The bytes in pieces; counts what is pulled, and whether the stream was closed before its end. */
function counted(pieces: Iterable<Uint8Array>) {
  const state = { pulled: 0, closed: false };
  async function* chunks() {
    let over = false;
    try {
      for (const piece of pieces) {
        state.pulled += piece.length;
        yield piece;
      }
      over = true;
    } finally {
      state.closed = !over;
    }
  }
  return { state, stream: chunks() };
}

function* piecesOf(bytes: Uint8Array, size = 10_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function* endless(head: Uint8Array) {
  yield head;
  for (;;) yield new Uint8Array(MIB / 4);
}

const web = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]).stream();

/** Every kind of source, of the same bytes. */
const KINDS: readonly [string, (bytes: Uint8Array) => Promise<ImageSource> | ImageSource][] = [
  ['a path', (bytes) => file(bytes)],
  ['a file: URL', async (bytes) => pathToFileURL(await file(bytes))],
  ['a Blob', (bytes) => new Blob([new Uint8Array(bytes)])],
  ['a File', (bytes) => new File([new Uint8Array(bytes)], 'photo')],
  ['a stream of Node', (bytes) => Readable.from(piecesOf(bytes))],
  ['a stream of the web', web],
  ['an iterable', (bytes) => counted(piecesOf(bytes, 333)).stream],
];

async function file(bytes: Uint8Array): Promise<string> {
  const path = join(dir, 'image');
  await writeFile(path, bytes);
  return path;
}

const IMAGES: readonly [string, Uint8Array][] = [
  ['a JPEG', jpeg],
  ['a GIF', await makeImage({ format: 'gif', width: 700, height: 600 })],
  ['a small image', await makeImage({ format: 'png', width: 100, height: 100 })],
  ['a cut image', jpeg.subarray(0, 60_000)],
  ['a refused format', await avifImage({ width: 320, height: 200 })],
  ['nothing', new Uint8Array(0)],
];

describe.each(KINDS)('ImageValidator of %s', (_, make) => {
  test.each(IMAGES)('gives the verdict of its bytes when it is %s', async (__, image) => {
    const { facts, issues, ok } = await validator.validate(await make(image));
    const inMemory = await validator.validate(image);
    expect({ facts, issues, ok }).toEqual({
      facts: inMemory.facts,
      issues: inMemory.issues,
      ok: inMemory.ok,
    });
  });
});

describe('ImageValidator of a stream', () => {
  test('reads a refused one no further than its beginning, and closes it', async () => {
    const { state, stream } = counted(endless(await avifImage({ width: 320, height: 200 })));
    const verdict = await validator.validate(stream);
    expect(verdict).toMatchObject({ ok: false, bytes: null, facts: null });
    expect(verdict.issues).toMatchObject([{ code: 'IMAGE_FORMAT_UNSUPPORTED' }]);
    expect(state).toMatchObject({ closed: true });
    expect(state.pulled).toBeLessThan(MIB);
  });

  test('reads an endless one no further than the limit and one byte, and closes it', async () => {
    const { state, stream } = counted(endless(jpeg));
    const verdict = await validator.validate(stream);
    expect(verdict).toMatchObject({ ok: false, bytes: null });
    expect(verdict.issues).toMatchObject([
      { code: 'IMAGE_TOO_LARGE', message: expect.stringContaining('more than 4194304 bytes') },
    ]);
    expect(state.closed).toBe(true);
    expect(state.pulled).toBeLessThanOrEqual(4 * MIB + MIB / 4); // of whole chunks
  });

  test('takes one of exactly the limit, and refuses one of a byte more', async () => {
    const padded = new Uint8Array(4 * MIB);
    padded.set(jpeg);
    expect(await validator.validate(web(padded))).toMatchObject({ ok: true, bytes: 4 * MIB });
    const longer = await validator.validate(web(Buffer.concat([padded, Buffer.alloc(1)])));
    expect(longer.issues).toMatchObject([{ code: 'IMAGE_TOO_LARGE' }]);
  });

  test('closes a stream of Node that is not read to its end', async () => {
    const stream = Readable.from(endless(Buffer.from('%PDF-1.7\n')));
    await validator.validate(stream);
    expect(stream.destroyed).toBe(true);
  });

  test('cancels a stream of the web that is not read to its end', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from('%PDF-1.7\n'.repeat(3000))),
      cancel: () => {
        cancelled = true;
      },
    });
    await validator.validate(stream);
    expect(cancelled).toBe(true);
  });

  test('is an issue when the stream fails, or gives what is no bytes', async () => {
    const failing = async function* () {
      yield jpeg.subarray(0, 100);
      throw Object.assign(new Error('The line broke'), { code: 'ECONNRESET' });
    };
    expect((await validator.validate(failing())).issues).toMatchObject([
      { code: 'IMAGE_UNREADABLE', message: expect.stringContaining('ECONNRESET: The line broke') },
    ]);
    const texts = Readable.from(['text']);
    expect((await validator.validate(texts)).issues).toMatchObject([
      { code: 'IMAGE_UNREADABLE', message: expect.stringContaining('must be a Uint8Array') },
    ]);
  });

  test('rejects with the reason at once when it is aborted while the stream is silent', async () => {
    const reason = new Error('Enough');
    const controller = new AbortController();
    const verdict = validator.validate(new ReadableStream<Uint8Array>({}), { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(verdict).rejects.toBe(reason);
  });
});

describe('the name of a source', () => {
  test('is compared with the bytes when it is that of a File, or given', async () => {
    const lying = new File([new Uint8Array(jpeg)], 'photo.png');
    expect(await validator.validate(lying)).toMatchObject({
      name: 'photo.png',
      issues: [{ code: 'IMAGE_EXTENSION_MISMATCH' }],
    });
    expect(await validator.validate(lying, { name: 'photo.jpg' })).toMatchObject({
      ok: true,
      name: 'photo.jpg',
    });
    expect((await validator.validate(jpeg, { name: 'a.gif' })).issues).toMatchObject([
      { code: 'IMAGE_EXTENSION_MISMATCH' },
    ]);
    await expect(validator.validate(jpeg, { name: '' })).rejects.toThrow(TypeError);
  });

  test('is its path when it is a file: URL, compared like any path', async () => {
    const path = join(dir, 'photo.txt');
    await writeFile(path, jpeg);
    expect(await validator.validate(pathToFileURL(path))).toEqual(await validator.validate(path));
    expect(await validator.validate(pathToFileURL(path))).toMatchObject({
      name: path,
      issues: [{ code: 'IMAGE_EXTENSION_MISMATCH' }],
    });
  });
});
