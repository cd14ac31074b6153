export type { RunOptions, RunShards } from '../import/run-shards.ts';
export type { ShardWork } from '../import/state/shard.ts';
export type { StoredState } from '../import/stored/stored-state.ts';
export { type ImportStatus, type ImportStatusOptions, importStatus } from './import-status.ts';
export { type RunOnBullMqOptions, runOnBullMq } from './run-on-bullmq.ts';
export { type ShardWorker, startWorker, type WorkerOptions, type WorkerShard } from './start-worker.ts';
export type { StateOptions } from './state-for-worker.ts';
