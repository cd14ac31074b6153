import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CatalogueEmpty,
  type CatalogueRow,
  type FollowLinks,
  type ImageSource,
  type OssStore,
  parseOssAddress,
  readCatalogue,
  storedImage,
} from '../index.ts';
import { type OssConnectionOptions, openStore } from './connection.ts';
import { STANDARD } from './output-file.ts';
import { passedOverLine } from './passed-over.ts';

/** An image to check. */
export interface PreflightSource {
  readonly source: ImageSource;
  /** The path of its repaired copy below the folder of copies, with `/` between the parts. */
  readonly name: string;
  /** Of a file in a folder: the folder that it must not lead out of. */
  readonly folder?: string | undefined;
  /** Reads the whole image for its repair; undefined for a file. */
  readonly load?: (() => Promise<Uint8Array>) | undefined;
}

export interface PreflightSourceOptions extends OssConnectionOptions {
  readonly region?: string | undefined;
  readonly followLinks: FollowLinks;
}

/** Finds the images at the addresses of the command line: files, folders, URLs and objects in OSS. */
export class PreflightSources {
  readonly #options: PreflightSourceOptions;
  readonly #signal: AbortSignal;
  readonly #note: (text: string) => void;
  readonly #stores: OssStore[] = [];
  /** Files of folders that cannot be named to a check, such as a link that leads nowhere. */
  notCheckable = 0;

  /** @param note tells people of files that are no images, and of those that cannot be checked */
  constructor(options: PreflightSourceOptions, signal: AbortSignal, note: (text: string) => void) {
    this.#options = options;
    this.#signal = signal;
    this.#note = note;
  }

  async *at(addresses: readonly string[]): AsyncGenerator<PreflightSource, void, void> {
    for await (const address of typedOrRead(addresses, this.#signal)) {
      if (address.startsWith('oss://')) yield* this.#objects(address);
      else if (/^https?:\/\//i.test(address)) yield { source: urlOf(address), name: address };
      else yield* this.#files(address);
    }
  }

  close(): void {
    for (const store of this.#stores) store.close();
  }

  async *#files(path: string): AsyncGenerator<PreflightSource, void, void> {
    const found = await stat(path).catch(() => undefined); // the validator reports what does not exist
    if (!found?.isDirectory()) return yield { source: path, name: basename(path) };
    try {
      yield* this.#filesBelow(path);
    } catch (error) {
      if (!(error instanceof CatalogueEmpty)) throw error;
      this.#note(`${path}: it has no image`);
    }
  }

  async *#filesBelow(folder: string): AsyncGenerator<PreflightSource, void, void> {
    const { followLinks } = this.#options;
    const rows = readCatalogue(folder, { followLinks, signal: this.#signal });
    for await (const { entry, names, issues } of rows) {
      const { image } = entry ?? names ?? {};
      const path = join(folder, String(image));
      if (typeof image !== 'string') this.#tell(issues);
      else if (followLinks === 'anywhere') yield { source: path, name: image };
      else yield { source: { path, folder }, name: image, folder };
    }
    const passedOver = passedOverLine(folder, rows.summary);
    if (passedOver !== undefined) this.#note(passedOver);
  }

  #tell(issues: CatalogueRow['issues']): void {
    this.notCheckable += 1;
    for (const { code, message } of issues) this.#note(`${code} ${message}`);
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

/** The addresses as they were typed; in place of `-` those of standard input, one a line. */
async function* typedOrRead(
  addresses: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  for (const address of addresses) {
    if (address !== STANDARD) yield address;
    else
      for await (const line of createInterface({ input: process.stdin, signal })) if (line !== '') yield line;
  }
}

function urlOf(address: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new TypeError(`Cannot check ${address} as it is no URL: write it as a browser shows it`);
}
