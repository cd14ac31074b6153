/** Imports through tinyproxy and squid, as Debian has them, over http and https, with and without a password. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { GalleryClient, importCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { selfSigned } from '../src/emulator/upload/self-signed.ts';

/** An address of this machine that is not loopback, which is never called through a proxy. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
assert(address !== undefined, 'Cannot check proxies as this machine has no address but loopback');

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'; // the emulator's certificate is its own
const folder = await mkdtemp(join(tmpdir(), 'proxies-'));
await chmod(folder, 0o755); // squid gives up its rights before it reads its passwords

interface Kind {
  readonly name: string;
  readonly user: string;
  start(port: number): Promise<ChildProcess>;
}

const tinyproxy = (name: string, user: string): Kind => ({
  name,
  user,
  async start(port) {
    const path = join(folder, `${name}.conf`);
    const login = user === '' ? '' : `BasicAuth ${user.replace(':', ' ')}\n`;
    await writeFile(
      path,
      `Port ${port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 100\nLogLevel Error\n${login}`,
    );
    return spawn('tinyproxy', ['-d', '-c', path], { stdio: 'ignore' });
  },
});

const squid: Kind = {
  name: 'squid',
  user: '',
  async start(port) {
    const path = join(folder, 'squid.conf');
    // What Debian ships, but for the ports: CONNECT goes to those of TLS alone.
    const lines = [
      `http_port 127.0.0.1:${port}`,
      `acl TLS port ${httpsPorts().join(' ')}`,
      'acl CONNECT method CONNECT',
      'http_access deny CONNECT !TLS',
      'http_access allow localhost',
      'http_access deny all',
      'cache deny all',
      ...['access_log none', 'cache_log /dev/null', 'pid_filename none', 'shutdown_lifetime 0 seconds'],
      `coredump_dir ${folder}`,
    ];
    await writeFile(path, `${lines.join('\n')}\n`);
    return spawn('squid', ['-N', '-f', path], { stdio: 'ignore' });
  },
};

const relays: Relay[] = [];
const httpsPorts = (): readonly number[] => relays.filter(({ isTls }) => isTls).map(({ port }) => port);

interface Relay {
  readonly isTls: boolean;
  readonly port: number;
  /** Connections that were made to it. */
  connections: number;
  close(): void;
}

/** A port on this machine's address that leads to a port of loopback. */
async function openRelay(target: string, isTls: boolean): Promise<Relay> {
  const sockets = new Set<Socket>();
  const pass = (socket: Socket) => {
    relay.connections++;
    const behind = connect(Number(target.split(':').at(-1)), '127.0.0.1');
    for (const one of [socket, behind]) {
      sockets.add(one);
      one.on('error', () => {}); // both are then ended
      one.once('close', () => {
        socket.destroy();
        behind.destroy();
        sockets.delete(one);
      });
    }
    socket.pipe(behind).pipe(socket);
  };
  const server: Server = isTls ? createTlsServer(selfSigned(), pass) : createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const relay = {
    isTls,
    port: (server.address() as { port: number }).port,
    connections: 0,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  relays.push(relay);
  return relay;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const IMAGES = 20;
for (let n = 0; n < IMAGES; n++)
  await writeFile(join(folder, `${n}.jpg`), await makeImage({ format: 'jpeg', width: 200, height: 200 + n }));
const rows = Array.from({ length: IMAGES }, (_, n) => ({
  productId: `${n}`,
  image: `${n}.jpg`,
  customContent: '',
}));

await using emulator = await startEmulator({ taskDurationMs: 0, rates: 'off' });
for (const isTls of [false, true])
  for (const target of [emulator.imageSearchEndpoint, emulator.ossEndpoint]) await openRelay(target, isTls);

try {
  for (const kind of [
    tinyproxy('tinyproxy', ''),
    tinyproxy('tinyproxy-password', 'shop:a-password'),
    squid,
  ]) {
    const port = await freePort();
    const proxy = await kind.start(port);
    try {
      await untilListening(port);
      await importThrough(kind, port);
      await callThrough(kind, port);
      if (kind.user !== '') await refusedBy(port);
    } finally {
      proxy.kill('SIGKILL');
    }
  }
} finally {
  for (const relay of relays) relay.close();
  await rm(folder, { recursive: true, force: true });
}

function optionsThrough(proxy: string, isTls: boolean) {
  const [search, oss] = relays.filter((relay) => relay.isTls === isTls).map(({ port }) => port);
  const scheme = isTls ? 'https' : 'http';
  return {
    ...{ images: folder, to: `oss://${emulator.bucketName}/through`, credentials: emulator, proxy },
    ...{ region: emulator.regionId, instance: emulator.instanceName },
    endpoint: `${scheme}://${address}:${search}`,
    ossEndpoint: `${scheme}://${address}:${oss}`,
  };
}

function urlOf(user: string, port: number): string {
  return `http://${user === '' ? '' : `${user}@`}127.0.0.1:${port}`;
}

async function importThrough({ name, user }: Kind, port: number): Promise<void> {
  emulator.reset();
  for (const relay of relays) relay.connections = 0;
  const summary = await importCatalogue(rows, optionsThrough(urlOf(user, port), true));
  assert.equal(summary.succeeded, IMAGES);
  assert.equal(emulator.gallery().length, IMAGES);
  const connections = relays.filter((relay) => relay.isTls).map((relay) => relay.connections);
  for (const count of connections) assert(count <= 20, `${count} tunnels for one service`);
  console.log(`${name}, https: ${IMAGES} images, connections ${connections.join(' and ')}`);
}

/** Over http a proxy writes `Host` anew, which takes a bucket out of the front of an address: Image Search alone is called. */
async function callThrough({ name, user }: Kind, port: number): Promise<void> {
  const { region, instance, credentials, endpoint, proxy } = optionsThrough(urlOf(user, port), false);
  const gallery = new GalleryClient({ region, instance, credentials, endpoint, proxy });
  for (let n = 0; n < IMAGES; n++) assert(await gallery.find(`${n}`, `${n}.jpg`));
  console.log(`${name}, http: ${IMAGES} calls`);
}

async function refusedBy(port: number): Promise<void> {
  for (const isTls of [false, true]) {
    const wrong = optionsThrough(`http://shop:wrong-one@127.0.0.1:${port}`, isTls);
    await assert.rejects(importCatalogue(rows, wrong), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'PROXY_REFUSED');
      assert(!String(error).includes('wrong-one'));
      return true;
    });
  }
  console.log('tinyproxy with another password: PROXY_REFUSED');
}
