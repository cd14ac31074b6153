import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A server that BullMQ keeps its queues on, on a free port of this machine. */
export interface QueueServer extends AsyncDisposable {
  readonly connection: string;
  /** Ends it as a power cut does, and starts it again with what is on its disk. */
  readonly killAndRestart: () => Promise<void>;
}

/** Whether Debian's servers must both be there, as for `npm run test:queues`, which fails without one. */
export const ALL_SERVERS = ['queues', 'long'].includes(process.env['MODE'] ?? '');

/** Else Redis is used where it is installed, and PGlite in place of PostgreSQL. */
export const QUEUE_SERVERS: Readonly<Record<string, () => Promise<QueueServer>>> = {
  ...((ALL_SERVERS || isInstalled('redis-server')) && { Redis: startRedis }),
  ...(ALL_SERVERS ? { PostgreSQL: startPostgres } : { PGlite: startPglite }),
};

function isInstalled(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** @param password that it asks for, which its address has not */
export async function startRedis(password?: string): Promise<QueueServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'redis-'))];
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  if (password !== undefined) settings.push('--requirepass', password);
  const start = () =>
    spawn('redis-server', [...settings, '--appendonly', 'yes'], {
      stdio: 'ignore',
    });
  let server = start();
  await answers(port, server);
  return {
    connection: `redis://127.0.0.1:${port}`,
    killAndRestart: async () => {
      await ended(server, 'SIGKILL');
      server = start();
      await answers(port, server);
    },
    [Symbol.asyncDispose]: async () => {
      await ended(server, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package makes. */
async function startPostgres(): Promise<QueueServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'postgres-'))];
  await chmod(folder, 0o777);
  const as = process.getuid?.() === 0 ? await userOf('postgres') : {};
  const data = join(folder, 'data');
  const programs = await postgresPrograms();
  const start = [
    join(programs, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync'],
  ] as const;
  await promisify(execFile)(...start, as);
  const settings = ['-F', '-D', data, '-k', folder, '-h', '127.0.0.1', '-p', `${port}`];
  const run = () => spawn(join(programs, 'postgres'), settings, { stdio: 'ignore', ...as });
  let server = run();
  await answers(port, server);
  return {
    connection: `postgres://postgres@127.0.0.1:${port}/postgres`,
    killAndRestart: async () => {
      await ended(server, 'SIGKILL');
      // It refuses to start while processes of the one before still use its memory: they end once they find out.
      for (let isUp = false; !isUp; ) {
        server = run();
        isUp = await answers(port, server).then(
          () => true,
          () => false,
        );
      }
    },
    [Symbol.asyncDispose]: async () => {
      await ended(server, 'SIGINT'); // it waits for no client then
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL in WebAssembly, in a process of its own. */
async function startPglite(): Promise<QueueServer> {
  const folder = await mkdtemp(join(tmpdir(), 'pglite-'));
  const program = fileURLToPath(new URL('../../examples/many-machines/pglite-server.mjs', import.meta.url));
  const schema = 'bullmq';
  const start = async (port: string) => {
    const argument = [program, join(folder, 'data'), schema, port];
    const child = spawn(process.execPath, argument, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ends = once(child, 'close').then(([code]) => {
      throw new Error(`The server has ended with ${code}`);
    });
    ends.catch(() => {}); // that it is ended later is no trouble
    const [given] = await Promise.race([once(child.stdout, 'data'), ends]);
    return { child, port: String(given).trim() };
  };
  let { child, port } = await start('0');
  return {
    connection: `postgres://postgres@127.0.0.1:${port}/postgres`,
    killAndRestart: async () => {
      await ended(child, 'SIGKILL');
      ({ child, port } = await start(port));
    },
    [Symbol.asyncDispose]: async () => {
      await ended(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function userOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const idOf = async (flag: string) => Number((await promisify(execFile)('id', [flag, name])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

async function postgresPrograms(): Promise<string> {
  const packages = '/usr/lib/postgresql';
  const versions = existsSync(packages) ? await readdir(packages) : [];
  const newest = versions.map(Number).toSorted((a, b) => b - a)[0];
  return newest === undefined ? '' : join(packages, `${newest}`, 'bin');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

/** Resolves when a server takes connections. */
async function answers(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server has ended with ${server.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await sleep(50);
  }
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = once(server, 'close');
  server.kill(signal);
  await closed;
}
