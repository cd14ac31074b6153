import { createHash, randomUUID } from 'node:crypto';
import { link, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type CallOptions, signalOf } from '../shared/call-options.ts';
import { atLeast, text } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { ObjectPart, ObjectRange, ObjectStore, StoredObject } from '../shared/object-store.ts';
import { PART, WholeFile, writeWholeFile } from '../shared/whole-file.ts';
import { FileBody } from './file-body.ts';
import { checkKey } from './object-key.ts';

/**
 * A local folder that behaves like a bucket, for preparing an import offline or seeing what an import would upload. Keys are
 * paths of files, so a key must not have an empty segment, and must not continue another key.
 */
export class FolderStore implements ObjectStore {
  readonly name: string;
  readonly #root: string;

  /**
   * @param root the folder; it is made when the first object is stored
   * @throws {TypeError} when the folder is not named
   */
  constructor(root: string) {
    this.#root = text('root', root);
    this.name = root;
  }

  async put(
    key: string,
    content: Uint8Array | { readonly path: string },
    options: CallOptions = {},
  ): Promise<StoredObject> {
    const signal = signalOf('put()', options);
    const path = this.#path(key);
    signal?.throwIfAborted();
    if (content instanceof Uint8Array) return await write(key, path, [content], signal);
    await using file = await FileBody.open(content.path, { signal });
    return await write(key, path, file.chunks(), signal);
  }

  async putIfAbsent(
    key: string,
    content: Uint8Array,
    options: CallOptions = {},
  ): Promise<StoredObject | undefined> {
    const signal = signalOf('putIfAbsent()', options);
    const path = this.#path(key);
    signal?.throwIfAborted();
    const own = `${path}.${randomUUID()}`; // a name that no other writer uses
    const file = await WholeFile.open(own);
    try {
      await file.write(content);
      await file.sync();
      await link(own + PART, path); // fails where there is a file, unlike a rename
      return { key, bytes: content.length, etag: md5Of(content) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    } finally {
      await file.discard();
    }
  }

  async read(key: string, { offset, length }: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    atLeast(0, 'offset', offset);
    atLeast(1, 'length', length);
    if ((await this.head(key, { signal })) === undefined) {
      throw new ImageSearchError(`Cannot read ${this.name}/${key}: there is no such object`, {
        code: 'NoSuchKey',
      });
    }
    await using file = await FileBody.open(this.#path(key), { signal });
    return { bytes: await file.part(offset, length), size: file.size };
  }

  async head(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    const signal = signalOf('head()', options);
    signal?.throwIfAborted();
    const found = await stat(this.#path(key)).catch(missing);
    return found?.isFile() ? { key, bytes: found.size, etag: undefined } : undefined;
  }

  async delete(key: string, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('delete()', options);
    if ((await this.head(key, { signal })) !== undefined) await rm(this.#path(key), { force: true });
  }

  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    const signal = signalOf('list()', options);
    signal?.throwIfAborted();
    const folder = join(this.#root, dirname(`${prefix}-`)); // no key beside it begins with the prefix
    const found = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(missing)) ?? [];
    const keys = found
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((key) => key.startsWith(prefix) && !key.endsWith(PART))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const key of keys) {
      const object = await this.head(key, { signal });
      if (object !== undefined) yield object;
    }
  }

  #path(key: string): string {
    const segments = checkKey(key).split('/');
    if (segments.includes('') || key.includes('\0')) {
      throw new RangeError(
        `Cannot name a file as its key must have no empty segment and no NUL: current value is ${JSON.stringify(key)}`,
      );
    }
    return join(this.#root, ...segments);
  }
}

async function write(
  key: string,
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<StoredObject> {
  const hash = createHash('md5');
  let bytes = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await writeWholeFile(path, counted(), { signal });
  return { key, bytes, etag: hash.digest('hex').toUpperCase() };
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex').toUpperCase();

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return undefined;
}
