import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import type { ExportOptions } from '../../src/gallery/export/gallery-export.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { GalleryImage } from '../../src/gallery/gallery-image.ts';
import { systemClock } from '../../src/shared/async/sleep.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { inTurn, replyJson, startFaultServer, staySilent } from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import { rpcCall } from '../support/rpc-call.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

let picture: Uint8Array;
beforeAll(async () => {
  picture = await makeImage({ format: 'jpeg', width: 120, height: 100 });
});

const IMAGES = [
  {
    productId: 'P1',
    picName: 'a.jpg',
    categoryId: 4,
    customContent: 'k1:v1, "蓝";\nsecond line',
    intAttr: -1,
  },
  { productId: 'P1', picName: '图 片.jpg', intAttr2: 2, intAttr3: 0, intAttr4: 2_147_483_647 },
  { productId: '007', picName: 'b.jpg', strAttr: 'a,b', strAttr2: "'", strAttr3: '红', strAttr4: ' d ' },
];

/** An emulator with these images, and a client of it on the clock of the machine. */
async function withImages(options: EmulatorOptions = {}, images: readonly object[] = IMAGES) {
  const emulator = await startEmulator({ taskDurationMs: 20, ...options });
  const gallery = new GalleryClient({ ...connection(emulator), ...FAST });
  for (const image of images) await gallery.add({ ...(image as (typeof IMAGES)[0]), picture });
  return { emulator, gallery, [Symbol.asyncDispose]: () => emulator.close() };
}

/** The clock of the machine, since exports take time; the pace of the calls is not what these tests are about. */
const FAST = {
  clock: systemClock,
  queriesPerSecond: 100,
  requestsPerSecond: { DumpMeta: 1_000, DumpMetaList: 1_000, AddImage: 1_000 },
  serviceType: 'product',
} as const;
const SOON: ExportOptions = { pollDelay: () => 5 };

/** An export of somebody else, which runs when this resolves, and its first image. */
async function startDump(emulator: Emulator) {
  const other = new GalleryClient({ ...connection(emulator), ...FAST }).export(SOON);
  const first = other.next(); // it starts with the first image that is asked for
  await expect.poll(() => isExporting(emulator)).toBe(true);
  return { other, first };
}

async function isExporting(emulator: Emulator): Promise<boolean> {
  const { body } = await rpcCall(emulator, { action: 'DumpMetaList' });
  const { DumpMetaList } = body['Data'] as { readonly DumpMetaList: readonly { readonly Status: string }[] };
  return DumpMetaList.some(({ Status }) => Status === 'PROCESSING');
}

describe('GalleryClient.export()', () => {
  it.each(['json-lines', 'csv'] as const)(
    'gives every image with all its fields when the file is %s',
    async (exportFormat) => {
      await using bed = await withImages({ exportFormat });
      const images = bed.gallery.export(SOON);
      const found = await all(images);
      const expected = await Promise.all(
        IMAGES.map(({ productId, picName }) => bed.gallery.find(productId, picName)),
      );
      expect(found).toEqual(expected);
      expect(found[0]?.customContent).toBe(IMAGES[0]?.customContent);
      expect(images.summary).toEqual({
        ...{ exportId: '1', lines: 3, records: 3, notUnderstood: 0, examples: [], unknownFields: [] },
        createdAt: expect.any(Number),
      });
    },
  );

  it('gives nothing when the gallery is empty', async () => {
    await using bed = await withImages({}, []);
    const images = bed.gallery.export(SOON);
    expect(await all(images)).toEqual([]);
    expect(images.summary).toMatchObject({ exportId: '1', lines: 0, records: 0 });
  });

  it('asks for nothing before the first image is asked for, and then for a new export each time', async () => {
    await using bed = await withImages();
    const unread = bed.gallery.export(SOON);
    for (const id of ['1', '2']) {
      const images = bed.gallery.export(SOON);
      await all(images);
      expect(images.summary.exportId).toBe(id);
    }
    expect(unread.summary.exportId).toBeUndefined();
  });

  it.each<[string, unknown, RegExp]>([
    ['has another whenRunning', { whenRunning: 'join' }, /'whenRunning' must be one of refuse, wait, adopt/],
    ['has a pollDelay that is none', { pollDelay: 5 }, /'pollDelay' must be a function/],
    ['is misspelt', { whenRuning: 'wait' }, /did you mean 'whenRunning'/],
  ])('throws a TypeError before anything is sent when an option %s', async (_, options, says) => {
    await using server = await startFaultServer(staySilent);
    await using bed = await withImages({}, []);
    const gallery = new GalleryClient({ ...connection(bed.emulator), endpoint: server.endpoint });
    expect(() => gallery.export(options as ExportOptions)).toThrow(TypeError);
    expect(() => gallery.export(options as ExportOptions)).toThrow(says);
    expect(() => new GalleryClient({ ...connection(bed.emulator), resultHosts: ['a b'] })).toThrow(TypeError);
    expect(server.requests).toEqual([]);
  });
});

