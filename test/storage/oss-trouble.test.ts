import { describe, expect, it } from 'vitest';
import { OssStore } from '../../src/storage/oss-store.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Fault, startFaultServer } from '../support/fault-server.ts';

const credentials = { accessKeyId: 'a', accessKeySecret: 'b' };
const storeAt = (endpoint: string, timeoutMs = 5_000) =>
  new OssStore({
    bucket: 'bucket',
    region: 'cn-shanghai',
    endpoint,
    credentials,
    timeoutMs,
    clock: new FakeClock({ auto: true }),
  });

const answering =
  (text: string): Fault =>
  (socket) =>
    void socket.end(text);

describe.concurrent('OssStore', () => {
  it.each<[string, string]>([
    ['something that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a header that is too long', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
  ])('rejects with BAD_ANSWER, in one line of our own, when it is answered %s', async (_, text) => {
    await using server = await startFaultServer(answering(text));
    const store = storeAt(`http://localhost:${server.port}`);
    const error = await rejection(store.head('a'));
    store.close();
    expect(error).toMatchObject({ code: 'BAD_ANSWER', retryable: true, advice: expect.any(String) });
    expect((error as Error).message).toMatch(
      /^Cannot describe oss:\/\/bucket\/a at localhost:\d+: the answer.* did not come from OSS$/,
    );
    expect((error as Error).message).not.toMatch(/connected:|headers:|\n/);
  });

  it('rejects with TIMEOUT when an answer never ends the call: 101 Switching Protocols', async () => {
    const upgrade = answering(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    );
    await using server = await startFaultServer(upgrade);
    const store = storeAt(`http://localhost:${server.port}`, 200);
    const error = await rejection(store.head('a'));
    store.close();
    expect(['TIMEOUT', 'CONNECTION_LOST']).toContain((error as { code?: string }).code);
  });
});
