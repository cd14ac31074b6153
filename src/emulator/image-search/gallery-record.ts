import { META_FIELDS } from '../../meta/model/meta-fields.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { OTHERS_CATEGORY } from '../../meta/rules/categories.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';

/** An image in the gallery, by the names of CheckImageExists' answer. Attributes that were not given are absent. */
export interface GalleryRecord {
  readonly [field: string]: unknown;
  /** As in increment.meta. */
  readonly ProductId: string;
  /** As in increment.meta. */
  readonly PicName: string;
  /** As in increment.meta, or what the service would recognise. */
  readonly CategoryId: number;
}

const NOT_KEPT = ['operationType', 'crop', 'region'];

/**
 * What the gallery keeps of an image. A category that was left out is "predicted": always Others, here. Only product
 * search has more than that one (AddImage, @alicloud/imagesearch20201214 4.4.0).
 */
export function galleryRecord(record: AddRecord, serviceType: ServiceType): GalleryRecord {
  const kept = META_FIELDS.filter(({ key }) => !NOT_KEPT.includes(key) && record[key] !== undefined);
  const fields: Record<string, unknown> = Object.fromEntries(
    kept.map(({ wire, key }) => [wire, record[key]]),
  );
  return {
    ...fields,
    ProductId: record.productId,
    PicName: record.picName,
    CategoryId: serviceType === 'product' ? (record.categoryId ?? OTHERS_CATEGORY) : OTHERS_CATEGORY,
  };
}
