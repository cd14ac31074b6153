import { abortable } from '../../shared/async/abortable.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import { lineBlocks, wholeLines } from '../../shared/text/lines.ts';
import { openSource } from '../read/meta-source.ts';
import type { MetaWriteSummary } from '../write/record-writer.ts';
import { productOf } from './line-product.ts';
import { PartFiles } from './part-files.ts';
import { ProductNumbers } from './product-numbers.ts';

export interface SplitLimits {
  /** Lines that a file has at most. */
  readonly maxLines: number;
  /** Bytes that a file has at most. */
  readonly maxBytes: number;
}

/** What became of the records, and the files that they were split into. */
export interface MetaPartsSummary extends MetaWriteSummary {
  /** The files that were written, in their order. */
  readonly parts: readonly {
    /** The file's path, or the object's key. */
    readonly path: string;
    readonly lines: number;
    readonly bytes: number;
    readonly adds: number;
    readonly deletes: number;
  }[];
}

export type MetaPart = MetaPartsSummary['parts'][number];

/**
 * Splits a file that we wrote ourselves into several, none beyond the limits, without separating the lines of a product,
 * wherever they stand. Reads it twice: products are counted, then each line goes to the file of its product, in its order.
 * Products go into a file in the order in which they are named first, until the next has no room.
 *
 * @throws {RangeError} when one product alone is beyond the limits; no file appears then
 */
export async function splitFile(
  source: string,
  path: (part: number) => string,
  limits: SplitLimits,
  signal: AbortSignal | undefined,
): Promise<readonly MetaPart[]> {
  const products = new ProductNumbers();
  const sizes: Size[] = [];
  let total = 0;
  let tooLarge: { readonly size: Size; readonly id: string } | undefined;
  for await (const line of linesOf(source, signal)) {
    const { id } = productOf(line);
    const product = products.numberOf(id);
    const size = sizes[product] ?? { lines: 0, bytes: 0 };
    sizes[product] = size;
    size.lines += 1;
    size.bytes += line.length;
    if (tooLarge === undefined && isBeyond(size, limits))
      tooLarge = { size, id: new TextDecoder().decode(id) };
    total += 1;
  }
  if (tooLarge !== undefined) {
    const { size, id } = tooLarge;
    throw new RangeError(
      `Cannot split as the lines of a product stay together: those of "${id}" are ${size.lines} with ${size.bytes} bytes, and the limit is ${said(limits)}`,
    );
  }
  const partOf = assignParts(sizes, limits);
  const parts: { -readonly [K in keyof MetaPart]: MetaPart[K] }[] = [];
  const { resolve } = nodeBuiltin('path', 'write files');
  const files = new PartFiles();
  try {
    const names = new Set<string>();
    for (let part = 1; part <= (partOf.at(-1) ?? -1) + 1; part++) {
      const name = path(part);
      const whole = resolve(name);
      if (names.has(whole))
        throw new RangeError(`Cannot split as each part must have a path of its own: ${name} comes again`);
      names.add(whole);
      parts.push({ path: name, lines: 0, bytes: 0, adds: 0, deletes: 0 });
      await files.add(name);
    }
    for await (const line of linesOf(source, signal)) {
      const { id, isAdd } = productOf(line);
      const at = partOf[products.numberOf(id)] as number;
      const part = parts[at] as (typeof parts)[number];
      part.lines += 1;
      part.bytes += line.length;
      part[isAdd ? 'adds' : 'deletes'] += 1;
      const written = files.append(at, line);
      if (written !== undefined) await written;
    }
    assertConserved(
      'splitFile',
      total,
      Object.fromEntries(parts.map(({ lines }, n) => [`part ${n + 1}`, lines])),
    );
    signal?.throwIfAborted();
    await files.finish();
    return parts;
  } catch (error) {
    await files.discard();
    throw error;
  }
}

/** With their line feeds. */
async function* linesOf(
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  const chunks = abortable(openSource({ path }), signal);
  for await (const { bytes } of lineBlocks(chunks, Number.MAX_SAFE_INTEGER)) yield* wholeLines(bytes);
}

interface Size {
  lines: number;
  bytes: number;
}

/** The part of each product, from 0. */
function assignParts(sizes: readonly Size[], limits: SplitLimits): Uint32Array {
  const parts = new Uint32Array(sizes.length);
  let part = 0;
  let filled: Size = { lines: 0, bytes: 0 };
  for (const [product, size] of sizes.entries()) {
    filled = { lines: filled.lines + size.lines, bytes: filled.bytes + size.bytes };
    if (isBeyond(filled, limits)) {
      part += 1;
      filled = size;
    }
    parts[product] = part;
  }
  return parts;
}

const isBeyond = ({ lines, bytes }: Size, { maxLines, maxBytes }: SplitLimits): boolean =>
  lines > maxLines || bytes > maxBytes;

const said = ({ maxLines, maxBytes }: SplitLimits): string =>
  [
    ...(Number.isFinite(maxLines) ? [`${maxLines} lines`] : []),
    ...(Number.isFinite(maxBytes) ? [`${maxBytes} bytes`] : []),
  ].join(' and ');
