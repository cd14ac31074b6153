import type { ObjectStore } from '../../shared/objects/object-store.ts';
import type { BandwidthLimit } from './bandwidth-limit.ts';
import type { TransferBudget } from './transfer-budget.ts';

/** A store like the given one, to which images go no faster than the limit allows, and whose bytes the budget counts. */
export function limitedStore(
  store: ObjectStore,
  budget: TransferBudget,
  limit: BandwidthLimit | undefined,
): ObjectStore {
  const passes = async (bytes: number, signal: AbortSignal | undefined) => {
    await limit?.take(bytes, signal);
    budget.spend(bytes);
  };
  return {
    ...{ name: store.name, bucket: store.bucket, region: store.region },
    put: async (key, content, options) => {
      if (content instanceof Uint8Array) await passes(content.length, options?.signal);
      return store.put(key, content, options);
    },
    ...(store.putIfAbsent && {
      putIfAbsent: async (key, content, options) => {
        await passes(content.length, options?.signal);
        return store.putIfAbsent?.(key, content, options);
      },
    }),
    read: (key, range, options) => store.read(key, range, options),
    head: (key, options) => store.head(key, options),
    delete: (key, options) => store.delete(key, options),
    list: (prefix, options) => store.list(prefix, options),
  };
}
