import type { ImageFailure } from './failure-line.ts';

/** A line of increment.meta, and the names by which failures refer to it. */
export interface NamedLine {
  /** From 1. */
  readonly line: number;
  readonly record: { readonly productId: string; readonly picName?: string | undefined };
}

/**
 * Finds the lines of each failure in one pass: by ProductId and PicName, by one of them where the failure lacks the other,
 * else by line number. Where a failure has a number and the names fit that line, it is matched with that line only. A failure
 * may name the picture as the line does, with the folder of increment.meta before it, or with a leading slash. A failure
 * that fits no line is not in the result.
 *
 * @param metaFolder the folder of increment.meta in the bucket
 */
export async function matchFailures<L extends NamedLine>(
  lines: Iterable<L> | AsyncIterable<L>,
  failures: readonly ImageFailure[],
  metaFolder: string,
): Promise<ReadonlyMap<ImageFailure, readonly L[]>> {
  const byNames = groupBy(failures, ({ productId, picName }) =>
    nameOf(productId, relativeName(picName, metaFolder)),
  );
  const byNumber = groupBy(failures, ({ line }) => line);
  const named = new Map<ImageFailure, L[]>();
  const numbered = new Map<ImageFailure, readonly L[]>();
  for await (const line of lines) {
    const { productId, picName } = line.record;
    const pic = relativeName(picName, metaFolder);
    const names = [
      nameOf(productId, pic),
      nameOf(productId, undefined),
      ...(pic === undefined ? [] : [nameOf(undefined, pic)]),
    ];
    for (const name of new Set(names))
      for (const failure of byNames.get(name) ?? []) append(named, failure, line);
    for (const failure of byNumber.get(line.line) ?? []) numbered.set(failure, [line]);
  }
  const found = failures.map((failure): [ImageFailure, readonly L[]] => {
    const byName = named.get(failure) ?? [];
    const exact = byName.filter(({ line }) => line === failure.line);
    return [failure, exact.length > 0 ? exact : byName.length > 0 ? byName : (numbered.get(failure) ?? [])];
  });
  return new Map(found.filter(([, matched]) => matched.length > 0));
}

const relativeName = (picName: string | undefined, metaFolder: string): string | undefined => {
  const name = picName?.replace(/^\/+/, '');
  return metaFolder !== '' && name?.startsWith(`${metaFolder}/`) ? name.slice(metaFolder.length + 1) : name;
};

function append<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) append(groups, keyOf(item), item);
  return groups;
}

const nameOf = (productId: string | undefined, picName: string | undefined): string =>
  JSON.stringify([productId ?? null, picName ?? null]);
