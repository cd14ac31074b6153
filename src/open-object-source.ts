import type { ObjectSource } from './shared/objects/object-store.ts';
import { show, text } from './shared/options/checks.ts';
import { knownOptions, type OptionNames } from './shared/options/known-options.ts';
import type { AzureSourceOptions } from './sources/cloud/azure-options.ts';
import { AzureSource } from './sources/cloud/azure-source.ts';
import { S3Source, type S3SourceOptions } from './sources/cloud/s3-source.ts';
import { InventorySource } from './sources/inventory/inventory-source.ts';
import { type UrlListOptions, UrlListSource } from './sources/urls/url-list-source.ts';
import { FolderStore } from './storage/folder-store.ts';
import { OssStore } from './storage/oss-store.ts';
import type { OssStoreOptions } from './storage/oss-store-options.ts';

/** The options of a source by the kind of its address; those of other kinds are not looked at. */
export interface OpenSourceOptions {
  /** For `oss://`: region, credentials, endpoint and the like. */
  readonly oss?: Omit<OssStoreOptions, 'bucket'> | undefined;
  /** For `s3://`. */
  readonly s3?: Omit<S3SourceOptions, 'bucket'> | undefined;
  /** For `azure://`, and for the URL of a container. */
  readonly azure?: Omit<AzureSourceOptions, 'container' | 'url'> | undefined;
  /** For `urls:`. */
  readonly urls?: UrlListOptions | undefined;
}

const OPTIONS: OptionNames<OpenSourceOptions> = { oss: true, s3: true, azure: true, urls: true };

/** A source that an address names, and the part of it. */
export interface OpenSource {
  /** What is listed and read. */
  readonly source: ObjectSource;
  /** For `source.list()`: empty for the whole source. */
  readonly prefix: string;
  /** Closes connections. */
  close(): void;
}

/** An address as a scheme reads it: what follows it. */
type Scheme = (rest: string, options: OpenSourceOptions, address: string) => OpenSource;

const SCHEMES: Readonly<Record<string, Scheme>> = {
  'oss://': (rest, { oss }, address) => {
    const { name: bucket, prefix } = bucketAndPrefix(rest, address);
    if (oss === undefined)
      throw new TypeError(
        `Cannot open ${show(address)} as 'oss' must say where the bucket is: give oss: { region }`,
      );
    const store = new OssStore({ ...oss, bucket });
    return /(^|\/)manifest\.json$/.test(prefix)
      ? opened(new InventorySource(store, prefix), '', store)
      : opened(store, prefix, store);
  },
  's3://': (rest, { s3 }, address) => {
    const { name: bucket, prefix } = bucketAndPrefix(rest, address);
    const source = new S3Source({ ...s3, bucket });
    return opened(source, prefix, source);
  },
  'azure://': (rest, { azure }, address) => {
    const { name: container, prefix } = bucketAndPrefix(rest, address);
    const source = new AzureSource({ ...azure, container });
    return opened(source, prefix, source);
  },
  'https://': (_, { azure }, address) => {
    const { host, pathname, origin, search } = new URL(address);
    const { name: container, prefix } = cutAtSlash(pathname.slice(1));
    if (!/\.blob\.core\.[a-z.]+$/.test(host) || container === '')
      throw new TypeError(
        `Cannot open ${origin}${pathname} as a URL must be that of a container of Azure; write urls:FILE for a list of URLs`,
      );
    const source = new AzureSource({ ...azure, url: `${origin}/${container}${search}` });
    return opened(source, decodeURIComponent(prefix), source);
  },
  'urls:': (path, { urls }) => {
    const source = new UrlListSource(path, urls);
    return opened(source, '', source);
  },
};

/**
 * Opens the source that an address names: `oss://BUCKET/PREFIX`, `s3://BUCKET/PREFIX`, `azure://CONTAINER/PREFIX`, the URL
 * of a container of Azure with its signature, `urls:FILE`, `oss://BUCKET/…/manifest.json` for an inventory of that bucket, or
 * the path of a folder. Nothing is read yet.
 *
 * @throws {TypeError | RangeError} for an address that no source has, and for options that it cannot be opened with
 *
 * @example
 * const { source, prefix } = openObjectSource('s3://shop/spring/', { s3: { region: 'eu-central-1' } });
 * for await (const { key } of source.list(prefix)) console.log(key);
 */
export function openObjectSource(address: string, options: OpenSourceOptions = {}): OpenSource {
  knownOptions('openObjectSource()', options, OPTIONS);
  const scheme = Object.keys(SCHEMES).find((one) => text('address', address).toLowerCase().startsWith(one));
  if (scheme !== undefined)
    return (SCHEMES[scheme] as Scheme)(address.slice(scheme.length), options, address);
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(address))
    throw new TypeError(
      `Cannot open ${show(address.replace(/[?#].*|\/\/[^/]*@/s, ''))} as an address must begin with one of ${Object.keys(SCHEMES).join(', ')}, or be the path of a folder`,
    );
  return { source: new FolderStore(address), prefix: '', close: () => {} };
}

/** @param connection what is closed with the source */
const opened = (source: ObjectSource, prefix: string, connection: { close(): void }): OpenSource => ({
  ...{ source, prefix },
  close: () => connection.close(),
});

function bucketAndPrefix(rest: string, address: string): { readonly name: string; readonly prefix: string } {
  const cut = cutAtSlash(rest);
  if (cut.name !== '') return cut;
  throw new TypeError(`Cannot open ${show(address)} as it must name a bucket or a container`);
}

function cutAtSlash(text: string): { readonly name: string; readonly prefix: string } {
  const at = text.indexOf('/');
  return at < 0 ? { name: text, prefix: '' } : { name: text.slice(0, at), prefix: text.slice(at + 1) };
}
