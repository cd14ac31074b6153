import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import {
  type EntryOutcome,
  type ImportOptions,
  type ImportProgress,
  type ImportSummary,
  importCatalogue,
  type Outage,
} from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { into, makeSamples, quickEmulator } from './import-test-bed.ts';

/** The product whose image the service does not take. */
const FAILS = 'P4';
export const ENTRIES = 8;

export interface OutageCatalogue extends AsyncDisposable {
  readonly catalogue: readonly object[];
  /** The folder of its images. */
  readonly dir: string;
}

/** A catalogue of good images, made once for a file of tests. */
export async function makeOutageCatalogue(): Promise<OutageCatalogue> {
  const samples = await makeSamples();
  const good = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, ENTRIES);
  const catalogue = good.map(({ image }, n) => ({
    ...{ productId: `P${n}`, image, customContent: `content ${n}` },
  }));
  return { catalogue, dir: samples.dir, [Symbol.asyncDispose]: () => samples[Symbol.asyncDispose]() };
}

type OwnOptions = Partial<Extract<ImportOptions, { readonly client?: undefined }>>;

interface Done {
  readonly summary: ImportSummary;
  readonly outcomes: readonly EntryOutcome[];
  readonly progress: readonly ImportProgress[];
}

/** An emulator, a folder for the state, and the import that goes through an outage. */
export class OutageBed implements AsyncDisposable {
  readonly emulator: Emulator;
  readonly folder: string;
  readonly #catalogue: OutageCatalogue;

  private constructor(emulator: Emulator, folder: string, catalogue: OutageCatalogue) {
    this.emulator = emulator;
    this.folder = folder;
    this.#catalogue = catalogue;
  }

  static async open(catalogue: OutageCatalogue, options: EmulatorOptions = {}): Promise<OutageBed> {
    const emulator = await quickEmulator({
      rates: 'off',
      failImage: ({ productId }) => (productId === FAILS ? 'RegionError' : undefined), // it does not pass
      ...options,
    });
    return new OutageBed(emulator, await mkdtemp(join(tmpdir(), 'outages-test-')), catalogue);
  }

  /** Imports the catalogue in two tasks, and does something when it hears where it stands. */
  async importing(options: OwnOptions, hear: (now: ImportProgress) => void = () => {}): Promise<Done> {
    const outcomes: EntryOutcome[] = [];
    const progress: ImportProgress[] = [];
    const { catalogue, dir } = this.#catalogue;
    const summary = await importCatalogue(catalogue, {
      ...into(this.emulator),
      ...{ images: dir, state: join(this.folder, 'state'), linesPerTask: ENTRIES / 2 },
      onOutcome: (outcome) => void outcomes.push(outcome),
      onProgress: (now) => {
        progress.push(now);
        hear(now);
      },
      ...options,
    });
    return { summary, outcomes, progress };
  }

  /** Holds an import against what is so: every entry told once and rightly, and each shard imported by one task. */
  async expectDone({ summary, outcomes }: Done): Promise<void> {
    expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES - 1, failed: 1, tasks: 2 });
    expect(summary.unmatched).toBeUndefined();
    expect(new Set(outcomes.map(({ productId }) => productId)).size).toBe(ENTRIES);
    expect(outcomes).toHaveLength(ENTRIES);
    const inGallery = new Set(this.emulator.gallery().map(({ ProductId }) => ProductId));
    for (const { status, productId, verified } of outcomes) {
      expect(status).toBe(productId === FAILS ? 'failed' : 'imported');
      expect(verified).toBe(productId !== FAILS);
      expect(inGallery.has(productId ?? '')).toBe(productId !== FAILS);
    }
    const { Increments } = await listData(this.emulator, { PageSize: '100' });
    expect(Increments.Instance).toHaveLength(2);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Holds the progress of an import that went on through an outage: it is told, and so is its end. */
export function expectTold(progress: readonly ImportProgress[], service: Outage['service']): void {
  const [first] = progress.flatMap(({ waitingFor }) => waitingFor ?? []);
  expect(first).toMatchObject({ service, awayMs: 0, patienceMs: 600_000, code: expect.stringMatching(/\S/) });
  expect(progress.at(-1)?.waitingFor).toBeUndefined();
}
