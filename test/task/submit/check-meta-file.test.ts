import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { OssStore } from '../../../src/storage/oss-store.ts';
import type { SubmitOptions } from '../../../src/task/submit/submit-options.ts';
import { failureOf, rejection } from '../../support/failure.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, putFolder, tasksOf } from '../../support/test-bed.ts';

const SPRING = 'oss://emulated-bucket/spring';
const KEY = 'spring/increment.meta';

let emulator: Emulator;
let store: OssStore;
beforeEach(async () => {
  emulator = await startEmulator({ taskDurationMs: 0, buckets: { 'far-away': 'cn-beijing' } });
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  store = new OssStore({ bucket, region, endpoint, credentials: emulator });
});
afterEach(async () => {
  store.close();
  await emulator.close();
});

const count = async () => (await listData(emulator)).TotalCount;
/** A store that describes increment.meta, and has nothing else. */
const holding = (etag: string | undefined) => ({
  head: async (key: string) => (key === KEY ? { key, bytes: 10, etag } : undefined),
});

describe('submit() with a store', () => {
  it('starts the task when increment.meta is there, with the ETag that was written', async () => {
    const { etag = '' } = await store.put(KEY, Buffer.from(line()));
    for (const options of [{ store }, { store, etag }, { store, etag: `"${etag.toLowerCase()}"` }]) {
      const tasks = tasksOf(emulator);
      await tasks.wait(await tasks.submit(SPRING, { ...options, whenRunning: 'wait' }));
    }
    expect(await count()).toBe(3);
  });

  it('compares the ETag of the file that beforeSubmit wrote', async () => {
    const tasks = tasksOf(emulator);
    const prepare = () => store.put(KEY, Buffer.from(line()));
    await tasks.wait(await tasks.submit(SPRING, { store, beforeSubmit: prepare }));
    const elsewhere = async () => {
      const written = await prepare();
      await store.put(KEY, Buffer.from('another writer was faster\n'));
      return written;
    };
    const failure = await failureOf(tasks.submit(SPRING, { store, beforeSubmit: elsewhere }));
    expect(failure).toMatchObject({ code: 'META_FILE_CHANGED', retryable: false });
    expect(await count()).toBe(1);
  });

  it.each<[string, string, SubmitOptions, RegExp]>([
    [
      'there is no increment.meta',
      'META_FILE_MISSING',
      { store: { head: async () => undefined } },
      /oss:\/\/emulated-bucket\/spring\/increment\.meta must be there/,
    ],
    [
      'the store answers null',
      'META_FILE_MISSING',
      { store: { head: async () => null as unknown as undefined } },
      /increment\.meta must be there/,
    ],
    [
      'another file lies there',
      'META_FILE_CHANGED',
      { store: holding('ABC'), etag: 'DEF' },
      /with ETag DEF: current value is ABC$/,
    ],
    [
      'the store has no ETag to compare',
      'META_FILE_CHANGED',
      { store: holding(undefined), etag: 'DEF' },
      /current value is unknown$/,
    ],
  ])('starts nothing and rejects when %s', async (_, code, options, says) => {
    const failure = await failureOf(tasksOf(emulator).submit(SPRING, options));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(says);
    expect(failure.advice).toBeDefined();
    expect(await count()).toBe(0);
  });

  it('starts nothing and rejects with the failure of the store when it cannot be asked', async () => {
    const away = new OssStore({
      bucket: 'far-away',
      region: 'cn-shanghai',
      endpoint: emulator.ossEndpoint,
      credentials: emulator,
    });
    expect(await failureOf(tasksOf(emulator).submit('oss://far-away/spring', { store: away }))).toMatchObject(
      {
        code: expect.stringMatching(/REGION_MISMATCH|AccessDenied/),
      },
    );
    away.close();
    expect(await count()).toBe(0);
  });

  it.each<[string, SubmitOptions, RegExp]>([
    [
      'the store holds another bucket',
      { store: { bucket: 'other', head: async () => undefined } },
      /'store' must be of the bucket of the address, "emulated-bucket": current value is "other"/,
    ],
    [
      'the bucket is in another region',
      { store: { region: 'cn-beijing', head: async () => undefined } },
      /in the region of the instance, cn-shanghai: "emulated-bucket" is in cn-beijing/,
    ],
    ['there is an ETag and no store to ask', { etag: 'ABC' }, /'etag' needs a 'store'/],
  ])('rejects with a TypeError before anything is sent when %s', async (_, options, says) => {
    let prepared = 0;
    const submitted = tasksOf(emulator).submit(SPRING, {
      ...options,
      beforeSubmit: async () => void prepared++,
    });
    const error = await rejection(submitted);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(says);
    expect([await count(), prepared]).toEqual([0, 0]);
  });
});

describe('findStarted()', () => {
  it('finds the task of an intent that was saved before it was sent, and no other', async () => {
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator);
    const intents: string[] = [];
    const onIntent = async (intent: object) => void intents.push(JSON.stringify(intent));
    const refs = [];
    for (let n = 0; n < 3; n++) {
      const ref = await tasks.submit(SPRING, { onIntent });
      refs.push(ref);
      await tasks.wait(ref);
    }
    const [first, , last] = intents.map((intent) => JSON.parse(intent));
    expect(last.before).toHaveLength(2);
    expect(await tasksOf(emulator).findStarted(last)).toEqual(refs[2]);
    expect(first.before).toEqual([]);
    expect(refs).toContainEqual(await tasks.findStarted(first)); // one of those that came after it
  });

  it('needs of all the tasks before only those of the same place', async () => {
    for (const name of ['spring', 'summer']) await putFolder(emulator, name);
    const tasks = tasksOf(emulator);
    await tasks.wait(await tasks.submit(SPRING));
    let sent: Parameters<typeof tasks.findStarted>[0] | undefined;
    const onIntent = async (intent: typeof sent) => {
      sent = intent;
    };
    const ref = await tasks.submit('oss://emulated-bucket/summer', { onIntent });
    expect(sent).toMatchObject({ path: '/summer', before: [] });
    expect(sent && (await tasks.findStarted(sent))).toEqual(ref);
  });

  it('gives undefined when nothing was sent after the intent', async () => {
    const tasks = tasksOf(emulator);
    let sent: Parameters<typeof tasks.findStarted>[0] | undefined;
    const fault = new Error('the power went');
    const interrupted = tasks.submit(SPRING, {
      onIntent: async (intent) => {
        sent = intent;
        throw fault;
      },
    });
    expect(await rejection(interrupted)).toBe(fault);
    if (sent === undefined) throw fault;
    expect(await tasks.findStarted(sent)).toBeUndefined();
    expect(await count()).toBe(0);
    await expect(tasks.findStarted({ ...sent, instance: 'other' })).rejects.toThrow(TypeError);
  });
});
