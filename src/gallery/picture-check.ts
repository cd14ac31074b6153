import { LIMITS_EDITIONS } from '../image/image-limits.ts';
import { checkImageSource, type ImageSource } from '../image/image-source.ts';
import { ImageValidator } from '../image/image-validator.ts';
import { ImageOpener } from '../image/read/image-opener.ts';
import { loadImage } from '../image/read/load-image.ts';
import { Unreadable } from '../image/read/unreadable.ts';
import { type UrlOptions, urlSettings } from '../image/url/url-options.ts';
import type { AddRecord } from '../meta/model/meta-record.ts';
import { SERVICE_TYPES, type ServiceType } from '../shared/model/service-type.ts';
import { oneOf } from '../shared/options/checks.ts';
import { ImageRefused } from './image-refused.ts';

/** How pictures are read and checked before they are sent. */
export interface PictureOptions {
  /** What the instance holds, by which pictures are checked. @default what `Detail` says of the instance */
  readonly serviceType?: ServiceType | undefined;
  /** The edition of the limits of images: `2020` are the stricter ones of older instances. @default 'current' */
  readonly limits?: (typeof LIMITS_EDITIONS)[number] | undefined;
  /** How pictures behind `http:` and `https:` URLs are fetched. */
  readonly urls?: UrlOptions | undefined;
}

/** Reads pictures, and checks them by the rules of the service. */
export class PictureCheck {
  readonly serviceType: ServiceType | undefined;
  readonly #limits: (typeof LIMITS_EDITIONS)[number];
  readonly #opener: ImageOpener;

  /** @throws {TypeError | RangeError} for an option that is none of its values */
  constructor({ serviceType, limits = 'current', urls }: PictureOptions) {
    this.serviceType =
      serviceType === undefined ? undefined : oneOf(SERVICE_TYPES, 'serviceType', serviceType);
    this.#limits = oneOf(LIMITS_EDITIONS, 'limits', limits);
    urlSettings(urls);
    this.#opener = new ImageOpener(urls, false);
  }

  /**
   * A picture that is to be sent, in Base64. It is read once: the bytes that are checked are those that are sent.
   *
   * @param what is done with the picture, as the error's message says it
   * @throws {TypeError} when the picture is no image source
   * @throws {ImageRefused} when it cannot be read, or breaks a rule of the service
   */
  async readBase64(
    picture: ImageSource,
    { region }: Pick<AddRecord, 'region'>,
    serviceType: ServiceType,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    checkImageSource(picture);
    let bytes: Uint8Array;
    try {
      bytes = await loadImage(picture, this.#opener, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw new ImageRefused(what, [new Unreadable(error).issue]);
    }
    const validator = new ImageValidator({ serviceType, limits: this.#limits });
    const { ok, issues } = await validator.validate(bytes, { region, signal });
    if (!ok) throw new ImageRefused(what, issues);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  }
}
