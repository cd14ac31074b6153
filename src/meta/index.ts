export {
  META_FILE_NAME,
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type MetaTally,
  type RefusedRecord,
} from './meta-file-builder.ts';
export type { MetaIssue, MetaIssueCode, MetaLineIssue } from './meta-issue.ts';
export {
  MetaLineParser,
  type MetaLineParserOptions,
  type MetaSource,
  type ParsedLine,
} from './meta-line-parser.ts';
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
export { CATEGORIES } from './rules/categories.ts';
export { META_RULES } from './rules/meta-rules.ts';
export { formatRegion, parseRegion, type Region } from './rules/region.ts';
