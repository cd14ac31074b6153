import type { ServiceType } from '../shared/model/service-type.ts';

/** The editions of the limits: today's documents, or "Upload images" as of Jun 28 2020. */
export const LIMITS_EDITIONS = ['current', '2020'] as const;

type LimitsEdition = (typeof LIMITS_EDITIONS)[number];

/** "Upload images" (doc 125155, 2024-03-08): 4 MB; "Error codes" (doc 66619) spells it out as 4 * 1024 * 1024. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Limits of an image by service type. Where documents disagree, the strictest reading is taken.
 *
 * - product, generic: "Upload images" (doc 125155, 2024-03-08), its table and the text of `AddImage` in
 *   @alicloud/imagesearch20201214 4.4.0: 100 to 4096 px. (Its introduction says "greater than 100".)
 * - furniture, hardware: `AddImage` (API 2020-12-14): 100 to 4096 px.
 * - fabric: `AddImage` (API 2020-12-14): 448 to 4096 px.
 * - trademark: `AddImage` says at least 200 and less than 4096 px; doc 66579 allows 4096, doc 66582 (search) also 100.
 * - copyright: no edition gives a limit; these are the limits most types share.
 */
export const IMAGE_LIMITS: Readonly<
  Record<
    ServiceType,
    {
      /** Least width and height, in px. */
      readonly minSide: number;
      /** Greatest width and height, in px. */
      readonly maxSide: number;
      /** Greatest size of the file, in bytes. */
      readonly maxBytes: number;
    }
  >
> = {
  product: { minSide: 100, maxSide: 4096, maxBytes },
  generic: { minSide: 100, maxSide: 4096, maxBytes },
  fabric: { minSide: 448, maxSide: 4096, maxBytes },
  trademark: { minSide: 200, maxSide: 4095, maxBytes },
  copyright: { minSide: 100, maxSide: 4096, maxBytes },
  furniture: { minSide: 100, maxSide: 4096, maxBytes },
  hardware: { minSide: 100, maxSide: 4096, maxBytes },
};

/** What an instance of one service type takes. */
export type ImageLimits = (typeof IMAGE_LIMITS)[ServiceType];

/** "Upload images" as of 2020-06-28: 2 MB, 200 to 1024 px, of whatever type. */
const LIMITS_2020: ImageLimits = { minSide: 200, maxSide: 1024, maxBytes: 2 * 1024 * 1024 };

/** The limits of a service type; under the older edition, the stricter of both. */
export function imageLimits(serviceType: ServiceType, edition: LimitsEdition = 'current'): ImageLimits {
  const limits = IMAGE_LIMITS[serviceType];
  if (edition === 'current') return limits;
  return {
    minSide: Math.max(limits.minSide, LIMITS_2020.minSide),
    maxSide: Math.min(limits.maxSide, LIMITS_2020.maxSide),
    maxBytes: Math.min(limits.maxBytes, LIMITS_2020.maxBytes),
  };
}
