export type { UrlOptions } from '../image/url/url-options.ts';
export type { RunOptions, RunShards, ShardWork } from '../import/run-shards.ts';
export type { StoredState } from '../import/stored/stored-state.ts';
export { NETWORKS } from '../service/addresses/endpoint.ts';
export type { ImageSearchOperation } from '../service/calls/operations.ts';
export type { ServiceOptions } from '../service/connection.ts';
export type { CredentialSource, Credentials } from '../service/credentials/credentials.ts';
export type { Clock } from '../shared/async/sleep.ts';
export type { ProxyOption } from '../shared/http/proxy.ts';
export type { CertificateOption } from '../shared/http/trusted-certificates.ts';
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
export { OSS_NETWORKS } from '../storage/oss-endpoint.ts';
export type { OssStoreOptions } from '../storage/oss-store-options.ts';
export { type ImportStatus, type ImportStatusOptions, importStatus } from './import-status.ts';
export { type RunOnBullMqOptions, runOnBullMq } from './run-on-bullmq.ts';
export { type ShardWorker, startWorker } from './start-worker.ts';
export type { StateOptions } from './state-for-worker.ts';
export type { WorkerOptions, WorkerShard } from './worker-options.ts';
