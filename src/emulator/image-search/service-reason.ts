import type { ImageIssueCode } from '../../image/image-issue-code.ts';
import type { MetaIssueCode } from '../../meta/rules/meta-issue-code.ts';
import type { LineFailure } from './failure-formats.ts';

/** Why the service does not take an image. */
export type Reason = Pick<LineFailure, 'Code' | 'Message'>;

/** An issue of a record or an image. */
export interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** The record's field that the issue is about. */
  readonly field?: string | null | undefined;
}

/** The first error that the service is known to refuse, under the service's code. */
export function firstReason(findings: readonly Finding[], otherwise: string): Reason | undefined {
  for (const finding of findings) {
    const code = finding.severity === 'error' ? serviceCode(finding, otherwise) : null;
    if (code !== null) return { Code: code, Message: finding.message };
  }
  return undefined;
}

function serviceCode({ code, field }: Finding, otherwise: string): string | null {
  const ofRules: Readonly<Record<string, string | null | undefined>> = SERVICE_CODES;
  const known = ofRules[code];
  return known === undefined ? (FIELD_CODES.get(field) ?? otherwise) : known;
}

/** The documented code that comes closest to each rule of ours; null where the service is not known to refuse. */
const SERVICE_CODES: Readonly<Partial<Record<MetaIssueCode | ImageIssueCode, string | null>>> = {
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
  IMAGE_DAMAGED: 'InvalidPicContent',
  IMAGE_FORMAT_UNSUPPORTED: 'UnsupportedPicFormat',
  IMAGE_SIDE_TOO_SHORT: 'UnsupportedPicPixels',
  IMAGE_SIDE_TOO_LONG: 'UnsupportedPicPixels',
  IMAGE_ROTATED: 'IncorrectOrientation',
  IMAGE_REGION_OUTSIDE: 'InvalidRegion',
  IMAGE_EXTENSION_MISMATCH: null,
};

const ATTRIBUTES = ['IntAttr', 'StrAttr'].flatMap((name) => [name, `${name}2`, `${name}3`, `${name}4`]);

/** The documented code of a field that is wrong in some other way; the service has none for the rest. */
const FIELD_CODES: ReadonlyMap<string | null | undefined, string> = new Map([
  ['CategoryId', 'InvalidCategory'],
  ...['ProductId', 'PicName', 'CustomContent', 'Region', ...ATTRIBUTES].map(
    (field) => [field, `Invalid${field}`] as const,
  ),
]);
