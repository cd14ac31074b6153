import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ContainerClient } from '@azure/storage-blob';
import type { Emulator } from '../../src/emulator/index.ts';
import type { OpenSourceOptions } from '../../src/index.ts';
import { startAzurite } from '../sources/azurite.ts';
import { startS3Server } from '../sources/s3-server.ts';
import { storeOf } from './import-test-bed.ts';

export const SOURCE_KINDS = ['folder', 'bucket', 's3', 'urls', 'azure'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A source with images, as `openObjectSource` takes it; the options are plain JSON. */
export interface FilledSource extends AsyncDisposable {
  readonly address: string;
  readonly options: OpenSourceOptions;
}

export interface FillOptions {
  /** What is not there by another's server: the emulator has the bucket. */
  readonly emulator: Emulator;
  /** A folder for files. */
  readonly work: string;
  /** Puts something before the server of another cloud. @default nothing */
  readonly before?: ((origin: string) => Promise<string>) | undefined;
}

type Images = ReadonlyMap<string, Uint8Array>;

const nothing = async () => {};
const SHOP = 'shop';

const FILL: Record<SourceKind, (images: Images, options: FillOptions) => Promise<FilledSource>> = {
  async folder(images, { work }) {
    const address = join(work, 'photos');
    for (const [key, bytes] of images) {
      await mkdir(dirname(join(address, key)), { recursive: true });
      await writeFile(join(address, key), bytes);
    }
    return { address, options: {}, [Symbol.asyncDispose]: nothing };
  },

  async bucket(images, { emulator }) {
    const { bucketName, regionId: region, ossEndpoint: endpoint, accessKeyId, accessKeySecret } = emulator;
    const store = storeOf(emulator);
    for (const [key, bytes] of images) await store.put(key, bytes);
    store.close();
    const oss = { region, endpoint, credentials: { accessKeyId, accessKeySecret } };
    return { address: `oss://${bucketName}`, options: { oss }, [Symbol.asyncDispose]: nothing };
  },

  async s3(images, { before = async (origin) => origin }) {
    const server = await startS3Server(SHOP);
    for (const [key, bytes] of images) server.objects.set(key, Buffer.from(bytes));
    const endpoint = await before(server.endpoint);
    const s3 = { endpoint, pathStyle: true, credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } };
    const close = () => server[Symbol.asyncDispose]();
    return { address: `s3://${SHOP}`, options: { s3 }, [Symbol.asyncDispose]: close };
  },

  async urls(images, { work, before = async (origin) => origin }) {
    const server = await startS3Server(SHOP); // which serves objects to whoever asks
    for (const [key, bytes] of images) server.objects.set(key, Buffer.from(bytes));
    const origin = await before(server.endpoint);
    const list = join(work, 'urls.txt');
    await writeFile(list, [...images.keys()].map((key) => `${origin}/${SHOP}/\t${key}\n`).join(''));
    const urls = { urls: { allowPrivateAddresses: true } };
    const close = () => server[Symbol.asyncDispose]();
    return { address: `urls:${list}`, options: { urls }, [Symbol.asyncDispose]: close };
  },

  async azure(images, { before = async (origin) => origin }) {
    const azurite = await startAzurite();
    const container = new ContainerClient(azurite.connectionString, SHOP);
    await container.create();
    for (const [key, bytes] of images) await container.getBlockBlobClient(key).uploadData(Buffer.from(bytes));
    const origin = await before(azurite.origin);
    const azure = { connectionString: azurite.connectionString.replace(azurite.origin, origin) };
    const close = () => azurite[Symbol.asyncDispose]();
    return { address: `azure://${SHOP}`, options: { azure }, [Symbol.asyncDispose]: close };
  },
};

/** Puts images into a new source of a kind, under these keys. */
export const fillSource = (kind: SourceKind, images: Images, options: FillOptions): Promise<FilledSource> =>
  FILL[kind](images, options);
