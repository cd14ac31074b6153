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
 * that fits no line is not in the result. Failures of the same names share one list of lines.
 *
 * @param metaFolder the folder of increment.meta in the bucket
 */
export async function matchFailures<L extends NamedLine>(
  lines: Iterable<L> | AsyncIterable<L>,
  failures: readonly ImageFailure[],
  metaFolder: string,
): Promise<ReadonlyMap<ImageFailure, readonly L[]>> {
  const named = new Map<string, L[]>(failures.map((failure) => [nameOfFailure(failure, metaFolder), []]));
  const numbered = new Map<number | undefined, readonly L[]>(failures.map(({ line }) => [line, []]));
  for await (const line of lines) {
    for (const name of namesOfLine(line, metaFolder)) named.get(name)?.push(line);
    if (numbered.has(line.line)) numbered.set(line.line, [line]);
  }
  const found = failures.map((failure): [ImageFailure, readonly L[]] => {
    const name = nameOfFailure(failure, metaFolder);
    const byName = named.get(name) ?? [];
    const byNumber = numbered.get(failure.line) ?? [];
    const isExact = byNumber.some((line) => namesOfLine(line, metaFolder).has(name));
    return [failure, isExact || byName.length === 0 ? byNumber : byName];
  });
  return new Map(found.filter(([, matched]) => matched.length > 0));
}

const nameOfFailure = ({ productId, picName }: ImageFailure, metaFolder: string): string =>
  nameOf(productId, relativeName(picName, metaFolder));

/** The names by which a failure may mean a line: of product and picture, or of one of them alone. */
function namesOfLine({ record: { productId, picName } }: NamedLine, metaFolder: string): ReadonlySet<string> {
  const pic = relativeName(picName, metaFolder);
  return new Set([
    nameOf(productId, pic),
    nameOf(productId, undefined),
    ...(pic === undefined ? [] : [nameOf(undefined, pic)]),
  ]);
}

const relativeName = (picName: string | undefined, metaFolder: string): string | undefined => {
  const name = picName?.replace(/^\/+/, '');
  return metaFolder !== '' && name?.startsWith(`${metaFolder}/`) ? name.slice(metaFolder.length + 1) : name;
};

const nameOf = (productId: string | undefined, picName: string | undefined): string =>
  JSON.stringify([productId ?? null, picName ?? null]);
