import type { ServiceType } from '../../shared/model/service-type.ts';
import type { MetaDialect } from './meta-fields.ts';
import type { MetaProfile } from './meta-profile.ts';
import type { PicNameBase } from './pic-name.ts';

/** What the rules need to know beside the record. */
export interface MetaContext {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly dialect: MetaDialect;
  readonly picNameBase: PicNameBase;
  /** Of increment.meta in the bucket, without slashes at its ends; undefined when it is not known. */
  readonly folder: string | undefined;
  /** Sides of an image, in pixels, where they are known. */
  readonly sizeOf: ((picName: string) => ImageSize | undefined) | undefined;
}

/** The sides of an image as its pixels are stored, in px. */
export interface ImageSize {
  /** In px. */
  readonly width: number;
  /** In px. */
  readonly height: number;
}
