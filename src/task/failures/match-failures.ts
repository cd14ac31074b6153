import type { ImageFailure } from './failure-line.ts';

/** A line of increment.meta, as far as failures name it. */
export interface NamedLine {
  /** From 1. */
  readonly line: number;
  readonly record: { readonly productId: string; readonly picName?: string | undefined };
}

/**
 * Finds the lines of each failure in one pass: by both names, by one of them where the other is missing, else by its
 * number. Where a failure has a number and the names fit that line, it is of no other. A picture may be named as in the
 * line, or with the folder of increment.meta before it, or with a leading slash. A failure of no line is not in the result.
 */
export async function matchFailures<L extends NamedLine>(
  lines: Iterable<L> | AsyncIterable<L>,
  failures: readonly ImageFailure[],
  folder: string,
): Promise<ReadonlyMap<ImageFailure, readonly L[]>> {
  const byNames = groupBy(failures, ({ productId, picName }) => nameOf(productId, bare(picName, folder)));
  const byNumber = groupBy(failures, ({ line }) => line);
  const named = new Map<ImageFailure, L[]>();
  const numbered = new Map<ImageFailure, readonly L[]>();
  for await (const line of lines) {
    const { productId, picName } = line.record;
    const pic = bare(picName, folder);
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
    const mine = named.get(failure) ?? [];
    const exact = mine.filter(({ line }) => line === failure.line);
    return [failure, exact.length > 0 ? exact : mine.length > 0 ? mine : (numbered.get(failure) ?? [])];
  });
  return new Map(found.filter(([, places]) => places.length > 0));
}

const bare = (picName: string | undefined, folder: string): string | undefined => {
  const name = picName?.replace(/^\/+/, '');
  return folder !== '' && name?.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name;
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
