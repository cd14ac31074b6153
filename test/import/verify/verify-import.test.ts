import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator } from '../../../src/emulator/index.ts';
import { GalleryClient } from '../../../src/gallery/gallery-client.ts';
import type { GalleryFinding } from '../../../src/import/compare/gallery-finding.ts';
import type { ExpectedImage } from '../../../src/import/verify/expected-image.ts';
import { type VerifyImportOptions, verifyImport } from '../../../src/import/verify/verify-import.ts';
import type { AddRecord } from '../../../src/meta/model/meta-record.ts';
import { rejection } from '../../support/failure.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { connection } from '../../support/test-bed.ts';

let PicContent: string;
let emulator: Emulator;
beforeAll(async () => {
  PicContent = Buffer.from(await makeImage({ format: 'png', width: 100, height: 100 })).toString('base64');
  emulator = await startEmulator({ taskDurationMs: 0 });
});
afterAll(() => emulator.close());

async function hold(images: readonly Partial<AddRecord>[]): Promise<void> {
  emulator.reset();
  for (const { productId = '', picName = '', customContent = '', intAttr } of images) {
    const form = {
      ...{ InstanceName: emulator.instanceName, ProductId: productId, PicName: picName, PicContent },
      ...(customContent && { CustomContent: customContent }),
      ...(intAttr !== undefined && { IntAttr: String(intAttr) }),
    };
    expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
  }
}

const add = (productId: string, picName: string, more: Partial<AddRecord> = {}): AddRecord => ({
  ...{ operationType: 'ADD', productId, picName, ...more },
});
const remove = (productId: string, picName?: string) =>
  ({ operationType: 'DELETE', productId, ...(picName && { picName }) }) as const;

async function verify(
  expected: Iterable<ExpectedImage> | AsyncIterable<ExpectedImage>,
  options: Partial<VerifyImportOptions> = {},
) {
  const { clock, ...more } = connection(emulator);
  const gallery = new GalleryClient({ ...more, clock });
  const verification = verifyImport(expected, { gallery, clock, ...options });
  const found: GalleryFinding[] = [];
  for await (const finding of verification) found.push(finding);
  return { found: found.map(shown).toSorted(), summary: verification.summary };
}

const shown = ({ kind, productId, picName, fields = [] }: GalleryFinding) =>
  [kind, productId, picName, ...fields].join(' ');

const GALLERY = [
  add('P1', 'a.jpg', { customContent: 'one', intAttr: 1 }),
  add('P2', 'a.jpg', { customContent: 'old', intAttr: 2 }),
  ...[add('P3', 'a.jpg'), add('P4', 'a.jpg'), add('P4', 'b.jpg')],
];
const EXPECTED: readonly ExpectedImage[] = [
  add('P1', 'a.jpg', { customContent: 'one', intAttr: 1 }),
  add('P2', 'a.jpg', { customContent: 'new', intAttr: 3 }),
  add('P9', 'a.jpg'),
  ...[remove('P3', 'a.jpg'), remove('P8', 'a.jpg'), remove('P4')],
];

