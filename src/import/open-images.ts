import type { Patience } from '../service/patience.ts';
import type { ObjectSource, ObjectStore } from '../shared/objects/object-store.ts';
import { patientSource } from '../storage/patient-store.ts';
import type { ImportSettings } from './import-settings.ts';
import type { Route } from './route.ts';
import { ServerCopy } from './source/server-copy.ts';
import { type SourceTraits, traitsOf } from './source/source-traits.ts';

/** How the images of a catalogue are reached that lie in a source. */
export interface ImagesAccess {
  /** Each method waits while the source is away. */
  readonly source: ObjectSource;
  /** Of the folder that names are relative to: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly traits: SourceTraits;
  /** Undefined where every image goes through this machine. */
  readonly copies: ServerCopy | undefined;
}

/**
 * Undefined where images lie in a folder of this machine.
 *
 * @param target the bucket that images go to, if there is one
 */
export function openImages(
  { images, dryRun }: Pick<ImportSettings, 'images' | 'dryRun'>,
  target: ObjectStore | undefined,
  patience: { readonly source: Patience; readonly store: Patience },
): ImagesAccess | undefined {
  if (typeof images === 'string') return undefined;
  const { source, prefix } = images;
  const traits = traitsOf(source);
  return {
    // A list of URLs has no outage: one host that is away says nothing of the others.
    source: traits.isOfManyHosts ? source : patientSource(source, patience.source),
    ...{ prefix, traits },
    copies: target && ServerCopy.between(source, target, patience.store, { putIfAbsent: false, dryRun }),
  };
}

/** How images are reached by a route: for calls of their own every image is needed here. */
export const accessBy = (route: Route, access: ImagesAccess | undefined): ImagesAccess | undefined =>
  access && { ...access, copies: route === 'direct' ? undefined : access.copies };
