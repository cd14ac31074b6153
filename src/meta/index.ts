export { DuplicateFinder, type DuplicateFinderOptions } from './duplicates/duplicate-finder.ts';
export { fixMeta, type MetaFix, type MetaFixOptions } from './fix/fix-meta.ts';
export type { MetaFixBatch, MetaFixNote, MetaFixSummary } from './fix/fix-result.ts';
export type { MetaFixCode } from './fix/meta-fix-code.ts';
export { META_FIXES } from './fix/meta-fixes.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type MetaPartsSummary,
  type PartsOptions,
  type PartsTarget,
  type WriteOptions,
} from './meta-file-builder.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
  type ParseOptions,
} from './meta-line-parser.ts';
export { type LintOptions, MetaLint, type MetaSummary } from './meta-lint.ts';
export type { ImageSize } from './model/meta-context.ts';
export type { MetaDialect } from './model/meta-fields.ts';
export { META_FILE_NAME } from './model/meta-file-name.ts';
export type { MetaOptions } from './model/meta-options.ts';
export type { MetaProfile } from './model/meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaAttributes,
  MetaInput,
  MetaRecord,
} from './model/meta-record.ts';
export type { PicNameBase } from './model/pic-name.ts';
export { formatRegion, parseRegion, type Region } from './model/region.ts';
export type { ParsedLine } from './read/line-reader.ts';
export type { MetaSource } from './read/meta-source.ts';
export { CATEGORIES } from './rules/categories.ts';
export { META_FILE_RULES } from './rules/file-rules.ts';
export { META_LINE_RULES } from './rules/line-rules.ts';
export type { MetaIssue, MetaIssueCode, MetaLineIssue } from './rules/meta-issue.ts';
export { META_RULES } from './rules/meta-rules.ts';
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
export { MetaRecordRefused, type RefusedRecord } from './write/meta-record-refused.ts';
export type { MetaTarget } from './write/meta-target.ts';
export type { MetaWriteSummary, OnRefused, OnWarning } from './write/record-writer.ts';
export type { MetaStore, NodeWritable, StoreParts, StoreTarget, WebWritable } from './write/target-types.ts';
