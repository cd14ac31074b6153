export { DuplicateFinder, type DuplicateFinderOptions } from './duplicates/duplicate-finder.ts';
export { fixMeta, type MetaFix, type MetaFixOptions } from './fix/fix-meta.ts';
export type { MetaFixBatch, MetaFixNote, MetaFixSummary } from './fix/fix-result.ts';
export { META_FIXES, type MetaFixCode } from './fix/meta-fixes.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type PartsOptions,
  type PartsTally,
  type WriteOptions,
} from './meta-file-builder.ts';
export type { MetaIssue, MetaIssueCode, MetaLineIssue } from './meta-issue.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
  type ParseOptions,
} from './meta-line-parser.ts';
export { type LintOptions, META_FILE_NAME, MetaLint, type MetaSummary } from './meta-lint.ts';
export type { MetaOptions } from './meta-options.ts';
export type { MetaProfile } from './meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaAttributes,
  MetaInput,
  MetaRecord,
} from './meta-record.ts';
export type { ParsedLine } from './read/line-reader.ts';
export type { MetaSource } from './read/meta-source.ts';
export { CATEGORIES } from './rules/categories.ts';
export { META_FILE_RULES } from './rules/file-rules.ts';
export { META_LINE_RULES } from './rules/line-rules.ts';
export type { MetaDialect } from './rules/meta-fields.ts';
export type { ImageSides } from './rules/meta-rule.ts';
export { META_RULES } from './rules/meta-rules.ts';
export type { PicNameBase } from './rules/pic-name.ts';
export { formatRegion, parseRegion, type Region } from './rules/region.ts';
export type { JsonSchema } from './schema/json-schema.ts';
export { metaJsonSchema } from './schema/meta-json-schema.ts';
export {
  type MetaRecordInput,
  type MetaRecordSchema,
  metaRecordSchema,
  metaRecordSchemaFor,
} from './schema/meta-record-schema.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './schema/standard-schema.ts';
export type { MetaPart } from './split/split-file.ts';
export type { MetaStore, NodeWritable, StoreTarget, WebWritable } from './write/given-targets.ts';
export { MetaRecordRefused, type RefusedRecord } from './write/meta-record-refused.ts';
export type { MetaTarget } from './write/meta-target.ts';
export type { MetaTally, OnRefused } from './write/record-intake.ts';
