import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CatalogueEmpty,
  type CatalogueRow,
  type FollowLinks,
  type ImageSource,
  type ObjectSource,
  type OssStore,
  parseOssAddress,
  readCatalogue,
  storedImage,
  UrlListSource,
} from '../../index.ts';
import { openStore } from '../options/connection.ts';
import {
  type FromOptions,
  type GivenCatalogue,
  type GivenSource,
  givenCatalogue,
} from '../options/from-options.ts';
import { isGiven, type SourceFilterOptions, sourceFilter } from '../options/source-filter.ts';
import { STANDARD } from '../output/output-file.ts';
import { passedOverLine } from '../results/passed-over.ts';

/** An image to check. */
export interface PreflightSource {
  readonly source: ImageSource;
  /** Its path below the folder, bucket or prefix that was given, with `/` between the parts: where its repaired copy goes. */
  readonly name: string;
  /** Where it is fetched from; undefined for what is behind no URL. */
  readonly url?: string | undefined;
  /** Of a file in a folder: the folder that it must not lead out of. */
  readonly folder?: string | undefined;
  /** Reads the whole image of so many bytes for its repair; undefined for a file. */
  readonly load?: ((bytes: number) => Promise<Uint8Array>) | undefined;
}

export interface PreflightSourceOptions extends FromOptions, SourceFilterOptions {
  readonly followLinks: FollowLinks;
}

/** How addresses begin that `--from` alone takes. */
const AT_FROM = /^(s3:\/\/|azure:\/\/|urls:)/i;

/** Finds the images at the addresses of the command line: files, folders, URLs, objects in OSS, and those at `--from`. */
export class PreflightSources {
  readonly #options: PreflightSourceOptions;
  readonly #from: GivenSource | undefined;
  readonly #signal: AbortSignal;
  readonly #note: (text: string) => void;
  readonly #onNotChecked: (row: CatalogueRow) => Promise<void> | undefined;
  readonly #stores: OssStore[] = [];
  /**
   * What gives nothing to check: files of folders that cannot be named to a check, such as a link that leads nowhere, and
   * addresses that have no image, which may be misspelt.
   */
  notCheckable = 0;

  /**
   * @param note tells people of files that are no images, and of those that cannot be checked
   * @param onNotChecked gets each file that cannot be checked
   */
  constructor(
    options: PreflightSourceOptions,
    from: GivenSource | undefined,
    signal: AbortSignal,
    note: (text: string) => void,
    onNotChecked: (row: CatalogueRow) => Promise<void> | undefined,
  ) {
    this.#options = options;
    this.#from = from;
    this.#signal = signal;
    this.#note = note;
    this.#onNotChecked = onNotChecked;
  }

  async *at(addresses: readonly string[]): AsyncGenerator<PreflightSource, void, void> {
    for await (const address of typedOrRead(addresses, this.#signal)) {
      if (address.startsWith('oss://')) yield* this.#objects(address);
      else if (/^https?:\/\//i.test(address)) yield behindUrl(urlOf(address), address);
      else yield* this.#files(address);
    }
    yield* this.#atFrom();
  }

  close(): void {
    for (const store of this.#stores) store.close();
  }

  async *#files(path: string): AsyncGenerator<PreflightSource, void, void> {
    const found = await stat(path).catch(() => undefined); // the validator reports what does not exist
    if (found === undefined && AT_FROM.test(path))
      throw new TypeError(`Cannot check ${path} as it is no path: give it as --from ${path}`);
    if (!found?.isDirectory()) return yield { source: path, name: basename(path) };
    yield* this.#listed({ name: path, catalogue: path }, {}, (image) => this.#fileIn(path, image));
  }

  /** Undefined for a name that no object can have. */
  #named(image: string, sourceOf: (image: string) => PreflightSource): PreflightSource | undefined {
    try {
      return sourceOf(image);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#note(error.message);
      return undefined;
    }
  }

  #fileIn(folder: string, image: string): PreflightSource {
    const path = join(folder, image);
    return this.#options.followLinks === 'anywhere'
      ? { source: path, name: image }
      : { source: { path, folder }, name: image, folder };
  }

