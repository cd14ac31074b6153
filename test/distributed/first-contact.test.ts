import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallPermits } from '../../src/distributed/call-permits.ts';
import { openBackend } from '../../src/distributed/queue-backend.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { importAndCollect, quickEmulator } from '../flow/import-test-bed.ts';
import { ALL_SERVERS, QUEUE_SERVERS, type QueueServer, startRedis } from '../support/queue-servers.ts';
import { DistributedBed } from './distributed-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator();
});
afterAll(() => emulator.close());

describe.each(Object.entries(QUEUE_SERVERS))('a %s that breaks the first connections', (_, start) => {
  let server: QueueServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is used by a worker and a coordinator once it answers', async () => {
    await using door = await stubbornDoor(server.connection);
    await using bed = await DistributedBed.open(emulator, door.connection, 4);
    await using worker = await bed.worker();
    door.breakNext();
    const { summary } = await importAndCollect(bed.rows(4), bed.importOptions());
    expect(summary).toMatchObject({ supplied: 4, succeeded: 4 });
    expect(worker.queue).toMatch(/^imagesearch-import-/);
    expect(door.left).toBe(0);
  });

  it('gives a permit for a call once it answers', async () => {
    await using door = await stubbornDoor(server.connection);
    await using permits = new CallPermits(await openBackend(door.connection));
    const call = { location: 'cn-test', instance: 'away', operation: 'AddImage', perSecond: 100 } as const;
    const turn = await permits.turns(async () => {})(call, undefined);
    turn.sent();
    expect(door.left).toBe(0);
  });
});

const withPassword = (connection: string) => connection.replace('//', '//:wrong@');
const withoutDatabase = (connection: string) => connection.replace(/\w+$/, 'missing');

describe.each([
  ['Redis that asks for a password', 'Redis', () => startRedis('sesame'), (own: string) => own, /NOAUTH/],
  ['Redis with another password', 'Redis', () => startRedis('sesame'), withPassword, /WRONGPASS/],
  [
    'PostgreSQL without the database',
    'PostgreSQL',
    QUEUE_SERVERS['PostgreSQL'],
    withoutDatabase,
    /not exist/,
  ],
] as const)('a %s', (_, kind, start, addressOf, reason) => {
  it.skipIf(!(kind in QUEUE_SERVERS) || (kind === 'PostgreSQL' && !ALL_SERVERS))(
    'ends a worker and a coordinator at once, and is told with its reason',
    async () => {
      await using server = await (start as () => Promise<QueueServer>)();
      await using bed = await DistributedBed.open(emulator, addressOf(server.connection), 1);
      const refused = { code: 'QUEUE_REFUSED', retryable: false, message: expect.stringMatching(reason) };
      await expect(bed.worker()).rejects.toMatchObject(refused);
      await expect(importAndCollect(bed.rows(1), bed.importOptions())).rejects.toMatchObject(refused);
    },
  );
});

/** A way to a server that breaks the next two connections as they come, and lets the others through. */
async function stubbornDoor(connection: string) {
  const { port, hostname } = new URL(connection);
  let left = 2;
  const door = createServer((incoming) => {
    if (left > 0) {
      left -= 1;
      incoming.destroy();
      return;
    }
    const outgoing = connect(Number(port), hostname);
    for (const way of [pipeline(incoming, outgoing), pipeline(outgoing, incoming)]) way.catch(() => {});
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const url = new URL(connection);
  url.port = String((door.address() as AddressInfo).port);
  return {
    connection: url.href,
    get left() {
      return left;
    },
    breakNext: () => {
      left = 2;
    },
    [Symbol.asyncDispose]: async () => void door.close(),
  };
}
