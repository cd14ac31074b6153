export type { CallOptions } from '../shared/call-options.ts';
export type { Issue } from '../shared/issue.ts';
export { SERVICE_TYPES, type ServiceType } from '../shared/service-type.ts';
export type { WebStream } from '../shared/web-chunks.ts';
export { DuplicateFinder, type DuplicateFinderOptions } from './duplicates/duplicate-finder.ts';
export type { MetaFixBatch } from './fix/fix-batch.ts';
export { fixMeta, type MetaFix, type MetaFixOptions } from './fix/fix-meta.ts';
export type { MetaFixNote } from './fix/fix-note.ts';
export type { MetaFixTally } from './fix/fix-tally.ts';
export type { MetaFixCode } from './fix/meta-fix-code.ts';
export { META_FIXES } from './fix/meta-fixes.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type PartsOptions,
  type PartsTally,
  type WriteOptions,
} from './meta-file-builder.ts';
export type { MetaIssue, MetaLineIssue } from './meta-issue.ts';
export type { MetaIssueCode } from './meta-issue-code.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
} from './meta-line-parser.ts';
export type { LintOptions, MetaLint, MetaSummary } from './meta-lint.ts';
export { META_FILE_NAME } from './meta-lint.ts';
export type { MetaOptions } from './meta-options.ts';
export { META_PROFILES, type MetaProfile } from './meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaInput,
  MetaRecord,
} from './meta-record.ts';
export type { ParsedLine } from './read/line-reader.ts';
export type { MetaSource } from './read/meta-source.ts';
export { CATEGORIES } from './rules/categories.ts';
export { META_DIALECTS } from './rules/meta-fields.ts';
export { META_ISSUES } from './rules/meta-issues.ts';
export type { ImageSides } from './rules/meta-rule.ts';
export { PIC_NAME_BASES } from './rules/pic-name.ts';
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
export type { MetaTarget } from './write/given-targets.ts';
export { MetaRecordRefused, type RefusedRecord } from './write/meta-record-refused.ts';
export type { MetaTally } from './write/record-intake.ts';
