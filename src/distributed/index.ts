export type { RunShards } from '../import/run-shards.ts';
export type { StoredState } from '../import/stored/stored-state.ts';
export { type RunOnBullMqOptions, runOnBullMq } from './run-on-bullmq.ts';
export { type ShardWorker, startWorker, type WorkerOptions, type WorkerShard } from './start-worker.ts';
