import type { ImageIssueCode } from '../../image/image-issue.ts';
import type { MetaIssueCode } from '../../meta/meta-issue.ts';
import type { MetaFieldName } from '../../meta/rules/meta-fields.ts';

/** A line that the service does not carry out, as our file of failures words it. */
export interface LineFailure {
  readonly Line: number;
  readonly OperationType?: string;
  readonly ProductId?: string;
  readonly PicName?: string;
  /** One of the service's documented codes (help page "Error codes", Jan 21 2026). */
  readonly Code: string;
  readonly Message: string;
}

/** The documented code that comes closest to each rule of ours; null where the service is not known to mind. */
export const SERVICE_CODES: Readonly<Partial<Record<MetaIssueCode | ImageIssueCode, string | null>>> = {
  META_PRODUCT_ID_MISSING: 'NoSpecifiedProductId',
  META_PIC_NAME_MISSING: 'NoSpecifiedPicName',
  META_PIC_NAME_EXTENSION: 'InvalidPicName',
  META_PIC_NAME_SLASH: 'InvalidPicName',
  META_PIC_NAME_PATH: 'InvalidPicName',
  META_CATEGORY_UNKNOWN: 'InvalidCategory',
  META_REGION_ORDER: 'InvalidRegion',
  IMAGE_TOO_LARGE: 'InvalidPicContent',
  IMAGE_EMPTY: 'InvalidPicContent',
  IMAGE_TRUNCATED: 'InvalidPicContent',
  IMAGE_CORRUPT: 'InvalidPicContent',
  IMAGE_FORMAT_UNSUPPORTED: 'UnsupportedPicFormat',
  IMAGE_SIDE_TOO_SHORT: 'UnsupportedPicPixels',
  IMAGE_SIDE_TOO_LONG: 'UnsupportedPicPixels',
  IMAGE_ROTATED: 'IncorrectOrientation',
  IMAGE_EXTENSION_MISMATCH: null,
};

/** The documented code of a field that is wrong in some other way; the service has none for the rest. */
export const FIELD_CODES: Readonly<Partial<Record<MetaFieldName, string>>> = {
  ProductId: 'InvalidProductId',
  PicName: 'InvalidPicName',
  CategoryId: 'InvalidCategory',
  IntAttr: 'InvalidIntAttr',
  IntAttr2: 'InvalidIntAttr2',
  IntAttr3: 'InvalidIntAttr3',
  IntAttr4: 'InvalidIntAttr4',
  StrAttr: 'InvalidStrAttr',
  StrAttr2: 'InvalidStrAttr2',
  StrAttr3: 'InvalidStrAttr3',
  StrAttr4: 'InvalidStrAttr4',
  CustomContent: 'InvalidCustomContent',
  Region: 'InvalidRegion',
};
