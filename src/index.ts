export type { CatalogueEntry, CatalogueRow, Place } from './catalogue/catalogue-entry.ts';
export {
  type CatalogueSource,
  type ReadCatalogueOptions,
  readCatalogue,
} from './catalogue/read-catalogue.ts';
export { type RecordOfOptions, recordOf } from './catalogue/record-of.ts';
export {
  GalleryClient,
  type GalleryClientOptions,
  type GalleryImage,
  type InstanceDetail,
} from './gallery/gallery-client.ts';
export {
  IMAGE_FORMATS,
  type ImageColour,
  type ImageFacts,
  type ImageFormat,
  type OrientationSource,
} from './image/image-facts.ts';
export type { ImageIssue } from './image/image-issue.ts';
export { IMAGE_LIMITS, type ImageDocument, type ImageLimits, imageLimits } from './image/image-limits.ts';
export { IMAGE_RULES, type ImageIssueCode, type ImageRule } from './image/image-rules.ts';
export type { ImagePiece, ImageReader, ImageSource, ImageStream } from './image/image-source.ts';
export {
  ImageValidator,
  type ImageValidatorOptions,
  type ImageVerdict,
  type ValidateAllOptions,
  type ValidateOptions,
} from './image/image-validator.ts';
export type { ImageRepair, RepairImageOptions } from './image/repair/image-repair.ts';
export {
  IMAGE_REPAIRS,
  type ImageRepairCode,
  type ImageRepairStep,
  type RepairDepth,
} from './image/repair/image-repairs.ts';
export type { RepairSource } from './image/repair/load-source.ts';
export { repairImage } from './image/repair/repair-image.ts';
export { REPAIR_ISSUES, type RepairIssue, type RepairIssueCode } from './image/repair/repair-issue.ts';
export type { UrlOptions } from './image/url/url-options.ts';
export { ImageSearchClient, type ImageSearchClientOptions } from './image-search-client.ts';
export type { EntryOutcome, ImportSummary } from './import/entry-outcome.ts';
export type {
  ImportClient,
  ImportConnection,
  ImportOptions,
  ImportProgress,
  ImportWork,
} from './import/import-options.ts';
export { VERIFY, type Verify } from './import/verification.ts';
export type { VerificationSummary } from './import/verification-summary.ts';
export { importCatalogue } from './import-catalogue.ts';
export { DuplicateFinder, type DuplicateFinderOptions } from './meta/duplicates/duplicate-finder.ts';
export { fixMeta, type MetaFix, type MetaFixOptions } from './meta/fix/fix-meta.ts';
export type { MetaFixBatch, MetaFixNote, MetaFixSummary } from './meta/fix/fix-result.ts';
export { META_FIXES, type MetaFixCode } from './meta/fix/meta-fixes.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type PartsOptions,
  type PartsTally,
  type WriteOptions,
} from './meta/meta-file-builder.ts';
export type { MetaIssue, MetaIssueCode, MetaLineIssue } from './meta/meta-issue.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
  type ParseOptions,
} from './meta/meta-line-parser.ts';
export { type LintOptions, META_FILE_NAME, MetaLint, type MetaSummary } from './meta/meta-lint.ts';
export type { MetaOptions } from './meta/meta-options.ts';
export type { MetaProfile } from './meta/meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaAttributes,
  MetaInput,
  MetaRecord,
} from './meta/meta-record.ts';
export type { ParsedLine } from './meta/read/line-reader.ts';
export type { MetaSource } from './meta/read/meta-source.ts';
export { CATEGORIES } from './meta/rules/categories.ts';
export { META_FILE_RULES } from './meta/rules/file-rules.ts';
export { META_LINE_RULES } from './meta/rules/line-rules.ts';
export type { MetaDialect } from './meta/rules/meta-fields.ts';
export type { ImageSides } from './meta/rules/meta-rule.ts';
export { META_RULES } from './meta/rules/meta-rules.ts';
export type { PicNameBase } from './meta/rules/pic-name.ts';
export { formatRegion, parseRegion, type Region } from './meta/rules/region.ts';
export type { JsonSchema } from './meta/schema/json-schema.ts';
export { metaJsonSchema } from './meta/schema/meta-json-schema.ts';
export {
  type MetaRecordInput,
  type MetaRecordSchema,
  metaRecordSchema,
  metaRecordSchemaFor,
} from './meta/schema/meta-record-schema.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './meta/schema/standard-schema.ts';
export type { MetaPart } from './meta/split/split-file.ts';
export type { MetaStore, NodeWritable, StoreTarget, WebWritable } from './meta/write/given-targets.ts';
export { MetaRecordRefused, type RefusedRecord } from './meta/write/meta-record-refused.ts';
export type { MetaTarget } from './meta/write/meta-target.ts';
export type { MetaTally, OnRefused } from './meta/write/record-intake.ts';
export { CALL_CHANNEL, type CallMessage } from './service/call-message.ts';
export type { Connected, Connection, ServiceOptions } from './service/connection.ts';
export type { CredentialSource, Credentials, IssuedCredentials } from './service/credentials.ts';
export type { Network } from './service/endpoint.ts';
export type { Operation } from './service/operations.ts';
export type { RequestsPerSecond } from './service/pace.ts';
export { ImageSearchError, isImageSearchError, type OwnErrorCode } from './shared/image-search-error.ts';
export type { Issue, Severity } from './shared/issue.ts';
export type { ProxyOption } from './shared/proxy.ts';
export type { ServiceType } from './shared/service-type.ts';
export type { Clock } from './shared/sleep.ts';
export { FolderStore } from './storage/folder-store.ts';
export type { ObjectPart, ObjectRange, ObjectStore, StoredObject } from './storage/object-store.ts';
export type { OssNetwork } from './storage/oss-endpoint.ts';
export { type OssConnected, OssStore, type OssStoreOptions } from './storage/oss-store.ts';
export { storedImage } from './storage/stored-image.ts';
export { type Upload, type Uploaded, uploadImages } from './storage/upload-images.ts';
export {
  BatchTaskClient,
  type BatchTaskClientOptions,
  type ListOptions,
  type WaitOptions,
  type WatchOptions,
} from './task/batch-task-client.ts';
export {
  type CallbackHandlerOptions,
  createCallbackHandler,
} from './task/callback/create-callback-handler.ts';
export type { TaskFailure } from './task/failures/failure-line.ts';
export { FAILURE_REASONS, type FailureReason, type FailureRemedy } from './task/failures/failure-reasons.ts';
export type { FailuresOptions } from './task/failures/read-failures.ts';
export { type RetryPlan, retryPlan } from './task/failures/retry-plan.ts';
export type { QueuedFile, QueueEntry, QueueEntryState } from './task/queue/queue-entry.ts';
export { queueFile } from './task/queue/queue-file.ts';
export type { TaskQueueOptions } from './task/queue/queue-options.ts';
export type { QueueHead, QueueRecord } from './task/queue/queue-record.ts';
export type { QueueStorage } from './task/queue/queue-storage.ts';
export {
  type RunQueueOptions,
  type SettledFile,
  TaskQueue,
} from './task/queue/task-queue.ts';
export type { MetaFileStore } from './task/submit/meta-file.ts';
export type { SubmitIntent } from './task/submit/submit-intent.ts';
export type { SubmitOptions, WhenRunning } from './task/submit/task-order.ts';
export type { TaskList, TaskListPage, TaskPageOptions } from './task/task-list.ts';
export type { TaskRef } from './task/task-ref.ts';
export type { TaskState, TaskStatus } from './task/task-state.ts';
export { TaskStillRunning } from './task/task-still-running.ts';
