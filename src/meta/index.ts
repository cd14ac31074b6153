export type { Issue } from '../shared/errors/issue.ts';
export type { WebStream } from '../shared/http/web-chunks.ts';
export { SERVICE_TYPES, type ServiceType } from '../shared/model/service-type.ts';
export type {
  ListedObject,
  NewObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
  ObjectStore,
  StoredObject,
} from '../shared/objects/object-store.ts';
export type { CallOptions } from '../shared/options/call-options.ts';
export { DuplicateFinder, type DuplicateFinderOptions } from './duplicates/duplicate-finder.ts';
export { fixMeta, type MetaFix, type MetaFixOptions } from './fix/fix-meta.ts';
export type { MetaFixBatch, MetaFixNote, MetaFixSummary } from './fix/fix-result.ts';
export type { MetaFixCode } from './fix/meta-fix-code.ts';
export { META_FIXES } from './fix/meta-fixes.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type PartsOptions,
} from './meta-file-builder.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
} from './meta-line-parser.ts';
export type { LintOptions, MetaLint, MetaSummary } from './meta-lint.ts';
export type { ImageSize } from './model/meta-context.ts';
export { META_DIALECTS } from './model/meta-fields.ts';
export { META_FILE_NAME } from './model/meta-file-name.ts';
export type { MetaOptions } from './model/meta-options.ts';
export { META_PROFILES, type MetaProfile } from './model/meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaInput,
  MetaRecord,
} from './model/meta-record.ts';
export { PIC_NAME_BASES } from './model/pic-name.ts';
export { formatRegion, parseRegion, type Region } from './model/region.ts';
export type { ParsedLine } from './read/line-reader.ts';
export type { MetaSource } from './read/meta-source.ts';
export { CATEGORIES } from './rules/categories.ts';
export type { MetaIssue, MetaLineIssue } from './rules/meta-issue.ts';
export type { MetaIssueCode } from './rules/meta-issue-code.ts';
export { META_ISSUES } from './rules/meta-issues.ts';
export type { JsonSchema } from './schema/json-schema.ts';
export { metaJsonSchema } from './schema/meta-json-schema.ts';
export {
  type MetaRecordInput,
  type MetaRecordSchema,
  metaRecordSchema,
  metaRecordSchemaFor,
} from './schema/meta-record-schema.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './schema/standard-schema.ts';
export type { MetaPartsSummary } from './split/split-file.ts';
export { MetaRecordRefused, type RefusedRecord } from './write/meta-record-refused.ts';
export type { MetaWriteSummary } from './write/record-writer.ts';
export type { MetaTarget, PartsTarget, WriteOptions } from './write/target-types.ts';
