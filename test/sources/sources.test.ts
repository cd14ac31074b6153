import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { S3Source } from '../../src/sources/cloud/s3-source.ts';
import { UrlListSource } from '../../src/sources/urls/url-list-source.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { conforms, type FilledSource } from './conformance.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

describe('FolderStore', () => {
  const source = new FolderStore(join(folder.path, 'images'));
  const put = async (key: string, bytes: Uint8Array) => void (await source.put(key, bytes));
  conforms(() => ({ source, put, knowsSizes: true, hasEtags: false }));
});

describe('OssStore', () => {
  let emulator: Emulator;
  let source: OssStore;
  beforeAll(async () => {
    emulator = await startEmulator();
    const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
    source = new OssStore({ bucket, region, endpoint, credentials: emulator });
  });
  afterAll(async () => {
    source.close();
    await emulator.close();
  });
  const put = async (key: string, bytes: Uint8Array) => void (await source.put(key, bytes));
  conforms(() => ({ source, put, knowsSizes: true, hasEtags: true }));
});

describe.each([
  ['many pages', 3],
  ['one page', 1_000],
])('S3Source, listed in %s', (_, pageSize) => {
  let server: S3Server;
  let source: S3Source;
  beforeAll(async () => {
    server = await startS3Server('bkt', pageSize);
    const credentials = { accessKeyId: 'ak', secretAccessKey: 'sk' };
    source = new S3Source({ bucket: 'bkt', endpoint: server.endpoint, pathStyle: true, credentials });
  });
  afterAll(async () => {
    source.close();
    await server[Symbol.asyncDispose]();
  });
  const put = async (key: string, bytes: Uint8Array) => void server.objects.set(key, Buffer.from(bytes));
  conforms(() => ({ source, put, knowsSizes: true, hasEtags: true }));
});

describe.each([
  ['by ranges', true],
  ['whole', false],
])('UrlListSource, of a server that sends images %s', (_, hasRanges) => {
  const objects = new Map<string, Buffer>();
  const server = createServer(({ url = '', headers }, response) => {
    const bytes = objects.get(decodeURIComponent(url.slice(1)));
    if (bytes === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('etag', `"${createHash('md5').update(bytes).digest('hex')}"`);
    const [, first = 0, last = 0] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')?.map(Number) ?? [];
    const isCurrent = (headers['if-range'] ?? response.getHeader('etag')) === response.getHeader('etag');
    if (!hasRanges || !isCurrent) {
      response.end(bytes);
      return;
    }
    if (first >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const part = bytes.subarray(first, last + 1);
    const contentRange = `bytes ${first}-${first + part.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-range': contentRange }).end(part);
  });
  const path = join(folder.path, `list-${hasRanges}.txt`);
  let source: UrlListSource | undefined;
  beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
  afterAll(async () => {
    source?.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(path, { force: true });
  });
  /** The list is written anew with each object, and opened anew after that. */
  const put = async (key: string, bytes: Uint8Array) => {
    objects.set(key, Buffer.from(bytes));
    const prefix = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const lines = [...objects.keys()].map(
      (one) => `${prefix}${encodeURIComponent(one)},"${one.replaceAll('"', '""')}"\n`,
    );
    await writeFile(path, `url,key\n${lines.join('')}`);
    source?.close();
    source = undefined;
  };
  const open = (): FilledSource => ({
    get source() {
      source ??= new UrlListSource(path, { urls: { allowPrivateAddresses: true } });
      return source;
    },
    ...{ put, knowsSizes: false, hasEtags: true },
  });
  conforms(open);
});
