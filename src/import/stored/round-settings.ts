import { resolve } from 'node:path';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportContext } from '../import-context.ts';
import type { ImportSettings } from '../import-settings.ts';
import type { Route } from '../route.ts';
import { objectNames, readWhole, type StatePlace } from './state-place.ts';

/** The settings of an import that decide how an entry is checked and where its image goes. */
type EntrySettings = Pick<
  ImportSettings,
  'followLinks' | 'profile' | 'picNameBase' | 'folder' | 'repair' | 'limits' | 'patienceMs'
>;

/** The operations that entries are calls of, by the direct route. */
type CallOfRoute = 'AddImage' | 'DeleteImage';

/** What a worker needs to know of a round to prepare its shards. Plain JSON, without secrets: an object of the store. */
export interface RoundSettings {
  readonly version: 1;
  /** The import, by the name of its state. */
  readonly import: string;
  /** Under which fencing number the files of the shards lie. */
  readonly fence: number;
  readonly settings: EntrySettings & {
    /** The folder of images, from the root; the name of one in a source, which workers cannot open. */
    readonly images: string;
    readonly region: string;
    readonly instance: string;
    /** Undefined where the import has none, as by the direct route. */
    readonly bucket?: string | undefined;
    readonly serviceType: ServiceType;
    readonly route: Route;
    /** The pace of the instance, for calls of their own. */
    readonly requestsPerSecond: { readonly [Name in CallOfRoute]?: number | undefined };
  };
}

/** @throws {ImageSearchError} `STATE_NOT_FOUND` when the store has no such round, or that of another version */
export async function readRound(
  place: StatePlace,
  round: number,
  signal: AbortSignal,
): Promise<RoundSettings> {
  const bytes = await readWhole(place, objectNames.round(round), signal);
  const told = bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as RoundSettings);
  if (told?.version === 1) return told;
  const found = told === undefined ? 'there is none' : `its version is ${told.version}, and this one reads 1`;
  throw new ImageSearchError(
    `Cannot prepare shards of round ${round} of ${show(place.name, 1_100)} as their settings cannot be read: ${found}`,
    {
      code: 'STATE_NOT_FOUND',
      advice: 'Give workers the state that the import has, and the same version of this package',
    },
  );
}

/** Of the settings of an import, what workers are told. */
export const toldToWorkers = (
  { images, followLinks, profile, picNameBase, folder, repair, limits, patienceMs, address }: ImportSettings,
  { services, serviceType, route }: Pick<ImportContext, 'services' | 'serviceType' | 'route'>,
): RoundSettings['settings'] => ({
  images: typeof images === 'string' ? resolve(images) : images.name, // a worker runs in another folder
  ...{ followLinks, profile, picNameBase, folder, repair, limits, patienceMs },
  ...{ region: services.region, instance: services.instance, bucket: address?.bucket, serviceType, route },
  requestsPerSecond: {
    AddImage: services.rates.rateOf('AddImage'),
    DeleteImage: services.rates.rateOf('DeleteImage'),
  },
});
