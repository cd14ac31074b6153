import type { CatalogueIssueCode } from '../catalogue/model/catalogue-rules.ts';
import type { ImageIssueCode } from '../image/image-issue-code.ts';
import type { RepairIssueCode } from '../image/repair/repair-issue.ts';
import type { MetaIssueCode } from '../meta/rules/meta-issue-code.ts';

/** Every code that an issue of an entry can have, save the codes of the service itself (`docs/errors.md`). */
export type EntryIssueCode =
  | CatalogueIssueCode
  | MetaIssueCode
  | ImageIssueCode
  | 'PRODUCT_NEEDS_TWO_FILES'
  | RepairIssueCode
  | 'IMAGE_REPAIRED'
  | 'IMAGE_RENAMED'
  | 'REGION_NOT_REPAIRED'
  | 'REPLACEMENT_NOT_DONE'
  | 'WORKERS_LOST'
  | 'TASK_FAILED'
  | 'SERVICE_REFUSED'
  | 'NOT_IN_GALLERY'
  | 'STILL_IN_GALLERY'
  | 'GALLERY_DIFFERS'
  | 'UNVERIFIED'
  | 'UPLOAD_SOURCE_OUTSIDE'
  | 'UPLOAD_SOURCE_UNREADABLE'
  | 'UPLOAD_SOURCE_IN_OSS'
  | 'UPLOAD_KEY_INVALID'
  | 'UPLOAD_KEY_TAKEN'
  | 'UPLOAD_KEY_EXISTS'
  | 'UPLOAD_COPY_DENIED'
  | 'UPLOAD_REFUSED';
