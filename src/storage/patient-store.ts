import type { Patience } from '../service/patience.ts';
import type { CallOptions } from '../shared/call-options.ts';
import type { ObjectStore, StoredObject } from '../shared/object-store.ts';

/**
 * A store like the given one, each of whose methods waits while the store is away: while it throws an `ImageSearchError`
 * that may pass.
 */
export const patientStore = (store: ObjectStore, patience: Patience): ObjectStore => ({
  ...{ name: store.name, bucket: store.bucket, region: store.region },
  put: (key, content, options) => patience.run(() => store.put(key, content, options), options),
  ...(store.putIfAbsent && {
    putIfAbsent: (key, content, options) =>
      patience.run(async () => await store.putIfAbsent?.(key, content, options), options),
  }),
  read: (key, range, options) => patience.run(() => store.read(key, range, options), options),
  head: (key, options) => patience.run(() => store.head(key, options), options),
  delete: (key, options) => patience.run(() => store.delete(key, options), options),
  list: (prefix, options) => listPatiently(store, patience, prefix, options),
});

async function* listPatiently(
  store: ObjectStore,
  patience: Patience,
  prefix: string,
  options: CallOptions = {},
): AsyncGenerator<StoredObject, void, void> {
  let last: Buffer | undefined;
  let objects = store.list(prefix, options)[Symbol.asyncIterator]();
  const next = async () => {
    try {
      return await objects.next();
    } catch (error) {
      objects = listAfter(last, store.list(prefix, options)); // a sequence that has failed is over
      throw error;
    }
  };
  try {
    for (;;) {
      const { value, done } = await patience.run(next, options);
      if (done === true) return;
      last = Buffer.from(value.key);
      yield value;
    }
  } finally {
    await objects.return?.();
  }
}

/** The objects behind a key, in the order of the keys as bytes; all of them when there is no key. */
async function* listAfter(
  last: Buffer | undefined,
  objects: AsyncIterable<StoredObject>,
): AsyncGenerator<StoredObject, void, void> {
  for await (const object of objects)
    if (last === undefined || Buffer.compare(Buffer.from(object.key), last) > 0) yield object;
}
