import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';

const COMPARED = [
  'customContent',
  ...(['intAttr', 'intAttr2', 'intAttr3', 'intAttr4'] as const),
  ...(['strAttr', 'strAttr2', 'strAttr3', 'strAttr4'] as const),
] as const;

/** The fields in which an image of the gallery differs from its record. The category may be the service's own guess. */
export const otherFields = (record: AddRecord, found: GalleryImage): readonly string[] =>
  COMPARED.filter((key) => (record[key] ?? '') !== (found[key] ?? ''));
