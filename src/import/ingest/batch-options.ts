import { isAbsolute } from 'node:path';
import type { ServiceType } from '../../shared/model/service-type.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportOptions } from '../import-options.ts';
import type { ImportSettings } from '../import-settings.ts';
import { type ImportIdentity, identityOf } from '../state/import-identity.ts';
import type { IngesterSettings } from './ingester-options.ts';

/** The options that change what becomes of the entries of a batch, as its folder has them; plain JSON. */
export interface BatchOptions extends Omit<ImportIdentity, 'region' | 'instance' | 'to' | 'serviceType'> {
  /** Null for what the instance says. */
  readonly serviceType: ServiceType | null;
}

export function batchOptions(settings: ImportSettings): BatchOptions {
  const nowhere = { region: '', instance: '' }; // where entries go is the same for all batches of a state
  const { region: _, instance: __, to: ___, ...options } = identityOf(settings, nowhere, 'product');
  return { ...options, serviceType: settings.serviceType ?? null };
}

/**
 * The options by which a batch is imported whose entries another ingester has taken: those that change what becomes of them are
 * that ingester's, all others those of this one.
 *
 * @throws {TypeError} when its images are in a source that this ingester was not given
 */
export function optionsAsTaken(taken: BatchOptions, now: IngesterSettings, folder: string): ImportOptions {
  const serviceType = taken.serviceType ?? undefined;
  return { ...now.importing, ...taken, serviceType, images: imagesOf(taken, now, folder) } as ImportOptions;
}

/** A folder is known by its path, a source by its name alone: it must be given. */
function imagesOf(
  { images }: BatchOptions,
  { importing, settings: { images: given } }: IngesterSettings,
  folder: string,
): ImportOptions['images'] {
  if (isAbsolute(images)) return images;
  const shown = typeof given === 'string' ? given : given.name;
  if (shown === images) return importing.images;
  throw new TypeError(
    `Cannot import the entries in ${show(folder, LONGEST_PATH)} as 'images' must be ${show(images)}, with which they were added: current value is ${show(shown)}; make the ingester with that and close it, which imports the entries it has left, and then with the other images`,
  );
}

const LONGEST_PATH = 1_000;
