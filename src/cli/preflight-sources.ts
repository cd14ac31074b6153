import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ImageSource, type OssStore, parseOssAddress, readCatalogue, storedImage } from '../index.ts';
import { type OssConnectionOptions, openStore } from './connection.ts';

/** An image to check. */
export interface PreflightSource {
  readonly source: ImageSource;
  /** Where its repaired copy goes below the folder of copies, with `/` between the parts. */
  readonly name: string;
  /** Reads the whole image for its repair; undefined for a file. */
  readonly load?: (() => Promise<Uint8Array>) | undefined;
}

export interface PreflightSourceOptions extends OssConnectionOptions {
  readonly region?: string | undefined;
}

/** The images that addresses of the command line stand for: files, folders, URLs, and objects in OSS. */
export class PreflightSources {
  readonly #options: PreflightSourceOptions;
  readonly #signal: AbortSignal;
  readonly #stores: OssStore[] = [];

  constructor(options: PreflightSourceOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async *at(addresses: readonly string[]): AsyncGenerator<PreflightSource, void, void> {
    for (const address of addresses) {
      if (address.startsWith('oss://')) yield* this.#objects(address);
      else if (/^https?:\/\//i.test(address)) yield { source: new URL(address), name: address };
      else yield* this.#files(address);
    }
  }

  close(): void {
    for (const store of this.#stores) store.close();
  }

  async *#files(path: string): AsyncGenerator<PreflightSource, void, void> {
    const found = await stat(path).catch(() => undefined); // the validator reports what does not exist
    if (!found?.isDirectory()) return yield { source: path, name: basename(path) };
    for await (const { entry } of readCatalogue(path, { signal: this.#signal }))
      if (entry?.image !== undefined) yield { source: join(path, entry.image), name: entry.image };
  }

  async *#objects(address: string): AsyncGenerator<PreflightSource, void, void> {
    const { region } = this.#options;
    if (region === undefined) throw new TypeError(`Cannot check ${address} as an OSS address needs --region`);
    const { bucket } = parseOssAddress(address);
    const prefix = address.slice(`oss://${bucket}/`.length); // as the user wrote it: `a/` does not find `ab`
    const store = openStore(bucket, region, this.#options);
    this.#stores.push(store);
    const signal = this.#signal;
    for await (const { key, bytes } of store.list(prefix, { signal })) {
      if (/(^|\/)(increment\.meta)?$/.test(key)) continue; // no folders, no meta files
      yield {
        source: storedImage(store, key),
        name: key,
        load: async () =>
          (await store.read(key, { offset: 0, length: Math.max(1, bytes) }, { signal })).bytes,
      };
    }
  }
}
