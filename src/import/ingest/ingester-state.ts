import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openServices } from '../open-services.ts';
import { checkSameImport } from '../state/import-identity.ts';
import { WorkState } from '../state/work-state.ts';
import { INGESTER_JOURNAL } from './ingest-batch.ts';
import type { IngesterSettings } from './ingester-options.ts';

/** Where entries go, by which the state of an ingester is known again. */
interface IngesterIdentity {
  readonly region: string;
  readonly instance: string;
  readonly to: string | null;
}

export type IngesterState = WorkState<IngesterIdentity, never, never>;

/**
 * Opens the state of an ingester, with an empty folder for images that are being read.
 *
 * @throws {RangeError} while another ingester has it open, and when its entries go elsewhere
 */
export async function openIngesterState({ state: path, settings }: IngesterSettings): Promise<IngesterState> {
  const { address, signal } = settings;
  const { region, instance, close } = openServices(settings); // checks the options of the connection
  close();
  const to = address === undefined ? null : `oss://${address.bucket}/${address.folder}`;
  const identity = { region, instance, to };
  const state: IngesterState = await WorkState.open(path, INGESTER_JOURNAL, signal);
  try {
    if (state.begun === undefined) await state.note({ begun: identity });
    else checkSameImport(state.folder, state.begun, identity, 'ingester');
    await rm(stagingOf(state), { recursive: true, force: true }); // of entries that were never written down
    await mkdir(stagingOf(state));
    return state;
  } catch (error) {
    await state[Symbol.asyncDispose]();
    throw error;
  }
}

export const stagingOf = ({ folder }: IngesterState): string => join(folder, 'staging');
