import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import {
  checkReadiness,
  ImageSearchClient,
  READINESS_RULES,
  type ReadinessOptions,
} from '../../../src/index.ts';
import { into, storeOf } from '../../flow/import-test-bed.ts';
import { rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { refusedEndpoint, reply, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { increase, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putObjects } from '../../support/test-bed.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let emulator: Emulator;
const start = async (options: EmulatorOptions = {}) => {
  await emulator?.close();
  emulator = await startEmulator({ taskDurationMs: 0, ...options });
};
beforeEach(() => start());
afterEach(() => emulator.close());

const optionsOf = (more: object = {}) => ({ ...into(emulator), ...more }) as ReadinessOptions;

/** What was found, by check: `error TASK_RUNNING`. */
async function found(more: object = {}): Promise<Readonly<Record<string, string>>> {
  const { isReady, findings } = await checkReadiness(optionsOf(more));
  expect(isReady).toBe(findings.every(({ level }) => level !== 'error'));
  for (const { level, remedy, message, code } of findings) {
    expect(message).toMatch(/^([A-Z]|oss:)/);
    expect(remedy === undefined).toBe(level === 'fine');
    if (code in READINESS_RULES) expect(READINESS_RULES[code as 'CLOCK_OFF']).toMatchObject({ level });
  }
  return Object.fromEntries(findings.map(({ check, level, code }) => [check, `${level} ${code}`]));
}

const FINE = {
  credentials: 'fine CALLER_KNOWN',
  clock: 'fine CLOCK_RIGHT',
  instance: 'fine INSTANCE_FOUND',
  type: 'fine INSTANCE_TYPE',
  region: 'fine REGION_RIGHT',
  capacity: 'fine CAPACITY_LEFT',
  term: 'fine TERM_LEFT',
  tasks: 'fine NO_TASK_RUNS',
  exports: 'fine NO_EXPORT_RUNS',
  bucket: 'fine BUCKET_READABLE',
  writing: 'fine BUCKET_WRITABLE',
  'increment.meta': 'fine META_FILE_ABSENT',
  PicName: 'fine PIC_NAME_BASE',
};

const notChecked = (...checks: readonly (keyof typeof FINE)[]) =>
  Object.fromEntries(checks.map((check) => [check, 'warning NOT_CHECKED']));

const OF_INSTANCE = ['type', 'region', 'capacity', 'term', 'tasks', 'exports'] as const;
const OF_BUCKET = ['writing', 'increment.meta'] as const;

describe('checkReadiness()', () => {
  it('finds all fine, in a fixed order, and leaves nothing behind', async () => {
    const findings = await found();
    expect(findings).toEqual(FINE);
    expect(Object.keys(findings)).toEqual(Object.keys(FINE));
    expect(await all(storeOf(emulator).list(''))).toEqual([]);
    expect(emulator.gallery()).toEqual([]);
  });

  it('says who calls, what is left and where it wrote', async () => {
    const { findings } = await checkReadiness(optionsOf());
    const messages = findings.map(({ message }) => message).join('\n');
    expect(messages).toContain('those of acs:ram::1000000000000000:root');
    expect(messages).toContain('The gallery has 0 of at most 100000 images: 100000 more fit');
    expect(messages).toContain('oss://emulated-bucket/spring/.import-check was written, and removed');
    expect(messages).toContain('PicName is taken to be relative to the folder "spring"');
    expect(messages).toMatch(/The term of the instance ends on \d{4}-\d\d-\d\d, in 36[45] days/);
  });

  it('asks only what an import by single calls needs', async () => {
    const { tasks: _, writing: __, 'increment.meta': ___, PicName: ____, ...fine } = FINE;
    expect(await found({ route: 'direct' })).toEqual(fine);
    const { bucket: _____, ...withoutBucket } = fine;
    expect(await found({ route: 'direct', to: undefined })).toEqual(withoutBucket);
  });

  it('leaves a client open that it was given', async () => {
    const { to, ...options } = into(emulator);
    await using client = new ImageSearchClient({ ...options, bucket: emulator.bucketName });
    const { isReady } = await checkReadiness({ to, client });
    expect(isReady).toBe(true);
    expect(await client.store.head('nothing')).toBeUndefined();
  });

  it('checks nothing else of the account when the secret is wrong', async () => {
    const { accessKeyId } = emulator;
    const credentials = { accessKeyId, accessKeySecret: 'wrong-secret' };
    expect(await found({ credentials })).toEqual({
      ...{ ...FINE, credentials: 'error SignatureDoesNotMatch' },
      ...notChecked('instance', ...OF_INSTANCE, 'bucket', ...OF_BUCKET),
    });
    const { findings } = await checkReadiness(optionsOf({ credentials }));
    expect(JSON.stringify(findings)).not.toContain('wrong-secret');
    const [{ message } = { message: '' }] = findings.filter(({ check }) => check === 'capacity');
    expect(message).toBe('The check "capacity" was not made, as "credentials" failed');
  });

  it('names credentials that cannot be had', async () => {
    const credentials = { getCredential: () => Promise.reject(new Error('none')) };
    expect(await found({ credentials })).toMatchObject({
      credentials: 'error NO_CREDENTIALS',
      instance: 'warning NOT_CHECKED',
    });
  });

  it('warns, and goes on, when STS cannot be reached', async () => {
    const stsEndpoint = await refusedEndpoint();
    expect(await found({ stsEndpoint })).toEqual({ ...FINE, credentials: 'warning CALLER_UNKNOWN' });
  });

  it.each([
    [20, 'error CLOCK_WRONG'],
    [-20, 'error CLOCK_WRONG'],
    [10, 'warning CLOCK_OFF'],
    [-10, 'warning CLOCK_OFF'],
    [1, 'fine CLOCK_RIGHT'],
  ])("finds the service's clock %d minutes away from ours: %s", async (minutes, expected) => {
    await start({ clock: new FakeClock({ startsAt: Date.now() + minutes * MINUTE }) });
    const findings = await found();
    expect(findings['clock']).toBe(expected);
    expect(findings['credentials']).toBe(
      Math.abs(minutes) > 15 ? 'error InvalidTimeStamp.Expired' : 'fine CALLER_KNOWN',
    );
  });

  it('does not take the time of a proxy for that of the service', async () => {
    const page = reply(502, 'Bad gateway', { date: new Date(Date.now() - 20 * MINUTE).toUTCString() });
    await using proxy = await startFaultServer(page);
    expect((await found({ endpoint: proxy.endpoint }))['clock']).toBe('warning CLOCK_UNKNOWN');
  });

  it('says what to do about a code that it does not know', async () => {
    await using server = await startFaultServer(replyJson(400, { Code: 'Strange', Message: 'Strange.' }));
    const options = optionsOf({ endpoint: server.endpoint, route: 'direct', to: undefined });
    const { findings } = await checkReadiness(options);
    expect(findings.find(({ check }) => check === 'instance')).toMatchObject({
      ...{ level: 'error', code: 'Strange', remedy: expect.stringContaining('help pages') },
    });
  });

  it('finds a service that cannot be reached, and goes on with the other', async () => {
    const endpoint = await refusedEndpoint();
    expect(await found({ ossEndpoint: `http://${endpoint}` })).toEqual({
      ...{ ...FINE, bucket: 'error CONNECTION_REFUSED' },
      ...notChecked(...OF_BUCKET),
    });
    expect(await found({ endpoint })).toEqual({
      ...{ ...FINE, credentials: 'warning CALLER_UNKNOWN', clock: 'warning CLOCK_UNKNOWN' },
      ...{ instance: 'error CONNECTION_REFUSED', ...notChecked(...OF_INSTANCE) },
    });
  });

  it('still looks at the bucket when the instance is unknown', async () => {
    expect(await found({ instance: 'other' })).toEqual({
      ...{ ...FINE, instance: 'error Console.InstanceNotFound' },
      ...notChecked(...OF_INSTANCE),
    });
  });

  it('finds that the instance and the bucket are in another region', async () => {
    expect(await found({ region: 'cn-hangzhou' })).toMatchObject({
      ...{ region: 'error REGION_MISMATCH', bucket: 'error REGION_MISMATCH' },
      ...notChecked(...OF_BUCKET),
    });
  });

  it.each([
    [undefined, 'fine CAPACITY_LEFT'],
    [0, 'fine CAPACITY_LEFT'],
    [9_999, 'fine CAPACITY_LEFT'],
    [10_000, 'warning CAPACITY_SHORT'],
    [10_001, 'error CAPACITY_TOO_SMALL'],
  ])('with one image in a gallery of 10,000 and adds: %s finds %s', async (adds, expected) => {
    await start({ capacity: 10_000 });
    await addImage();
    expect((await found({ adds }))['capacity']).toBe(expected);
  });

  it.each([
    [334, 'fine TERM_LEFT'],
    [336, 'warning TERM_ENDS_SOON'],
    [366, 'error TERM_OVER'],
  ])('finds after %d of 365 days: %s', async (days, expected) => {
    const clock = new FakeClock({ startsAt: Date.now() + days * DAY, auto: true });
    expect((await found({ clock }))['term']).toBe(expected);
  });

  it('says what an instance does not tell', async () => {
    const answer = replyJson(200, { Success: true, Instance: { Name: 'shop', ServiceType: 99 } });
    await using server = await startFaultServer(answer);
    expect(await found({ endpoint: server.endpoint, route: 'direct', to: undefined })).toMatchObject({
      ...{ clock: 'warning CLOCK_UNKNOWN', type: 'warning INSTANCE_TYPE_UNKNOWN' },
      ...{
        region: 'warning REGION_UNKNOWN',
        capacity: 'warning CAPACITY_UNKNOWN',
        term: 'warning TERM_UNKNOWN',
      },
    });
  });

  it.each([
    ['batch', 'error TASK_RUNNING'],
    ['auto', 'warning TASK_RUNNING'],
    ['direct', undefined],
  ])('finds a task that runs, for the route %s: %s', async (route, expected) => {
    await start({ taskDurationMs: 60_000 });
    await increase(emulator);
    expect((await found({ route }))['tasks']).toBe(expected);
  });

  it.each(['sample', 'export'])('finds an export that runs, with verify: %s', async (verify) => {
    await start({ taskDurationMs: 60_000 });
    expect((await rpcCall(emulator, { action: 'DumpMeta' })).status).toBe(200);
    expect(await found({ verify })).toEqual({ ...FINE, exports: 'warning EXPORT_RUNNING' });
    const { findings } = await checkReadiness(optionsOf());
    expect(findings.find(({ check }) => check === 'exports')?.message).toContain('Export 1 ');
  });

  it.each([
    ['sample', 'warning EXPORTS_UNKNOWN'],
    ['export', 'error Console.NoPermission'],
  ])('finds that it may not ask for exports, with verify: %s: %s', async (verify, expected) => {
    const Action = ['oss:*', 'imagesearch:Detail', 'imagesearch:IncreaseList'];
    const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } as const;
    const user = { accessKeyId: 'ana', accessKeySecret: 'secret-of-ana' };
    await start({ users: [{ ...user, policy }] });
    expect(await found({ credentials: user, verify })).toEqual({ ...FINE, exports: expected });
  });

  it('finds no bucket of this name', async () => {
    expect(await found({ to: 'oss://no-such-bucket/spring' })).toMatchObject({
      bucket: 'error NoSuchBucket',
      ...notChecked(...OF_BUCKET),
    });
  });

  it('finds a folder that may be read and not written', async () => {
    const Action = ['oss:GetObject', 'imagesearch:*'];
    const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } as const;
    const user = { accessKeyId: 'ana', accessKeySecret: 'secret-of-ana' };
    await start({ users: [{ ...user, policy }] });
    expect(await found({ credentials: user })).toEqual({ ...FINE, writing: 'error AccessDenied' });
  });

  it('finds an increment.meta of somebody else', async () => {
    await putObjects(emulator, { 'spring/increment.meta': 'x\n' });
    expect(await found()).toEqual({ ...FINE, 'increment.meta': 'warning META_FILE_PRESENT' });
  });

  it("knows that every document means the same by PicName in the bucket's root", async () => {
    const { findings } = await checkReadiness(optionsOf({ to: `oss://${emulator.bucketName}` }));
    expect(findings.at(-1)?.message).toContain('every document means the same');
  });

  it.each(['before', 'while Image Search does not answer', 'while OSS does not answer'])(
    "rejects with the signal's reason when it is aborted %s",
    async (when) => {
      const reason = new Error('enough');
      const ending = new AbortController();
      if (when === 'before') ending.abort(reason);
      const service = when.includes('OSS') ? 'oss' : 'imageSearch';
      const fault = emulator.addFault({ kind: 'silence', service, times: 'always' });
      const checking = rejection(checkReadiness(optionsOf({ signal: ending.signal })));
      while (when !== 'before' && fault.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      ending.abort(reason);
      expect(await checking).toBe(reason);
    },
  );

  it.each<[string, object, string]>([
    ['a misspelt option', { ads: 3 }, 'no option "ads": did you mean \'adds\'?'],
    ['no bucket', { to: undefined }, "'to' must be given unless 'route' is 'direct'"],
    ['adds that are no number', { adds: 1.5 }, "'adds' must be an integer of at least 0"],
    ['an endpoint that is none', { stsEndpoint: 'https://a/b' }, "'stsEndpoint' must be"],
    ['a signal that is none', { signal: {} }, "'signal' must be an AbortSignal"],
    [
      'the address of increment.meta itself',
      { to: 'oss://emulated-bucket/increment.meta' },
      'that of the folder',
    ],
    ['another way to verify', { verify: 'none' }, "'verify' must be one of sample, all, export, no"],
    ['a client that is none', { client: {} }, "'client' must be an ImageSearchClient"],
  ])('throws before it asks anything for %s', async (_, more, message) => {
    const fault = emulator.addFault({ kind: 'empty', times: 'always' });
    const error = await rejection(checkReadiness(optionsOf(more)));
    expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    expect((error as Error).message).toContain(message);
    expect(fault.hits).toBe(0);
  });
});

/** Puts an image into the gallery by a call. */
async function addImage(): Promise<void> {
  const bytes = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  const PicContent = Buffer.from(bytes).toString('base64');
  const form = { InstanceName: emulator.instanceName, ProductId: 'P', PicName: 'a.jpg', PicContent };
  expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
}
