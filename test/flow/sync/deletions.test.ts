import { describe, expect, it } from 'vitest';
import { withheldDeletions } from '../../../src/import/sync/withheld-deletions.ts';
import {
  type ImportProgress,
  isImageSearchError,
  listKeptWork,
  type SyncOptions,
} from '../../../src/index.ts';
import { logCalls } from '../../support/call-log.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, fill, galleryOf, syncAndCollect, wantedBy } from './sync-bed.ts';

const bed = bedOfFile();

const DELETES = { deleteSuperfluous: true } as const;
const codes = ({
  withheld,
}: {
  readonly withheld: { readonly because: readonly { readonly code: string }[] };
}) => withheld.because.map(({ code }) => code);

describe('syncCatalogue() deletes superfluous images', () => {
  it('not at all when nobody has asked for it, and says how many there are', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    const { summary } = await syncAndCollect(entriesOf(1, 30), emulator, bed);
    expect(emulator.gallery()).toHaveLength(30);
    expect(summary.plan.withheld.images).toBe(1);
    expect(codes(summary.plan)).toEqual(['NOT_ASKED_TO_DELETE']);
    expect(summary.import).toBeUndefined();
  });

  it.each([
    [0.05, 20, 19, []],
    [0.05, 20, 18, ['TOO_MANY_DELETED']],
    [0, 20, 19, ['TOO_MANY_DELETED']],
    [1, 20, 0, []],
  ] as const)(
    'up to a share of %d: of %d images, the catalogue has %d',
    async (share, held, wanted, because) => {
      await using emulator = await quickEmulator();
      await fill(emulator, bed, entriesOf(0, held));
      const catalogue = entriesOf(0, wanted);
      const { summary } = await syncAndCollect(catalogue, emulator, bed, {
        ...DELETES,
        maxDeletedShare: share,
      });
      expect(codes(summary.plan)).toEqual(because);
      expect(emulator.gallery()).toHaveLength(because.length === 0 ? wanted : held);
    },
  );

  it('not while an entry of the catalogue is refused, and imports all the same', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    const catalogue = [...entriesOf(1, 31), { productId: '', image: '1.png' }];
    const { summary, outcomes } = await syncAndCollect(catalogue, emulator, bed, DELETES);
    expect(codes(summary.plan)).toEqual(['CATALOGUE_NOT_UNDERSTOOD']);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['imported', 'refused']);
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(0, 31)));
  });

  it.each([
    ['EXPORT_NOT_UNDERSTOOD', { export: { lines: 31, notUnderstood: 1 } }],
    ['EXPORT_STALE', { tasks: { running: '7', newest: '7', lastEndedAt: 0 } }],
    ['EXPORT_STALE', { tasks: { running: undefined, newest: '7', lastEndedAt: 1_001 } }],
    [
      'EXPORT_STALE',
      { tasks: { running: undefined, newest: '7', lastEndedAt: 0 }, export: { createdAt: undefined } },
    ],
    ['EXPORT_TOO_SMALL', { counted: 101 }],
  ] as const)('not on the strength of an export that cannot be relied on: %s (%o)', (code, doubt) => {
    const whole = {
      exportId: '1',
      createdAt: 1_000,
      lines: 100,
      records: 100,
      notUnderstood: 0,
      examples: [],
      unknownFields: [],
    };
    const facts = {
      ...{
        superfluous: 1,
        deleteSuperfluous: true,
        maxDeletedShare: 0.05,
        refused: 0,
        held: 100,
        counted: 100,
      },
      ...{ export: whole, tasks: { running: undefined, newest: '6', lastEndedAt: 1_000 } },
    };
    expect(withheldDeletions(facts)).toEqual({ images: 0, because: [] });
    const given = { ...facts, ...doubt, export: { ...whole, ...('export' in doubt && doubt.export) } };
    const withheld = withheldDeletions(given);
    expect(withheld.images).toBe(1);
    expect(withheld.because.map((one) => one.code)).toEqual([code]);
  });

  it('and counts those that a doubt withholds as none of its work', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 8));
    const state = bed.stateOf('withheld');
    await syncAndCollect([...entriesOf(0, 2), entryOf(9)], emulator, bed, { ...DELETES, state });
    for await (const kept of listKeptWork(state))
      expect(kept).toMatchObject({ status: 'over', planned: 1, settled: 1 });
  });

  it('and those that the catalogue itself deletes, single ones and whole products', async () => {
    await using emulator = await quickEmulator();
    const twoOfOne = [entryOf(1), entryOf(1, 1, { picName: 'other.png', image: '2.png' })];
    await fill(emulator, bed, [entryOf(0), ...twoOfOne, ...entriesOf(2, 9)]);
    const catalogue = [
      ...entriesOf(2, 9),
      { operationType: 'DELETE', productId: 'P0', picName: '0.png' } as const,
      { operationType: 'DELETE', productId: 'P1' } as const,
      { operationType: 'DELETE', productId: 'P99', picName: '99.png' } as const,
    ];
    const { summary } = await syncAndCollect(catalogue, emulator, bed, { allowProductDeletes: true });
    expect(summary.plan.kinds).toMatchObject({ deleted: 3, superfluous: 0 });
    expect(summary.plan.comparison).toMatchObject({ productDeletes: 1, singleDeletes: 1, gone: 1, same: 7 });
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(2, 9)));
  });
});

