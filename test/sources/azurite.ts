import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** The account that every Azurite has, as its documents publish it. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite extends AsyncDisposable {
  readonly connectionString: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly account: string;
  readonly accountKey: string;
}

/** Azurite's blob service on a free port of loopback, in memory. */
export async function startAzurite(): Promise<Azurite> {
  const port = await freePort();
  const main = join(
    dirname(createRequire(import.meta.url).resolve('azurite/package.json')),
    'dist/src/blob/main.js',
  );
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--blobHost', '127.0.0.1', '--blobPort', String(port), '--silent', '--loose'],
      ...['--inMemoryPersistence', '--disableTelemetry'],
      '--skipApiVersionCheck', // the package speaks a later version of the protocol than Azurite knows
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stderr.resume();
  const ended = once(child, 'exit');
  for await (const text of child.stdout) if (String(text).includes('successfully listen')) break;
  const origin = `http://127.0.0.1:${port}`;
  return {
    ...{ origin, account: ACCOUNT, accountKey: KEY },
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${origin}/${ACCOUNT};`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
