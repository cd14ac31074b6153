import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OSS_CALL_CHANNEL, type OssCallMessage } from '../../src/storage/oss-call-message.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';

let messages: OssCallMessage[];
const hear = (message: unknown) => void messages.push(message as OssCallMessage);
beforeEach(() => {
  messages = [];
  subscribe(OSS_CALL_CHANNEL, hear);
});
afterEach(() => void unsubscribe(OSS_CALL_CHANNEL, hear));

const SECRET = 'the-very-secret-of-the-key-pair';

it('calls of OSS publish what they do, how they ended and their request ids, and nothing secret', async () => {
  await using emulator = await startEmulator();
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  const store = new OssStore({ bucket, region, endpoint, credentials: emulator });
  await store.put('a/b.jpg', Buffer.from('the content'));
  await store.read('a/b.jpg', { offset: 0, length: 3 });
  await store.head('none.jpg');
  store.close();
  const names = messages.map(({ action, attempt, ok, code, httpStatus }) =>
    [action, attempt, ok, code, httpStatus].join(' '),
  );
  expect(names).toEqual([
    `store oss://${bucket}/a/b.jpg 1 true  200`,
    `read oss://${bucket}/a/b.jpg 1 true  206`,
    `describe oss://${bucket}/none.jpg 1 false NoSuchKey 404`,
  ]);
  for (const { requestId, endpoint: host } of messages) {
    expect(requestId).toMatch(/\w/);
    expect(host).toContain('localhost');
  }
  expect(JSON.stringify(messages)).not.toMatch(new RegExp(`${emulator.accessKeySecret}|the content`));
});

it('every repeat of a call of OSS publishes a message of its own', async () => {
  await using server = await startFaultServer(reply(503, 'later'));
  const store = new OssStore({
    ...{ bucket: 'bucket', region: 'cn-shanghai', endpoint: `http://localhost:${server.port}` },
    ...{ credentials: { accessKeyId: 'a', accessKeySecret: SECRET }, clock: new FakeClock({ auto: true }) },
  });
  await rejection(store.head('a'));
  store.close();
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.map(({ attempt }) => attempt)).toEqual(messages.map((_, n) => n + 1));
  expect(messages.every(({ ok, httpStatus }) => !ok && httpStatus === 503)).toBe(true);
  expect(JSON.stringify(messages)).not.toContain(SECRET);
});