describe('GalleryClient.export(), while another export runs', () => {
  let bed: Awaited<ReturnType<typeof withImages>>;
  beforeAll(async () => {
    bed = await withImages({ taskDurationMs: 300 });
  });
  afterAll(() => bed.emulator.close());

  it('rejects, with the id of that export and what to do, when it is to refuse', async () => {
    const { other, first } = await startDump(bed.emulator);
    const failure = await failureOf(all(bed.gallery.export(SOON)));
    expect(failure).toMatchObject({ code: 'Console.TaskAlreadyExist', retryable: true });
    await first;
    expect(failure.message).toContain(`export ${other.summary.exportId} is running`);
    expect(failure.message).toContain("'adopt'");
    await other.return();
  });

  it('gives the images of an export of its own when it is to wait', async () => {
    const { other, first } = await startDump(bed.emulator);
    const images = bed.gallery.export({ ...SOON, whenRunning: 'wait' });
    expect(await all(images)).toHaveLength(3);
    await first;
    expect(Number(images.summary.exportId)).toBe(Number(other.summary.exportId) + 1);
    await other.return();
  });

  it('gives the images of the other export when it is to adopt', async () => {
    const { other, first } = await startDump(bed.emulator);
    const images = bed.gallery.export({ ...SOON, whenRunning: 'adopt' });
    const adopted: GalleryImage[] = await all(images);
    const { value } = await first;
    expect([value, ...(await all(other))]).toEqual(adopted);
    expect(images.summary.exportId).toBe(other.summary.exportId);
  });
});

describe('GalleryClient.runningExport()', () => {
  it('gives the export that runs, whoever has started it, and nothing while none does', async () => {
    await using bed = await withImages({ taskDurationMs: 60_000 }, []);
    expect(await bed.gallery.runningExport()).toBeUndefined();
    expect((await rpcCall(bed.emulator, { action: 'DumpMeta' })).status).toBe(200);
    expect(await bed.gallery.runningExport()).toEqual({ id: '1' });
  });

  it('looks for it on the next page when a whole page of exports is over', async () => {
    const exported = (Id: number, Status: string) => ({ Id, Status });
    const page = (DumpMetaList: readonly object[]) => replyJson(200, { Data: { DumpMetaList } });
    const over = Array.from({ length: 30 }, (_, n) => exported(n + 1, 'SUCCESS'));
    await using server = await startFaultServer(inTurn(page(over), page([exported(31, 'PROCESSING')])));
    await using bed = await withImages({}, []);
    const gallery = new GalleryClient({ ...connection(bed.emulator), endpoint: server.endpoint, ...FAST });
    expect(await gallery.runningExport()).toEqual({ id: '31' });
    expect(server.requests.map((request) => /PageNumber=(\d)/.exec(request)?.[1])).toEqual(['1', '2']);
  });

  it('rejects with a code when the service does not list its exports', async () => {
    await using bed = await withImages({}, []);
    bed.emulator.addFault({ kind: 'unavailable', operation: 'DumpMetaList', times: 'always' });
    const { clock } = connection(bed.emulator);
    const gallery = new GalleryClient({ ...connection(bed.emulator), ...FAST, clock });
    expect(await failureOf(gallery.runningExport())).toMatchObject({ code: 'ServiceUnavailable' });
  });
});

describe('GalleryClient.export(), from an emulator at fault', () => {
  it('takes its own export for its own when the answer that started it was lost', async () => {
    await using bed = await withImages();
    const lost = bed.emulator.addFault({ kind: 'lost', operation: 'DumpMeta' });
    const images = bed.gallery.export(SOON);
    expect(await all(images)).toHaveLength(3);
    expect([lost.hits, images.summary.exportId]).toEqual([1, '1']);
  });

  it('rejects with the error of the call when no export was started by it', async () => {
    await using bed = await withImages();
    bed.emulator.addFault({ kind: 'reset', operation: 'DumpMeta' });
    expect(await failureOf(all(bed.gallery.export(SOON)))).toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('starts it later when the service has denied it because of the pace', async () => {
    await using bed = await withImages();
    const denied = bed.emulator.addFault({ kind: 'throttled', operation: 'DumpMeta', times: 3 });
    expect(await all(bed.gallery.export(SOON))).toHaveLength(3);
    expect(denied.hits).toBe(3);
  });

  it('waits through an outage while the export runs', async () => {
    await using bed = await withImages();
    bed.emulator.addFault({ kind: 'unavailable', operation: 'DumpMetaList', from: 2, times: 6 });
    expect(await all(bed.gallery.export(SOON))).toHaveLength(3);
  });

  it.each(['html-200', 'empty', 'cut', 'reset', 'unavailable'] as const)(
    'asks for a fresh URL, and gives every image once, when the file is first answered by %s',
    async (kind) => {
      await using bed = await withImages();
      const fault = bed.emulator.addFault({ kind, operation: 'GetObject', times: 2 });
      const images = bed.gallery.export(SOON);
      expect((await all(images)).map(({ productId }) => productId)).toEqual(['P1', 'P1', '007']);
      expect(images.summary).toMatchObject({ lines: 3, records: 3 });
      expect(fault.hits).toBe(2);
    },
  );

  it('rejects with the own reason, and leaves the export at the service, when it is aborted', async () => {
    await using bed = await withImages({ taskDurationMs: 60_000 });
    const controller = new AbortController();
    const images = bed.gallery.export({ ...SOON, signal: controller.signal });
    const first = rejection(images.next());
    await expect.poll(() => isExporting(bed.emulator)).toBe(true);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await first).toBe(reason);
    expect(await isExporting(bed.emulator)).toBe(true);
  });

  it('gives none of the images that it has read already when it is aborted between two', async () => {
    await using bed = await withImages();
    const controller = new AbortController();
    const images = bed.gallery.export({ ...SOON, signal: controller.signal });
    expect((await images.next()).value).toMatchObject({ productId: 'P1' });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await rejection(images.next())).toBe(reason);
    expect(await images.next()).toEqual({ done: true, value: undefined });
  });
});
