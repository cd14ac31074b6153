import type { ImageFacts } from '../../../image/image-facts.ts';
import { formatRegion } from '../../../meta/model/region.ts';
import { CATEGORIES, OTHERS_CATEGORY } from '../../../meta/rules/categories.ts';
import type { Region } from '../../../shared/model/region.ts';
import type { ServiceType } from '../../../shared/model/service-type.ts';

/**
 * `PicInfo` of an answer. Without a region it is the whole picture: the emulator detects no subject.
 *
 * @param facts null for a picture whose size is not known: then the answer has no region
 */
export function foundInPicture(
  CategoryId: number,
  region: Region | undefined,
  facts: Pick<ImageFacts, 'width' | 'height'> | null,
  serviceType: ServiceType,
) {
  const AllCategories = categoriesOf(serviceType);
  const found = region ?? (facts && { x1: 0, x2: facts.width, y1: 0, y2: facts.height });
  if (found === null) return { CategoryId, AllCategories };
  const Region = formatRegion(found);
  return { CategoryId, Region, MultiRegion: [{ Region }], AllCategories };
}

const categoriesOf = (serviceType: ServiceType) =>
  Object.entries(CATEGORIES)
    .map(([id, Name]) => ({ Id: Number(id), Name }))
    .filter(({ Id }) => serviceType === 'product' || Id === OTHERS_CATEGORY);
