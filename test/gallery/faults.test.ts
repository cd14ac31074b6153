import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import { ImageSearchClient } from '../../src/index.ts';
import { isImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS, randomFaults, type StruckOperation } from '../support/fault-table.ts';
import { all } from '../support/items.ts';
import { rpcCall } from '../support/rpc-call.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

const RUNS = process.env['MODE'] === 'long' ? 500 : 50;
/** A call that takes longer hangs. */
const HANGS_MS = 60_000;

const ids = ['P1', 'P2'];
const [picName, added] = ['a.png', 'P3'];
const signalOf = () => ({ signal: AbortSignal.timeout(HANGS_MS) });

type Gallery = ImageSearchClient['gallery'];

interface StruckCall {
  /** Every operation of Image Search that the call makes; an export's file is read from OSS. */
  readonly operations: readonly string[];
  readonly make: (gallery: Gallery) => Promise<unknown>;
  /** What it gives when all is well. */
  readonly gives: unknown;
  /** The products of the gallery when it was done, and so after a success. @default both that were there */
  readonly leaves?: readonly string[];
  /** Whether the gallery has what was asked for, as its images have it, beside their products. */
  readonly isDone?: () => boolean;
}

const productsOf = async (search: Promise<{ readonly images: readonly { readonly productId: string }[] }>) =>
  (await search).images.map(({ productId }) => productId);

let emulator: Emulator;
let pictures: readonly Uint8Array[];
const recordOf = (productId: string) => emulator.gallery().find(({ ProductId }) => ProductId === productId);

const CALLS: Readonly<Record<string, StruckCall>> = {
  'detail()': {
    operations: ['Detail'],
    make: async (gallery) => (await gallery.detail(signalOf())).images,
    gives: 2,
  },
  'find()': {
    operations: ['Detail', 'CheckImageExists'],
    make: async (gallery) => (await gallery.find('P1', picName, signalOf()))?.customContent,
    gives: 'content of P1',
  },
  'find() of what is not there': {
    operations: ['Detail', 'CheckImageExists'],
    make: async (gallery) => (await gallery.find('P9', picName, signalOf())) ?? 'nothing',
    gives: 'nothing',
  },
  'add()': {
    operations: ['Detail', 'AddImage'],
    make: async (gallery) =>
      (await gallery.add({ productId: added, picName, picture: pictures[0] ?? '' }, signalOf())).multiRegion
        .length,
    gives: 1,
    leaves: [...ids, added],
  },
  'update()': {
    operations: ['UpdateImage'],
    make: async (gallery) => {
      await gallery.update({ productId: 'P1', picName, intAttr: 7 }, signalOf());
      return 'updated';
    },
    gives: 'updated',
    isDone: () => recordOf('P1')?.['IntAttr'] === 7 && recordOf('P1')?.['CustomContent'] === 'content of P1',
  },
  'delete()': {
    operations: ['DeleteImage'],
    make: async (gallery) => {
      await gallery.delete({ productId: 'P1', picName }, signalOf()); // a repeat finds nothing left
      return 'deleted';
    },
    gives: 'deleted',
    leaves: ['P2'],
  },
  'search() by a picture': {
    operations: ['Detail', 'SearchImageByPic'],
    make: (gallery) => productsOf(gallery.search({ picture: pictures[1] ?? '' }, signalOf())),
    gives: ['P2', 'P1'],
  },
  'search() by an image': {
    operations: ['Detail', 'SearchImageByName'],
    make: (gallery) => productsOf(gallery.search({ productId: 'P2', picName }, signalOf())),
    gives: ['P2', 'P1'],
  },
  'search() by a filter': {
    operations: ['Detail', 'SearchImageByFilter'],
    make: (gallery) => productsOf(gallery.search({ filter: 'int_attr = 1' }, signalOf())),
    gives: ['P1'],
  },
  'search() by a text': {
    operations: ['Detail', 'SearchImageByText'],
    make: (gallery) =>
      gallery.search({ text: 'red shoes' }, signalOf()).catch((error: Error & { code?: string }) => {
        if (error.code === 'UnsupportedInstanceType') return 'not on this instance';
        throw error;
      }),
    gives: 'not on this instance',
  },
  'export()': {
    operations: ['DumpMeta', 'DumpMetaList', 'GetObject'],
    make: async (gallery) => {
      const images = gallery.export({ ...signalOf(), pollDelay: () => 1 });
      const found = (await all(images)).map(({ productId }) => productId);
      return { found, ...images.summary };
    },
    gives: expect.objectContaining({ found: ids, lines: 2, records: 2, notUnderstood: 0 }),
  },
  'runningExport()': {
    operations: ['DumpMetaList'],
    make: async (gallery) => (await gallery.runningExport(signalOf())) ?? 'none',
    gives: 'none',
  },
};

beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
  pictures = await Promise.all(
    [1, 2].map((seed) => makeImage({ format: 'png', width: 120, height: 100, seed })),
  );
});
afterAll(() => emulator.close());

/** A gallery of two images. */
async function begin(): Promise<void> {
  emulator.reset();
  for (const [n, ProductId] of ids.entries()) {
    const PicContent = Buffer.from(pictures[n] ?? []).toString('base64');
    const fields = { CustomContent: `content of ${ProductId}`, IntAttr: String(n + 1) };
    const form = { InstanceName: emulator.instanceName, ProductId, PicName: picName, PicContent, ...fields };
    expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
  }
}

/** Makes a call under faults: it gives what is right, or an error with a code, and the gallery is as it says. */
async function expectRight(call: StruckCall, rules: readonly FaultRule[]): Promise<'right' | 'refused'> {
  await begin();
  const handles = rules.map((rule) => emulator.addFault(rule));
  const options = { readTimeoutMs: READ_TIMEOUT_MS, clock: connection(emulator).clock };
  await using client = new ImageSearchClient({ ...connection(emulator), ...options });
  const outcome = await call.make(client.gallery).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  for (const handle of handles) handle.remove();
  const products = emulator.gallery().map(({ ProductId }) => ProductId);
  const { leaves = ids, isDone = () => true } = call;
  if ('value' in outcome) {
    expect(outcome.value).toEqual(call.gives);
    expect(products).toEqual(leaves);
    expect(isDone()).toBe(true);
  } else {
    expect(isImageSearchError(outcome.error), String(outcome.error)).toBe(true);
    expect((outcome.error as { readonly code: string }).code).toMatch(/\S/);
    expect([ids, leaves]).toContainEqual(products);
  }
  for (const id of ids.filter((one) => products.includes(one)))
    expect(recordOf(id)?.['CustomContent']).toBe(`content of ${id}`);
  expect(await exportsStarted()).toBeLessThanOrEqual(call.operations.includes('DumpMeta') ? 1 : 0);
  return 'value' in outcome ? 'right' : 'refused';
}

/** How many exports the instance has run: DumpMeta is not idempotent. */
async function exportsStarted(): Promise<number> {
  const { body } = await rpcCall(emulator, { action: 'DumpMetaList' });
  return (body['Data'] as { readonly TotalCount: number }).TotalCount;
}

const struck = ({ operations }: StruckCall): readonly StruckOperation[] =>
  operations.map((operation) => ({
    service: operation === 'GetObject' ? 'oss' : 'imageSearch',
    operation,
  }));

describe.each(Object.entries(CALLS))('GalleryClient.%s', (_, call) => {
  it('gives what is right when nothing goes wrong', async () => {
    expect(await expectRight(call, [])).toBe('right');
  });

  const table = struck(call).flatMap((operation) =>
    FAULT_TABLE.map((kind) => ({ ...operation, ...kind, from: 1, times: 2 })),
  );
  it.each(table)(
    'gives what is right, or an error with a code, when $operation meets $kind (work done: $workDone)',
    async (rule) => {
      await expectRight(call, [rule]);
    },
  );
});

describe('GalleryClient', () => {
  it(
    `gives what is right, or an error with a code, in ${RUNS} runs with faults at random places`,
    async () => {
      const names = Object.keys(CALLS);
      const ended = { right: 0, refused: 0 };
      for (let seed = 1; seed <= RUNS; seed++) {
        const name = names[seed % names.length] ?? '';
        const call = CALLS[name] as StruckCall;
        const rules = randomFaults(seed, struck(call));
        const end = await expectRight(call, rules).catch((cause: unknown) => {
          throw new Error(`Seed ${seed}: ${name}, ${JSON.stringify(rules)}`, { cause });
        });
        ended[end] += 1;
      }
      expect(ended.right + ended.refused).toBe(RUNS);
      expect(ended.right).toBeGreaterThan(0);
      expect(ended.refused).toBeGreaterThan(0);
    },
    30_000 + RUNS * 5_000,
  );
});
