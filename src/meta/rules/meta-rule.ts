import type { MetaContext } from '../model/meta-context.ts';
import type { MetaFieldName, MetaKey } from '../model/meta-fields.ts';
import type { SeverityByProfile } from '../model/meta-profile.ts';
import type { AddRecord } from '../model/meta-record.ts';

/** A record on its way in: its fields have the right types, but any may be missing. */
export type MetaDraft = {
  readonly [K in MetaKey]?: K extends 'operationType' ? string | undefined : AddRecord[K] | undefined;
};

/** What a rule about one field says, in the words of JSON Schema. */
export interface FieldLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
}

/** Fields by which a line differs from `EXAMPLE_LINE`; undefined takes one out. */
export type LineDifference = Readonly<Record<string, unknown>>;

interface RuleAbout {
  readonly code: string;
  readonly severity: SeverityByProfile;
  readonly field: MetaFieldName;
  /** The document that says so. */
  readonly source: string;
  /** A line that breaks the rule, and one that keeps it. */
  readonly bad: LineDifference;
  readonly good: LineDifference;
  /** Where the rule holds. @default everywhere */
  readonly when?: (context: MetaContext) => boolean;
}

/** A rule about the value of one field, asked where the field is there. */
export interface FieldRule<Value = never> extends RuleAbout {
  /** Characters that alone break the rule, as they stand in the brackets of a regular expression. */
  readonly characters?: string;
  /** The rule as limits of its field, where limits can say it. */
  readonly limits?: (context: MetaContext) => FieldLimits;
  /** What is wrong, with the value and the limit, or undefined. */
  readonly ofValue: (value: Value, context: MetaContext) => string | undefined;
}

/** A rule about which fields there are, or what they say together. */
export interface RecordRule extends RuleAbout {
  /** The operation that needs the field. */
  readonly neededBy?: 'ADD' | 'both';
  /** What is wrong, with the value and the limit, or undefined. */
  readonly ofRecord: (record: MetaDraft, context: MetaContext) => string | undefined;
}

export type MetaRule = FieldRule | RecordRule;

/** A line that keeps every rule of every profile. */
export const EXAMPLE_LINE = {
  OperationType: 'ADD',
  ProductId: '1000',
  PicName: 'shoe.jpg',
  CustomContent: 'k1:v1',
} as const;

/** The documents that more than one rule comes from. */
export const UPLOAD_IMAGES = 'help page "Upload images", Mar 08 2024';
export const ADD_IMAGE = 'AddImage, @alicloud/imagesearch20201214 4.4.0';

export const isAdd = ({ operationType }: MetaDraft): boolean => operationType === 'ADD';
export const isDelete = ({ operationType }: MetaDraft): boolean => operationType === 'DELETE';
