import { createHash, randomUUID } from 'node:crypto';
import { link, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkKey } from '../service/addresses/object-key.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import { PART, writeWholeFile } from '../shared/files/whole-file.ts';
import type {
  NewObject,
  ObjectPart,
  ObjectRange,
  ObjectStore,
  StoredObject,
} from '../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../shared/options/call-options.ts';
import { atLeast, text } from '../shared/options/checks.ts';
import { FileBody } from './file-body.ts';
import { keysIn } from './folder-keys.ts';
import { missing } from './missing.ts';
import { sameBytes } from './same-bytes.ts';

/**
 * A local folder that behaves like a bucket, for preparing an import offline or seeing what an import would upload. Keys are
 * paths of files, so a key must not have an empty segment, and must not continue another key.
 *
 * @example
 * const folder = new FolderStore('photos');
 * for await (const { key, bytes } of folder.list('')) console.log(key, bytes);
 */
export class FolderStore implements ObjectStore {
  readonly name: string;
  readonly #root: string;
  #links = 0;

  /**
   * @param root the folder; it is made when the first object is stored
   * @throws {TypeError} when the folder is not named
   */
  constructor(root: string) {
    this.#root = text('root', root);
    this.name = root;
  }

  /** Symbolic links that the last listing that came to its end has passed over, as links are not followed. */
  get links(): number {
    return this.#links;
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
  ): Promise<NewObject | undefined> {
    const signal = signalOf('putIfAbsent()', options);
    const path = this.#path(key);
    signal?.throwIfAborted();
    const own = `${path}.${randomUUID()}${PART}`; // list() leaves it out
    const { etag } = await write(key, own, [content], signal);
    try {
      await link(own, path); // fails when the name is taken, which renaming does not
      return { key, bytes: content.length, etag, isNew: true };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(own, { force: true });
    }
    return await sameBytes(this, key, content, signal);
  }

  async read(key: string, { offset, length }: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    atLeast(0, 'offset', offset);
    atLeast(1, 'length', length);
    if ((await this.head(key, { signal })) === undefined) {
      const why = key.includes('\uFFFD') ? NOT_UTF8 : 'there is no such object';
      throw new ImageSearchError(`Cannot read ${this.name}/${key}: ${why}`, { code: 'NoSuchKey' });
    }
    await using file = await FileBody.open(this.#path(key), { signal });
    return { bytes: await file.part(offset, length), size: file.size };
  }

  async head(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    const signal = signalOf('head()', options);
    signal?.throwIfAborted();
    const found = await stat(this.#path(key)).catch(missing);
    return found?.isFile() ? { key, bytes: found.size, etag: undefined, modified: found.mtime } : undefined;
  }

  async delete(key: string, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('delete()', options);
    if ((await this.head(key, { signal })) !== undefined) await rm(this.#path(key), { force: true });
  }

  /** Files in the order of their keys, one folder in memory at a time for each level. Links are not followed. */
  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    const signal = signalOf('list()', options);
    let links = 0;
    const onLink = () => {
      links += 1;
    };
    for await (const key of keysIn(this.#root, prefix, { signal, onLink })) {
      const object = await this.head(key, { signal });
      if (object !== undefined) yield object;
      // A name that is no UTF-8 leads to no file as text. It is listed, so that it is not lost without a word: to read it fails.
      else if (key.includes('\uFFFD')) yield { key, bytes: 0, etag: undefined };
    }
    this.#links = links;
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

const NOT_UTF8 = 'its name is not UTF-8: rename the file';

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
