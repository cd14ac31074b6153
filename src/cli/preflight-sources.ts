import { stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import type { ImageSource } from '../image/image-source.ts';
import { parseOssAddress } from '../service/oss-address.ts';
import { filesBelow } from '../shared/files-below.ts';
import { OssStore } from '../storage/oss-store.ts';
import { storedImage } from '../storage/stored-image.ts';
import { type OssConnectionOptions, ossConnection, PROXY } from './connection.ts';

/** An image to look at. */
export interface PreflightSource {
  readonly source: ImageSource;
  /** Where a repaired one goes below its folder, with `/` between the parts. */
  readonly name: string;
  /** All of an image that is no file, for its repair; undefined for a file. */
  readonly load?: (() => Promise<Uint8Array>) | undefined;
}

export interface PreflightPlaces extends OssConnectionOptions {
  readonly region?: string | undefined;
}

/** The images that addresses of the command line stand for: files, folders, URLs, and objects in OSS. */
export class PreflightSources {
  readonly #places: PreflightPlaces;
  readonly #signal: AbortSignal;
  readonly #stores: OssStore[] = [];

  constructor(places: PreflightPlaces, signal: AbortSignal) {
    this.#places = places;
    this.#signal = signal;
  }

  async *of(addresses: readonly string[]): AsyncGenerator<PreflightSource, void, void> {
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
    for await (const file of filesBelow(path, this.#signal))
      yield { source: file, name: relative(path, file).split(sep).join('/') };
  }

  async *#objects(address: string): AsyncGenerator<PreflightSource, void, void> {
    const { region } = this.#places;
    if (region === undefined) throw new TypeError(`Cannot check ${address} as an OSS address needs --region`);
    const { bucket } = parseOssAddress(address);
    const prefix = address.slice(`oss://${bucket}/`.length); // as it was given: `a/` is not `ab`
    const store = new OssStore({ bucket, region, ...ossConnection(region, this.#places), proxy: PROXY });
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
