export {
  type BuildMetaFileOptions,
  buildMetaFile,
  type MetaFileSummary,
} from './build-meta-file.ts';
export type { CatalogueReading } from './catalogue/catalogue-reading.ts';
export type {
  CatalogueEntry,
  CatalogueRow,
  ImageBytes,
  RowPlace,
} from './catalogue/model/catalogue-entry.ts';
export type { CatalogueOptions } from './catalogue/model/catalogue-options.ts';
export { CATALOGUE_RULES, type CatalogueIssueCode } from './catalogue/model/catalogue-rules.ts';
export type { ByteSource, CatalogueSource, SourceListing } from './catalogue/model/catalogue-source.ts';
export { type CatalogueSummary, PASSED_OVER, type PassedOver } from './catalogue/model/catalogue-summary.ts';
export { CatalogueEmpty, CatalogueUnreadable } from './catalogue/model/catalogue-unreadable.ts';
export type { ColumnReport } from './catalogue/model/column-report.ts';
export { COLUMN_NAMES, type ColumnName } from './catalogue/model/columns.ts';
export { PRESET_NAMES, type PresetName } from './catalogue/model/preset-names.ts';
export {
  CATALOGUE_ENCODINGS,
  CATALOGUE_FORMATS,
  type CatalogueEncoding,
  type CatalogueFormat,
  DELIMITERS,
  type Delimiter,
  FILE_FORMATS,
  type FileFormat,
  IMAGE_SEPARATORS,
  type RecognisedSource,
} from './catalogue/model/raw-row.ts';
export { readCatalogue } from './catalogue/read-catalogue.ts';
export { type RecordOfOptions, recordOf } from './catalogue/record-of.ts';
export { CatalogueSync, syncCatalogue } from './catalogue-sync.ts';
export type { DeleteTarget } from './gallery/delete-target.ts';
export type { ExportSummary } from './gallery/export/export-account.ts';
export type { ExportOptions, GalleryExport } from './gallery/export/gallery-export.ts';
export { GalleryClient, type ImageToAdd } from './gallery/gallery-client.ts';
export type { GalleryClientOptions } from './gallery/gallery-client-options.ts';
export type { GalleryImage } from './gallery/gallery-image.ts';
export { ImageRefused } from './gallery/image-refused.ts';
export type { ImageUpdate } from './gallery/image-update.ts';
export type { InstanceDetail } from './gallery/instance-detail.ts';
export type { PictureOptions } from './gallery/picture-check.ts';
export type { PictureInfo } from './gallery/picture-info.ts';
export type { SearchConditions, SearchQuery } from './gallery/search/search-query.ts';
export type { FoundImage, SearchResult } from './gallery/search/search-result.ts';
export {
  type SearchedImage,
  type SearchTestResult,
  type TestSearchOptions,
  testSearch,
} from './gallery/search/test-search.ts';
export { IMAGE_FORMATS, type ImageFacts, type ImageFormat } from './image/image-facts.ts';
export type { ImageIssueCode } from './image/image-issue-code.ts';
export { IMAGE_LIMITS, LIMITS_EDITIONS } from './image/image-limits.ts';
export { IMAGE_RULES, type ImageRule } from './image/image-rules.ts';
export type { FileInFolder, ImageReader, ImageSource } from './image/image-source.ts';
export {
  ImageValidator,
  type ImageValidatorOptions,
  type ImageVerdict,
  type ValidateAllOptions,
  type ValidateOptions,
} from './image/image-validator.ts';
export type { ImageRepair, RepairImageOptions } from './image/repair/image-repair.ts';
export { repairImage } from './image/repair/repair-image.ts';
export { REPAIR_ISSUES, type RepairIssueCode } from './image/repair/repair-issue.ts';
export type { UrlOptions } from './image/url/url-options.ts';
export { ImageSearchClient, type ImageSearchClientOptions } from './image-search-client.ts';
export { ImageTransfer, transferImages } from './image-transfer.ts';
export { type ImportPolicy, importPolicy } from './import/authorization/import-policy.ts';
export { type ImportPolicyOptions, POLICY_FOR } from './import/authorization/policy-options.ts';
export { type CommandLine, followingCommands } from './import/command-line.ts';
export type { GalleryFinding } from './import/compare/gallery-finding.ts';
export type { EntryIssueCode } from './import/entry-issue-code.ts';
export type { EntryOutcome } from './import/entry-outcome.ts';
export type { ImportPlan } from './import/estimate/import-plan.ts';
export { planImport } from './import/estimate/plan-import.ts';
export type { PlanImportOptions } from './import/estimate/plan-options.ts';
export { IMPORT_RULES } from './import/import-issue.ts';
export type { ClientChoice, ImportOptions } from './import/import-options.ts';
export type { ImportProgress, Outage } from './import/import-progress.ts';
export { ImportStopped } from './import/import-stopped.ts';
export type { DryRunSummary, ImportSummary } from './import/import-summary.ts';
export type { IngesterOptions } from './import/ingest/ingester-options.ts';
export { type KeptWork, WORK_KINDS, type WorkKind } from './import/kept/kept-work.ts';
export { type KeptWorkOptions, listKeptWork } from './import/kept/list-kept-work.ts';
export type { ReadingOptions } from './import/plan/catalogue-rows.ts';
export { checkReadiness } from './import/readiness/check-readiness.ts';
export type { Readiness, ReadinessFinding } from './import/readiness/readiness.ts';
export type { ReadinessOptions } from './import/readiness/readiness-options.ts';
export {
  READINESS_RULES,
  type ReadinessCode,
  type ReadinessRule,
} from './import/readiness/readiness-rules.ts';
export { reportImport } from './import/report/report-import.ts';
export { ROUTES } from './import/route.ts';
export type { RunOptions, RunShards, ShardWork } from './import/run-shards.ts';
export { VERIFY } from './import/settle/verification.ts';
export type { StoredState } from './import/stored/stored-state.ts';
export { DIFFERENCE_KINDS, type DifferenceKind } from './import/sync/difference.ts';
export { SYNC_BY, type SyncOptions, type SyncSource } from './import/sync/sync-options.ts';
export type { GalleryMark, SampleImage, SyncComparison, SyncPlan } from './import/sync/sync-plan.ts';
export type { SyncSummary } from './import/sync/sync-summary.ts';
export {
  WITHHELD_RULES,
  type WithheldCode,
  type WithheldDeletions,
} from './import/sync/withheld-deletions.ts';
export { KEY_LAYOUTS } from './import/transfer/image-layout.ts';
export type { TransferOptions } from './import/transfer/transfer-options.ts';
export type { TransferOutcome, TransferSummary } from './import/transfer/transfer-outcome.ts';
export type { ExpectedImage } from './import/verify/expected-image.ts';
export {
  ImportVerification,
  VERIFY_IMPORT_BY,
  type VerifyImportOptions,
  verifyImport,
} from './import/verify/verify-import.ts';
export type { VerifyImportSummary } from './import/verify/verify-summary.ts';
export { CatalogueImport, importCatalogue } from './import-catalogue.ts';
export { createIngester, Ingester } from './ingester.ts';
export {
  MetaFileBuilder,
  type MetaFileBuilderOptions,
  type PartsOptions,
} from './meta/meta-file-builder.ts';
export {
  type MetaBatch,
  MetaLineParser,
  type MetaLineParserOptions,
} from './meta/meta-line-parser.ts';
export type { LintOptions, MetaLint, MetaSummary } from './meta/meta-lint.ts';
export type { ImageSize } from './meta/model/meta-context.ts';
export { META_DIALECTS } from './meta/model/meta-fields.ts';
export type { MetaOptions } from './meta/model/meta-options.ts';
export { META_PROFILES, type MetaProfile } from './meta/model/meta-profile.ts';
export type {
  AddInput,
  AddRecord,
  DeleteInput,
  DeleteRecord,
  MetaInput,
  MetaRecord,
} from './meta/model/meta-record.ts';
export { PIC_NAME_BASES } from './meta/model/pic-name.ts';
export type { ParsedLine } from './meta/read/line-reader.ts';
export type { MetaSource } from './meta/read/meta-source.ts';
export type { MetaIssue, MetaLineIssue } from './meta/rules/meta-issue.ts';
export type { MetaIssueCode } from './meta/rules/meta-issue-code.ts';
export type { MetaPartsSummary } from './meta/split/split-file.ts';
export { MetaRecordRefused, type RefusedRecord } from './meta/write/meta-record-refused.ts';
export type { MetaWriteSummary } from './meta/write/record-writer.ts';
export type { MetaTarget, PartsTarget, WriteOptions } from './meta/write/target-types.ts';
export type { MigrationImage } from './migration/model/migration-image.ts';
export type { OssimportOptions, PlanMigrationOptions } from './migration/model/migration-options.ts';
export {
  MIGRATION_RULES,
  type MigrationIssueCode,
  type MigrationRule,
} from './migration/model/migration-rules.ts';
export { MIGRATION_ROUTES, type MigrationRoute, type RouteEstimate } from './migration/model/routes.ts';
export { type MigrationPlan, planMigration } from './migration/plan-migration.ts';
export {
  MIGRATION_RESULT_RULES,
  type MigrationOutcome,
  type MigrationResultsSummary,
} from './migration/results/migration-outcome.ts';
export {
  MigrationResults,
  type MigrationResultsOptions,
  readMigrationResults,
} from './migration/results/read-migration-results.ts';
export { type OpenSource, type OpenSourceOptions, openObjectSource } from './open-object-source.ts';
export type { ReportData } from './report/report-data.ts';
export type { ReportFile } from './report/report-file.ts';
export { REPORT_LANGUAGES, type ReportLanguage } from './report/report-languages.ts';
export type { ReportRow } from './report/report-row.ts';
export { type ReportOptions, ReportWriter } from './report/report-writer.ts';
export { remedyOf } from './report/words/remedy-of.ts';
export { NETWORKS } from './service/addresses/endpoint.ts';
export { type OssAddress, parseOssAddress } from './service/addresses/oss-address.ts';
export { CALL_CHANNEL, type CallMessage } from './service/calls/call-message.ts';
export type { ImageSearchOperation } from './service/calls/operations.ts';
export type { Connection, ServiceOptions } from './service/connection.ts';
export type { CredentialSource, Credentials } from './service/credentials/credentials.ts';
export { profileCredentials } from './service/credentials/profile-credentials.ts';
export { adviceFor } from './service/errors/error-advice.ts';
export type { ServiceAway, WaitingOptions } from './service/patience.ts';
export type { RamPolicy, RamStatement, RamTrustPolicy } from './service/ram-policy.ts';
export type { Clock } from './shared/async/sleep.ts';
export { ImageSearchError, isImageSearchError } from './shared/errors/image-search-error.ts';
export type { Issue } from './shared/errors/issue.ts';
export { writeWholeFile } from './shared/files/whole-file.ts';
export type { ProxyOption } from './shared/http/proxy.ts';
export type { CertificateOption } from './shared/http/trusted-certificates.ts';
export type { WebStream } from './shared/http/web-chunks.ts';
export type { Region } from './shared/model/region.ts';
export { SERVICE_TYPES, type ServiceType } from './shared/model/service-type.ts';
export { type FilterSummary, filterObjects, type ObjectFilter } from './shared/objects/filter-objects.ts';
export type {
  ListedObject,
  NewObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
  ObjectStore,
  StoredObject,
} from './shared/objects/object-store.ts';
export type { SourceFolder } from './shared/objects/source-folder.ts';
export type { CallOptions } from './shared/options/call-options.ts';
export { FOLLOW_LINKS, type FollowLinks } from './shared/options/follow-links.ts';
export { WHEN_RUNNING } from './shared/options/when-running.ts';
export type { AzureSourceOptions } from './sources/cloud/azure-options.ts';
export { AzureSource } from './sources/cloud/azure-source.ts';
export type { CloudCallOptions } from './sources/cloud/cloud-calls.ts';
export { type S3KeyPair, S3Source, type S3SourceOptions } from './sources/cloud/s3-source.ts';
export {
  InventorySource,
  type InventorySourceOptions,
  type InventorySummary,
} from './sources/inventory/inventory-source.ts';
export type { UrlListIssue, UrlListSummary } from './sources/urls/url-list-entries.ts';
export { type UrlListOptions, UrlListSource } from './sources/urls/url-list-source.ts';
export { FolderStore } from './storage/folder-store.ts';
export { OSS_CALL_CHANNEL, type OssCallMessage } from './storage/oss-call-message.ts';
export { OSS_NETWORKS } from './storage/oss-endpoint.ts';
export { OssStore } from './storage/oss-store.ts';
export type { OssStoreOptions } from './storage/oss-store-options.ts';
export { storedImage } from './storage/stored-image.ts';
export {
  type ImageUpload,
  type UploadImagesOptions,
  type UploadResult,
  uploadImages,
} from './storage/upload-images.ts';
export {
  BatchTaskClient,
  type BatchTaskClientOptions,
  type ListOptions,
} from './task/batch-task-client.ts';
export {
  type CallbackHandlerOptions,
  createCallbackHandler,
} from './task/callback/create-callback-handler.ts';
export { TaskStillRunning } from './task/calls/task-errors.ts';
export type { TaskList } from './task/calls/task-list.ts';
export type { TaskRef } from './task/calls/task-ref.ts';
export { isSettled, type TaskState, type TaskStatus } from './task/calls/task-state.ts';
export type { WaitOptions } from './task/calls/wait-for-task.ts';
export type { WatchOptions } from './task/calls/watch-task.ts';
export type { ImageFailure } from './task/failures/failure-line.ts';
export { FAILURE_REASONS, type FailureReason } from './task/failures/failure-reasons.ts';
export type { FailuresOptions } from './task/failures/read-failures.ts';
export { retryPlan } from './task/failures/retry-plan.ts';
export type { QueuedFile, QueueEntry } from './task/queue/queue-entry.ts';
export { queueFile } from './task/queue/queue-file.ts';
export type { TaskQueueOptions } from './task/queue/queue-options.ts';
export type { QueueRecord } from './task/queue/queue-record.ts';
export type { QueueStorage } from './task/queue/queue-storage.ts';
export { TaskQueue } from './task/queue/task-queue.ts';
export type { SubmitIntent } from './task/submit/find-started.ts';
export type { SubmitOptions } from './task/submit/submit-options.ts';
