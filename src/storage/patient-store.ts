import type { Patience } from '../service/patience.ts';
import type { ImageSearchError } from '../shared/errors/image-search-error.ts';
import type { ListedObject, ObjectSource, ObjectStore } from '../shared/objects/object-store.ts';
import type { CallOptions } from '../shared/options/call-options.ts';

/**
 * A store like the given one, each of whose methods waits while the store is away: while it throws an `ImageSearchError`
 * that may pass.
 */
export const patientStore = (store: ObjectStore, patience: Patience): ObjectStore => ({
  ...{ name: store.name, bucket: store.bucket, region: store.region },
  put: (key, content, options) => patience.run(() => store.put(key, content, options), options),
  ...putsIfAbsent(store, patience),
  read: (key, range, options) => patience.run(() => store.read(key, range, options), options),
  list: (prefix, options) => listPatiently((again) => store.list(prefix, again), patience, options),
  head: (key, options) => patience.run(() => store.head(key, options), options),
  delete: (key, options) => patience.run(() => store.delete(key, options), options),
});

/** The same of a source. */
export const patientSource = (source: ObjectSource, patience: Patience): ObjectSource => ({
  name: source.name,
  read: (key, range, options) => patience.run(() => source.read(key, range, options), options),
  list: (prefix, options) => listPatiently((again) => source.list(prefix, again), patience, options),
  ...heads(source, patience),
});

const heads = (source: ObjectSource, patience: Patience): Pick<ObjectSource, 'head'> => {
  const head = source.head?.bind(source);
  return head === undefined
    ? {}
    : { head: (key, options) => patience.run(() => head(key, options), options) };
};

const putsIfAbsent = (store: ObjectStore, patience: Patience): Pick<ObjectStore, 'putIfAbsent'> => {
  const put = store.putIfAbsent?.bind(store);
  return put === undefined
    ? {}
    : { putIfAbsent: (key, content, options) => patience.run(() => put(key, content, options), options) };
};

/**
 * The objects of a listing, which is begun anew where it breaks, and goes on behind the last key. That takes keys in their
 * order: of a listing that is in no order, such as an inventory, nobody knows what is missing, and its error is thrown.
 */
async function* listPatiently<O extends ListedObject>(
  list: (options: CallOptions) => AsyncIterable<O>,
  patience: Patience,
  options: CallOptions = {},
): AsyncGenerator<O, void, void> {
  let last: Buffer | undefined;
  let broken: unknown;
  let isInOrder = true;
  const mayPass = (error: ImageSearchError) => isInOrder && patience.mayPass(error);
  const listAfter = async function* (after: Buffer | undefined) {
    let previous: Buffer | undefined;
    for await (const object of list(options)) {
      const key = Buffer.from(object.key);
      isInOrder &&= previous === undefined || Buffer.compare(key, previous) > 0;
      previous = key;
      if (!isInOrder && broken !== undefined) throw broken; // what was passed over may have been missing
      if (after === undefined || Buffer.compare(key, after) > 0) yield object;
    }
  };
  let objects = listAfter(undefined);
  const next = async () => {
    try {
      return await objects.next();
    } catch (error) {
      broken = error;
      if (isInOrder) objects = listAfter(last); // a sequence that has failed is over
      throw error;
    }
  };
  try {
    for (;;) {
      const { value, done } = await patience.run(next, { ...options, mayPass });
      if (done === true) return;
      last = Buffer.from(value.key);
      yield value;
    }
  } finally {
    await objects.return?.();
  }
}
