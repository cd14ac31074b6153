import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RECORDS = 1_000_000;
const ROUNDS = 3;

/** An export of a million records, downloaded and read, against reading and parsing the same file from the disk. */
export async function* benchGalleryExport(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const path = folder.pathOf('export.jsonl');
  await pipeline(lines(RECORDS), createWriteStream(path));
  await using service = await serveExport(path);
  const work = (name: 'images' | 'readline') => () =>
    inWorker('gallery-export.worker.mjs', { work: name, path, endpoint: service.endpoint }, RECORDS);
  const middle = await interleaved(ROUNDS, { images: work('images'), readline: work('readline') });
  yield {
    name: `images of an export of ${RECORDS} records (at most 1.6)`,
    value: middle('images', 'seconds'),
    unit: 's',
    against: { name: 'readline and JSON.parse', value: middle('readline', 'seconds') },
  };
  yield {
    name: `peak memory of that export (at most 150 MB)`,
    value: middle('images', 'peakMb'),
    unit: 'MB',
    against: { name: 'readline and JSON.parse', value: middle('readline', 'peakMb') },
  };
}

/** Answers as the service does when an export is over. */
async function serveExport(path: string) {
  const { size } = await stat(path);
  const server = createServer((request, response) => {
    const action = request.headers['x-acs-action'];
    request.resume();
    if (action === undefined) {
      response.writeHead(200, { 'content-length': size, 'x-oss-request-id': 'R' });
      createReadStream(path).pipe(response);
      return;
    }
    const isOver = /[?&]Id=/.test(request.url ?? '');
    const over = { Id: 1, Status: 'SUCCESS', Code: '0', MetaUrl: `http://127.0.0.1:${port}/export` };
    const Data = action === 'DumpMeta' ? { Id: '1' } : { DumpMetaList: isOver ? [over] : [] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ Success: true, Data }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function* lines(count: number): Generator<string, void, void> {
  const batch = 1000;
  for (let first = 0; first < count; first += batch)
    yield Array.from({ length: batch }, (_, n) => `${JSON.stringify(record(first + n))}\n`).join('');
}

const record = (n: number) => ({
  ProductId: String(100_000 + n),
  PicName: `spring/${n % 1000}/p${n}.jpg`,
  CategoryId: n % 8,
  CustomContent: `红色 shirt number ${n}, with a description of about a hundred characters that fills the line`,
  IntAttr: n,
  StrAttr: `brand-${n % 100}`,
});
