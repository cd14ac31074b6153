import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from 'imagesearch-import/emulator';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const IMAGES = 1_000;
const FEW = 10_000;
const MANY = 5_000_000;
const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const PEAK = new URL('./peak.mjs', import.meta.url).href;

/** The peak memory of the command line whose task leaves a file of far more failures than there are images. */
export async function* benchFailureMemory(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const names = await makeManyImages(folder, IMAGES);
  const few = await peakMb(folder, names, FEW);
  const many = await peakMb(folder, names, MANY);
  yield {
    ...{ name: `peak memory of an import whose task has ${MANY} failures`, value: many, unit: 'MB' },
    against: { name: `with ${FEW} failures`, value: few },
  };
}

async function peakMb(folder: TemporaryFolder, names: readonly string[], failures: number): Promise<number> {
  const catalogue = await writeCatalogue(folder, names);
  await using emulator = await startEmulator({ taskDurationMs: 0 });
  await using front = await serveFailures(emulator, names, failures);
  const peakFile = folder.pathOf('peak');
  const args = [
    ...['--import', PEAK, CLI, 'import', catalogue, '--images', folder.path, '--json'],
    ...['--to', `oss://${emulator.bucketName}/bench`, '--region', emulator.regionId],
    ...['--instance', emulator.instanceName, '--endpoint', front.endpoint],
    ...['--oss-endpoint', emulator.ossEndpoint],
  ];
  const env = {
    ...{ PATH: process.env['PATH'], PEAK_FILE: peakFile, ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId },
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
  };
  const run = promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 28 });
  const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => error); // 1: images have failed
  if (!stdout.includes(`"failed":${names.length}`))
    throw new Error(`Not all have failed: ${stdout.slice(-1_000)}`);
  return rounded(Number(await readFile(peakFile, 'utf8')) / 2 ** 20);
}

/** Passes every call on to the emulator, and puts a file of failures of its own into the answers. */
async function serveFailures(emulator: Emulator, names: readonly string[], failures: number) {
  const target = new URL(`http://${emulator.imageSearchEndpoint}`);
  const server = createServer(async (incoming, answer) => {
    if (incoming.method === 'GET') return writeFailures(answer, names, failures);
    const passed = request(target, { path: incoming.url, method: 'POST', headers: incoming.headers });
    incoming.pipe(passed);
    const [reply] = await once(passed, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of reply) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    for (const task of body.Data?.Increments?.Instance ?? [])
      if (task.Status === 'SUCCESS') task.ErrorUrl = `http://${endpoint}/failures`;
    answer.writeHead(reply.statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint, [Symbol.asyncDispose]: close };
}

const LINES_PER_WRITE = 1_000;

async function writeFailures(
  answer: ServerResponse,
  names: readonly string[],
  failures: number,
): Promise<void> {
  answer.writeHead(200, { 'x-oss-request-id': 'bench' });
  await pipeline(Readable.from(failureLines(names, failures)), answer);
}

function* failureLines(names: readonly string[], failures: number): Generator<string, void, void> {
  for (let first = 0; first < failures; first += LINES_PER_WRITE) {
    let text = '';
    for (let n = first; n < first + LINES_PER_WRITE; n++) {
      const name = names[n % (2 * names.length)] ?? `unknown-${n}.jpg`; // every other image is not of the catalogue
      text += `{"picName":"${name}","code":"InvalidPicContent","message":"failure ${n} of this file"}\n`;
    }
    yield text;
  }
}
