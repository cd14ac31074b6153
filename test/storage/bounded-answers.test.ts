import { describe, expect, it, vi } from 'vitest';
import { OssStore } from '../../src/storage/oss-store.ts';
import { expectWithout, failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { endlessly, type Fault, reply, startFaultServer } from '../support/fault-server.ts';
import { all } from '../support/items.ts';

const FROM_OSS = { 'x-oss-request-id': 'R', 'content-type': 'application/xml' };

const CALLS: Readonly<Record<string, (store: OssStore) => Promise<unknown>>> = {
  put: (store) => store.put('a.jpg', Buffer.from('image')),
  read: (store) => store.read('a.jpg', { offset: 0, length: 10 }),
  delete: (store) => store.delete('a.jpg'),
  list: (store) => all(store.list('a')),
};

/** What a call rejects with, how many requests it took, and that no connection stays that still sends. */
async function refusedBy(answer: Fault, call = 'list') {
  await using server = await startFaultServer(answer);
  const store = new OssStore({
    ...{ bucket: 'bucket', region: 'cn-shanghai', endpoint: `http://localhost:${server.port}` },
    ...{ credentials: { accessKeyId: 'a', accessKeySecret: 'b' }, clock: new FakeClock({ auto: true }) },
  });
  const failure = await failureOf(CALLS[call]?.(store) ?? Promise.resolve());
  const requests = server.requests.length;
  store.close();
  await vi.waitFor(() => expect(server.open()).toBe(0));
  return { failure, requests };
}

const xml = (code: string, message: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>R</RequestId></Error>`;

describe.concurrent('OssStore', () => {
  it('list() rejects with BAD_ANSWER, and reads no further, when a listing has more than 16 MB', async () => {
    const { failure, requests } = await refusedBy(endlessly(200, FROM_OSS));
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', httpStatus: 200, retryable: false });
    expect(failure.message).toBe(
      `Cannot list oss://bucket/a at ${/localhost:\d+/.exec(failure.message)?.[0]}: it answered HTTP 200 with more than 16777216 bytes`,
    );
    expect(requests).toBe(1);
  });

  it.each(
    Object.keys(CALLS).flatMap((call) => [
      { call, status: 403, tries: 1 },
      { call, status: 503, tries: 4 },
    ]),
  )('$call() rejects with BAD_ANSWER, after $tries tries, when a $status never ends', async (row) => {
    const { failure, requests } = await refusedBy(endlessly(row.status, FROM_OSS), row.call);
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', httpStatus: row.status, retryable: row.tries > 1 });
    expect(failure.message).toMatch(
      new RegExp(`: it answered HTTP ${row.status} with more than 65536 bytes$`),
    );
    expect(requests).toBe(row.tries);
  });

  it.each(Object.keys(CALLS))(
    '%s() has the reason of OSS from one request when it is refused',
    async (call) => {
      const { failure, requests } = await refusedBy(reply(403, xml('NoWay', 'You may not'), FROM_OSS), call);
      expect(failure).toMatchObject({ code: 'NoWay', httpStatus: 403, requestId: 'R' });
      expect(failure.message).toMatch(/: You may not$/);
      expect(requests).toBe(1);
    },
  );

  it('has no code of OSS when what stands there is too long to be one', async () => {
    const { failure } = await refusedBy(reply(400, xml('C'.repeat(200), 'm'), FROM_OSS));
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', httpStatus: 400 });
    expectWithout(failure, 'CCCC');
  });
});
