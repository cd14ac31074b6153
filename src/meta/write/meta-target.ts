import { WholeFile } from '../../shared/files/whole-file.ts';
import { show } from '../../shared/options/checks.ts';
import { META_FILE_NAME } from '../model/meta-file-name.ts';
import type { ByteSink } from './byte-sink.ts';
import { NodeStreamSink } from './node-stream-sink.ts';
import { StoreSink } from './store-sink.ts';
import type { MetaTarget, WriteOptions } from './target-types.ts';
import { WebStreamSink } from './web-stream-sink.ts';

/**
 * What opens a target for writing.
 *
 * @throws {TypeError} for what cannot be written to, before anything is opened
 */
export function openerOf(
  target: MetaTarget,
  { keepOpen = false, temporaryFolder }: Pick<WriteOptions, 'keepOpen' | 'temporaryFolder'>,
): () => Promise<ByteSink> {
  if (typeof target === 'string' && target !== '') return () => WholeFile.open(target);
  if (typeof target === 'object' && target !== null) {
    if ('getWriter' in target) {
      if (target.locked) throw new TypeError('Cannot write to the stream as it is locked by another writer');
      return async () => new WebStreamSink(target, keepOpen);
    }
    if ('write' in target && 'end' in target) {
      if (!target.writable)
        throw (
          target.errored ?? new TypeError('Cannot write to the stream as it was ended or destroyed before')
        );
      return async () => new NodeStreamSink(target, keepOpen);
    }
    if ('store' in target && typeof target.store?.put === 'function') {
      checkKey(target.key);
      return () => StoreSink.open(target, temporaryFolder);
    }
  }
  throw new TypeError(
    `Cannot write as the target must be a path, a writable stream of Node or of the web, or { store, key }: current value is ${show(target)}`,
  );
}

/** @throws {TypeError} for the key of an object that the service would not read */
export function checkKey(key: unknown): void {
  if (typeof key !== 'string' || key.split('/').at(-1) !== META_FILE_NAME)
    throw new TypeError(
      `Cannot write to a store as the last segment of 'key' must be ${META_FILE_NAME}: current value is ${show(key)}`,
    );
}
