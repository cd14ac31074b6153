import type {
  NewObject,
  ObjectPart,
  ObjectRange,
  ObjectStore,
  StoredObject,
} from '../../shared/objects/object-store.ts';
import type { CallOptions } from '../../shared/options/call-options.ts';
import type { ServerCopy } from '../source/server-copy.ts';

/** A store of a dry run: reads go to the real store, and what would be written is counted. Only images are `put` in one. */
export class DryStore implements ObjectStore {
  readonly name: string;
  readonly #store: ObjectStore;
  #images = 0;
  #copies = 0;
  #bytes = 0;

  constructor(store: ObjectStore) {
    this.name = store.name;
    this.#store = store;
  }

  /** What was put, and would have been sent. */
  get sent(): { readonly images: number; readonly bytes: number } {
    return { images: this.#images, bytes: this.#bytes };
  }

  /** Of what would have been sent, the images that OSS would copy by itself. */
  get copies(): number {
    return this.#copies;
  }

  /** Copies that are counted as images without bytes, since theirs do not pass through this machine. */
  counting(copies: Pick<ServerCopy, 'copy'> | undefined): Pick<ServerCopy, 'copy'> | undefined {
    if (copies === undefined) return undefined;
    return {
      copy: async (...given) => {
        const result = await copies.copy(...given);
        if (result.stored !== 'sent') return result;
        this.#images += 1;
        this.#copies += 1;
        return result;
      },
    };
  }

  async put(key: string, content: Uint8Array | { readonly path: string }): Promise<StoredObject> {
    if (!(content instanceof Uint8Array)) throw new Error('Defect in DryStore: an image is put as bytes');
    this.#images += 1;
    this.#bytes += content.length;
    return { key, bytes: content.length, etag: undefined };
  }

  async putIfAbsent(key: string, content: Uint8Array): Promise<NewObject> {
    return { ...(await this.put(key, content)), isNew: true };
  }

  read(key: string, range: ObjectRange, options?: CallOptions): Promise<ObjectPart> {
    return this.#store.read(key, range, options);
  }

  head(key: string, options?: CallOptions): Promise<StoredObject | undefined> {
    return this.#store.head(key, options);
  }

  async delete(key: string): Promise<void> {
    throw new Error(`Defect in DryStore: ${key} is not to be deleted`);
  }

  list(prefix: string, options?: CallOptions): AsyncIterable<StoredObject> {
    return this.#store.list(prefix, options);
  }
}
