import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSampleCatalogue, type SampleCatalogue } from '../../samples/make-catalogue.ts';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import {
  type CatalogueSource,
  type EntryOutcome,
  type ImportOptions,
  importCatalogue,
  OssStore,
} from '../../src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startEmulator } from '../support/start-emulator.ts';

/** A folder of sample images, made once for a file of tests. */
export async function makeSamples(): Promise<SampleCatalogue & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'import-test-'));
  const remove = () => rm(dir, { recursive: true, force: true });
  return { ...(await makeSampleCatalogue(dir)), [Symbol.asyncDispose]: remove };
}

/** Everything that an import to this emulator needs, except its images; its clock jumps over every wait. */
export const into = (emulator: Emulator, folder = 'spring') => ({
  to: `oss://${emulator.bucketName}/${folder}`,
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  ossEndpoint: emulator.ossEndpoint,
  credentials: { accessKeyId: emulator.accessKeyId, accessKeySecret: emulator.accessKeySecret },
  clock: new FakeClock({ auto: true }),
});

/** The emulator's bucket; to be closed. */
export const storeOf = ({ bucketName, regionId, ossEndpoint, ...keys }: Emulator): OssStore =>
  new OssStore({ bucket: bucketName, region: regionId, endpoint: ossEndpoint, credentials: keys });

/** Starts an emulator whose tasks take no time. */
export const quickEmulator = (options: EmulatorOptions = {}): Promise<Emulator> =>
  startEmulator({ taskDurationMs: 0, ...options });

/** Imports and collects what every entry was told. */
export async function importAndCollect(catalogue: CatalogueSource, options: ImportOptions) {
  const outcomes: EntryOutcome[] = [];
  const summary = await importCatalogue(catalogue, {
    ...options,
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  return { summary, outcomes };
}

export const errorCodes = ({ issues }: EntryOutcome): string[] =>
  issues.filter(({ severity }) => severity === 'error').map(({ code }) => code);