  /** The images at `--from`, named as in a catalogue of what it lists. */
  async *#atFrom(): AsyncGenerator<PreflightSource, void, void> {
    const { include, exclude, ...ageAndSize } = this.#options;
    const given = this.#from && givenCatalogue(undefined, this.#from, ageAndSize);
    if (given === undefined || this.#from === undefined) return;
    const { source, prefix } = this.#from.folder;
    const urls = source instanceof UrlListSource ? await source.urls({ signal: this.#signal }) : undefined;
    yield* this.#listed(given, { include, exclude }, (image) =>
      typeof given.catalogue === 'string'
        ? this.#fileIn(given.catalogue, image)
        : { ...this.#object(source, prefix + image, image), url: urls?.get(prefix + image) },
    );
  }

  /** The images that a folder, or a listing, has as a catalogue. */
  async *#listed(
    { name, catalogue }: GivenCatalogue,
    globs: Pick<SourceFilterOptions, 'include' | 'exclude'>,
    sourceOf: (image: string) => PreflightSource,
  ): AsyncGenerator<PreflightSource, void, void> {
    const { followLinks } = this.#options;
    const rows = readCatalogue(catalogue, { ...globs, followLinks, signal: this.#signal });
    try {
      for await (const row of rows) {
        const { image } = row.entry ?? row.names ?? {};
        const found = typeof image === 'string' ? this.#named(image, sourceOf) : undefined;
        if (found !== undefined) yield found;
        else await this.#tell(row);
      }
    } catch (error) {
      if (!(error instanceof CatalogueEmpty)) throw error;
      return this.#tellEmpty(name);
    }
    const passedOver = passedOverLine(name, rows.summary);
    if (passedOver !== undefined) this.#note(passedOver);
  }

  /** What filters leave empty is no fault. */
  #tellEmpty(address: string): void {
    const isFiltered = isGiven(sourceFilter(this.#options));
    if (!isFiltered) this.notCheckable += 1;
    this.#note(`${address}: it has no image${isFiltered ? ', or none that the filters let through' : ''}`);
  }

  async #tell(row: CatalogueRow): Promise<void> {
    this.notCheckable += 1;
    for (const { code, message } of row.issues) this.#note(`${code} ${message}`);
    await this.#onNotChecked(row);
  }

  async *#objects(address: string): AsyncGenerator<PreflightSource, void, void> {
    const { region } = this.#options;
    if (region === undefined) throw new TypeError(`Cannot check ${address} as an OSS address needs --region`);
    const { bucket } = parseOssAddress(address);
    const prefix = address.slice(`oss://${bucket}/`.length); // as the user wrote it: `a/` does not find `ab`
    const store = openStore(bucket, region, this.#options);
    this.#stores.push(store);
    let isEmpty = true;
    for await (const { key } of store.list(prefix, { signal: this.#signal })) {
      if (/(^|\/)(increment\.meta)?$/.test(key)) continue; // no folders, no meta files
      isEmpty = false;
      yield this.#object(store, key, key.slice(prefix.lastIndexOf('/') + 1));
    }
    if (isEmpty) this.#tellEmpty(address);
  }

  /** @param name of its repaired copy */
  #object(source: ObjectSource, key: string, name: string): PreflightSource {
    const signal = this.#signal;
    return {
      source: storedImage(source, key),
      name,
      load: async (bytes) =>
        (await source.read(key, { offset: 0, length: Math.max(1, bytes) }, { signal })).bytes,
    };
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

/** Its name is the path of the URL, decoded and without the slash at its beginning. */
function behindUrl(source: URL, url: string): PreflightSource {
  const path = source.pathname.slice(1);
  return { source, url, name: decoded(path) ?? path };
}

/** Undefined where a percent sign encodes nothing. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
