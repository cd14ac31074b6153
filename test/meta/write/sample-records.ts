import { MetaFileBuilder } from '../../../src/meta/meta-file-builder.ts';
import type { MetaInput } from '../../../src/meta/model/meta-record.ts';
import { collect, never } from '../../shared/async/collect.ts';

/** Together more than the blocks of 256 KiB that are in work at once. */
export const MANY = 12_000;

/** Images that no rule objects to. */
export const images = (count: number): MetaInput[] =>
  Array.from({ length: count }, (_, n) => ({
    operationType: 'ADD',
    productId: `商品${n}`,
    picName: `${n}.jpg`,
    customContent: 'k:v',
  }));

/** What the file of some records must hold. */
export const textOf = async (records: readonly MetaInput[]): Promise<string> =>
  (await collect(new MetaFileBuilder().lines(records))).join('');

/** Gives some records, and then neither another nor an end. */
export async function* silentAfter(count: number): AsyncGenerator<MetaInput, void, void> {
  yield* images(count);
  await never();
}

/** Gives some records, then fails. */
export async function* failsAfter(count: number, failure: unknown): AsyncGenerator<MetaInput, void, void> {
  yield* images(count);
  throw failure;
}