const FAULTS = [
  ['unavailable', { operation: 'DumpMeta' }],
  ['html-200', { operation: 'DumpMeta' }],
  ['lost', { operation: 'DumpMetaList', from: 2 }],
  ['expired', { service: 'oss', operation: 'GetObject' }],
  ['html-200', { service: 'oss', operation: 'GetObject' }],
  ['json-200', { service: 'oss', operation: 'GetObject' }],
  ['garbage', { service: 'oss', operation: 'GetObject' }],
  ['cut', { service: 'oss', operation: 'GetObject' }],
  ['reset', { service: 'oss', operation: 'GetObject' }],
] as const;

describe('syncCatalogue() changes nothing and throws a clear error', () => {
  it.each(FAULTS)('when an export meets %s (%o)', async (kind, where) => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    const before = galleryOf(emulator);
    emulator.addFault({ kind, ...where, times: 'always' });
    using calls = logCalls(emulator.imageSearchEndpoint);
    const sync = syncAndCollect(entriesOf(1, 40, 2), emulator, bed, { ...DELETES, patienceMs: 0 });
    await expect(sync).rejects.toSatisfy((error) => isImageSearchError(error) && error.message.length > 20);
    expect(galleryOf(emulator)).toEqual(before);
    for (const operation of ['IncreaseInstance', 'UpdateImage', 'DeleteImage', 'AddImage'])
      expect(calls.operations).not.toContain(operation);
  });
});

it.each([
  ['a sync', {}],
  ['a verification by export', { by: 'find', verify: 'export' }],
] as const)(
  'the export of %s is waited for as long as patienceMs says, and that is told',
  async (_, more) => {
    await using emulator = await quickEmulator();
    emulator.addFault({ kind: 'unavailable', operation: 'DumpMetaList', times: 'always' });
    const told = new Set<number | undefined>();
    const onProgress = ({ waitingFor }: ImportProgress) =>
      void (waitingFor && told.add(waitingFor.patienceMs));
    const sync = syncAndCollect([entryOf(0)], emulator, bed, { ...more, patienceMs: 3_000, onProgress });
    const failed = await sync.then(({ outcomes }) => outcomes.map(({ verified }) => verified), codeOf);
    expect(failed).toEqual('verify' in more ? [false] : 'ServiceUnavailable');
    expect([...told]).toEqual([3_000]);
  },
);

const codeOf = (error: unknown): unknown => (isImageSearchError(error) ? error.code : error);

describe('syncCatalogue() throws before anything is asked', () => {
  it.each([
    [{ maxDeletedShare: 5 }, /'maxDeletedShare' must be a share from 0 to 1: current value is 5/],
    [{ deleteSuperfluos: true }, /did you mean 'deleteSuperfluous'/],
    [{ by: 'questions' }, /'by' must be one of export, find/],
    [{ by: 'find', deleteSuperfluous: true }, /'by' must be 'export' beside 'deleteSuperfluous'/],
    [{ previous: 'x', compareImages: false }, /'compareImages' must be true beside 'previous'/],
  ])('for %o', async (options, message) => {
    await using emulator = await quickEmulator();
    using calls = logCalls(emulator.imageSearchEndpoint);
    const wrong = { ...into(emulator), ...options } as unknown as SyncOptions;
    await expect(syncAndCollect([], emulator, bed, wrong)).rejects.toThrow(message);
    expect(calls.operations).toEqual([]);
  });

  it('for an entry that brings the bytes of its image', async () => {
    await using emulator = await quickEmulator();
    const entry = { productId: 'P1', picName: '1.png', image: new Uint8Array(3) };
    await expect(syncAndCollect([entry], emulator, bed)).rejects.toThrow(/its image must be named/);
  });
});
