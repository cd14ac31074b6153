import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator } from '../../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  type EntryOutcome,
  importCatalogue,
  type SyncOptions,
  type SyncSource,
  syncCatalogue,
} from '../../../src/index.ts';
import { into } from '../import-test-bed.ts';

/** A folder of a few images of different bytes, and room for states. */
export interface SyncBed extends AsyncDisposable {
  readonly folder: string;
  readonly images: string;
  /** A path for a new state. */
  stateOf(name: string): string;
  /** A path that no other state has. */
  newState(): string;
}

const IMAGES = 6;

/** Image n of the folder; the bytes of each are its own. */
export const imageOf = (n: number): string => `${n % IMAGES}.png`;

/** A bed for one test, which removes it. */
export async function openSyncBed(): Promise<SyncBed> {
  const bed = emptyBed();
  await makeImages(bed);
  return bed;
}

/** A bed for all tests of a file: to be called where the file begins. */
export function bedOfFile(): SyncBed {
  const bed = emptyBed();
  beforeAll(() => makeImages(bed));
  afterAll(() => bed[Symbol.asyncDispose]());
  return bed;
}

function emptyBed(): SyncBed {
  const folder = mkdtempSync(join(tmpdir(), 'sync-test-'));
  let states = 0;
  return {
    folder,
    images: join(folder, 'images'),
    stateOf: (name) => join(folder, name),
    newState: () => join(folder, `state-${++states}`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function makeImages({ images }: SyncBed): Promise<void> {
  await mkdir(images);
  for (let n = 0; n < IMAGES; n++)
    await writeFile(
      join(images, imageOf(n)),
      await makeImage({ format: 'png', width: 110 + n, height: 100 }),
    );
}

export type Entry = CatalogueEntry & { readonly productId: string };

/** An image of product n, with content that differs by version. */
export const entryOf = (n: number, version = 1, more: Partial<CatalogueEntry> = {}): Entry => ({
  ...{ productId: `P${n}`, image: imageOf(n), picName: `${n}.png`, categoryId: 3 },
  ...{ customContent: `content ${version}`, intAttr: version },
  ...more,
});

export const entriesOf = (from: number, to: number, version = 1): Entry[] =>
  Array.from({ length: to - from }, (_, n) => entryOf(from + n, version));

/** Brings a gallery to where a test begins. */
export const fill = (emulator: Emulator, bed: SyncBed, entries: readonly CatalogueEntry[]) =>
  importCatalogue(entries, { ...into(emulator), images: bed.images, verify: 'no' });

/** Syncs and collects what was told. */
export async function syncAndCollect(
  source: SyncSource,
  emulator: Emulator,
  bed: SyncBed,
  options: Partial<SyncOptions> = {},
) {
  const outcomes: EntryOutcome[] = [];
  const summary = await syncCatalogue(source, {
    ...into(emulator),
    ...{ images: bed.images, verify: 'no' },
    ...options,
    onOutcome: (outcome: EntryOutcome) => void outcomes.push(outcome),
  } as SyncOptions);
  return { summary, outcomes };
}

/** The gallery as texts that can be compared. */
export const galleryOf = (emulator: Emulator): string[] =>
  emulator
    .gallery()
    .map((image) =>
      [image.ProductId, image.PicName, image.CategoryId, image['CustomContent'], image['IntAttr']].join(' '),
    )
    .toSorted();

/** The same of a catalogue. */
export const wantedBy = (entries: readonly CatalogueEntry[]): string[] =>
  entries
    .map(({ productId, picName, categoryId, customContent, intAttr }) =>
      [productId, picName, categoryId, customContent, intAttr].join(' '),
    )
    .toSorted();