describe('verifyImport()', () => {
  it.each(['all', 'sample'] as const)(
    'finds what is missing, differs or is still there by %s',
    async (by) => {
      await hold(GALLERY);
      const { found, summary } = await verify(EXPECTED, { by });
      expect(found).toEqual(['differs P2 a.jpg', 'missing P9 a.jpg', 'still there P3 a.jpg']);
      expect(summary).toMatchObject({
        ...{ expected: 5, compared: 5, asExpected: 2, missing: 1, differs: 1, stillThere: 1, unanswered: 0 },
        ...{ superfluous: undefined, productsNotAsked: 1, export: undefined },
        means: '3 of 5 not as expected: the gallery was asked for every image',
      });
    },
  );

  it('finds the same by an export, and images of deleted products and superfluous ones, too', async () => {
    await hold([...GALLERY, add('P7', 'a.jpg')]);
    const { found, summary } = await verify(EXPECTED, { by: 'export' });
    expect(found).toEqual([
      ...['differs P2 a.jpg customContent intAttr', 'missing P9 a.jpg', 'still there P3 a.jpg'],
      ...['still there P4 a.jpg', 'still there P4 b.jpg', 'superfluous P7 a.jpg'],
    ]);
    expect(summary).toMatchObject({
      ...{ compared: 7, asExpected: 2, missing: 1, differs: 1, stillThere: 3, superfluous: 1 },
      export: { records: 6, notUnderstood: 0 },
    });
  });

  it('takes outcomes, of which it compares the names, and passes over those that promise nothing', async () => {
    await hold(GALLERY);
    const outcomes: ExpectedImage[] = [
      { status: 'imported', productId: 'P2', picName: 'a.jpg' },
      { status: 'imported', productId: 'P9', picName: 'a.jpg' },
      { status: 'deleted', productId: 'P8', picName: 'a.jpg' },
      { status: 'refused', productId: 'P9', picName: 'b.jpg' },
      { status: 'failed', productId: 'P9', picName: 'c.jpg' },
    ];
    for (const by of ['all', 'export'] as const) {
      const { found, summary } = await verify(outcomes, { by });
      expect(found.filter((one) => !one.startsWith('superfluous'))).toEqual(['missing P9 a.jpg']);
      expect(summary).toMatchObject({ compared: 3, asExpected: 2 });
    }
  });

  it('writes a report whose account adds up, with a row for what is not as expected', async () => {
    await hold([...GALLERY, add('P7', 'a.jpg')]);
    const place = { source: 'shop.csv', line: 9, lines: 1 };
    const expected = [...EXPECTED, { status: 'refused', productId: null, picName: null, place } as const];
    const folder = await mkdtemp(join(tmpdir(), 'verify-report-'));
    const reported = async (by: VerifyImportOptions['by']) => {
      const path = join(folder, `${by}.html`);
      await verify(expected, { by, report: { path, subject: 'shop.csv' } });
      const page = await readFile(path, 'utf8');
      const counts = [...page.matchAll(/<tr data-status="(\w+)">.*?<td class="number">(\d+)</g)];
      return { page, account: Object.fromEntries(counts.map(([, name, count]) => [name, Number(count)])) };
    };
    const asked = await reported('all');
    expect(asked.account).toEqual({
      ...{ refused: 1, asExpected: 2, missing: 1, differs: 1, stillThere: 1, notAsked: 1, supplied: 7 },
    });
    expect(asked.page).toContain('<h1>Verification of a gallery</h1>');
    expect(asked.page).toContain('Make the gallery equal to the catalogue with sync');
    const exported = await reported('export');
    expect(exported.account).toEqual({
      ...{ refused: 1, asExpected: 2, missing: 1, differs: 1, stillThere: 3, superfluous: 1, supplied: 9 },
    });
    await rm(folder, { recursive: true });
  });

  it('asks for a sample of 50 of many images, and says what it means', async () => {
    await hold([]);
    const expected = Array.from({ length: 500 }, (_, n) => add(`P${n}`, 'a.jpg'));
    const { found, summary } = await verify(expected, { random: seededRandom(1) });
    expect(found).toHaveLength(50);
    expect(summary).toMatchObject({ expected: 500, compared: 50, missing: 50, wrongShareAtMost: 1 });
  });

  it.each(Array.from({ length: 20 }, (_, n) => n + 1))(
    'finds by an export exactly what is so, in any gallery (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const pick = (most: number) => Math.floor(random() * most);
      const image = () => add(`P${pick(4)}`, `${pick(4)}.jpg`, { customContent: `c${pick(2)}` });
      const key = ({ productId, picName }: { productId: string; picName?: string | undefined }) =>
        `${productId} ${picName}`;
      const held = new Map(Array.from({ length: 6 }, image).map((one) => [key(one), one]));
      const expected = Array.from({ length: 12 }, () => {
        const one = image();
        if (random() < 0.6) return one;
        return random() < 0.7 ? remove(one.productId, one.picName) : remove(one.productId);
      });
      await hold([...held.values()]);
      const truth = new Map<string, AddRecord | 'deleted'>();
      const whole = new Set<string>();
      for (const one of expected) {
        if (one.picName !== undefined) truth.set(key(one), one.operationType === 'ADD' ? one : 'deleted');
        else {
          whole.add(one.productId);
          for (const name of [...truth.keys()]) if (name.startsWith(`${one.productId} `)) truth.delete(name);
        }
      }
      const rightly: string[] = [];
      for (const [name, one] of held) {
        const should = truth.get(name);
        if (should === undefined)
          rightly.push(`${whole.has(one.productId) ? 'still there' : 'superfluous'} ${name}`);
        else if (should === 'deleted') rightly.push(`still there ${name}`);
        else if (should.customContent !== one.customContent) rightly.push(`differs ${name} customContent`);
      }
      for (const [name, should] of truth)
        if (should !== 'deleted' && !held.has(name)) rightly.push(`missing ${name}`);
      expect((await verify(expected, { by: 'export' })).found).toEqual(rightly.toSorted());
    },
  );

  it('leaves no file behind, also when it is left early', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'verify-'));
    vi.stubEnv('TMPDIR', folder);
    await hold(GALLERY);
    const gallery = new GalleryClient(connection(emulator));
    for await (const _ of verifyImport(EXPECTED, { gallery, by: 'export' })) break;
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it.each<[string, unknown, object, RegExp]>([
    ['no gallery', [], { gallery: {} }, /'gallery' must be a GalleryClient/],
    ['an unknown way', [], { by: 'exports' }, /'by' must be one of sample, all, export/],
    ['a misspelt option', [], { using: 'export' }, /no option "using"/],
    [
      'what is neither record nor outcome',
      [{ productId: '1', picName: 'a.jpg' }],
      {},
      /with 'operationType', or/,
    ],
  ])('throws a TypeError when it is given %s', async (_, expected, options, says) => {
    const error = await rejection((async () => verify(expected as ExpectedImage[], options))());
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(says);
  });

  it('has no summary before its end, and is iterated once', async () => {
    await hold(GALLERY);
    const gallery = new GalleryClient(connection(emulator));
    const verification = verifyImport(EXPECTED, { gallery, by: 'all' });
    expect(() => verification.summary).toThrow(TypeError);
    for await (const _ of verification);
    expect(verification.summary.compared).toBe(5);
    await expect(rejection(verification[Symbol.asyncIterator]().next())).resolves.toBeInstanceOf(TypeError);
  });

  it('rejects with the own reason when aborted', async () => {
    await hold(GALLERY);
    const reason = new Error('enough');
    for (const by of ['all', 'export'] as const)
      expect(await rejection(verify(EXPECTED, { by, signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});
