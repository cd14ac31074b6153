import { SERVICE_TYPES, type ServiceType } from '../../shared/model/service-type.ts';
import { oneOf, show } from '../../shared/options/checks.ts';
import type { OptionNames } from '../../shared/options/known-options.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import type { ImageSize, MetaContext } from './meta-context.ts';
import { META_DIALECTS } from './meta-fields.ts';
import { META_PROFILES, type MetaProfile } from './meta-profile.ts';
import { PIC_NAME_BASES } from './pic-name.ts';

/** What decides between limits, for the builder and the parser alike. */
export interface MetaOptions {
  /** The kind of instance that will read the file. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Which reading counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /**
   * What the file is written in or for: all of today's fields, the five of 2020, or the names of 2018 (`operator`,
   * `item_id`), which are read as today's. @default 'current'
   */
  readonly dialect?: (typeof META_DIALECTS)[number] | undefined;
  /** What PicName is relative to. @default 'folder', of increment.meta */
  readonly picNameBase?: (typeof PIC_NAME_BASES)[number] | undefined;
  /** The folder of increment.meta in the bucket, to find a PicName outside it where the base is the bucket. */
  readonly metaFolder?: string | undefined;
  /** An image's sides, in pixels, to find a Region outside them; undefined for an image that is not known. */
  readonly sizeOf?: ((picName: string) => ImageSize | undefined) | undefined;
}

/** For `knownOptions`, alone and beside options of one's own. */
export const META_OPTIONS: OptionNames<MetaOptions> = {
  ...{ serviceType: true, profile: true, dialect: true },
  ...{ picNameBase: true, metaFolder: true, sizeOf: true },
};

/** @throws {TypeError} when a name is none of the known ones, or `sizeOf` is no function */
export function metaContext({
  serviceType = 'product',
  profile = 'documented',
  dialect = 'current',
  picNameBase = 'folder',
  metaFolder: folder,
  sizeOf,
}: MetaOptions): MetaContext {
  if (sizeOf !== undefined && typeof sizeOf !== 'function')
    throw new TypeError(`Cannot continue as 'sizeOf' must be a function: current value is ${typeof sizeOf}`);
  if (folder !== undefined && typeof folder !== 'string')
    throw new TypeError(`Cannot continue as 'metaFolder' must be a string: current value is ${show(folder)}`);
  return {
    serviceType: oneOf(SERVICE_TYPES, 'serviceType', serviceType),
    profile: oneOf(META_PROFILES, 'profile', profile),
    dialect: oneOf(META_DIALECTS, 'dialect', dialect),
    picNameBase: oneOf(PIC_NAME_BASES, 'picNameBase', picNameBase),
    folder: folder === undefined ? undefined : trimSlashes(folder),
    sizeOf,
  };
}
