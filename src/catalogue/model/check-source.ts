import { show } from '../../shared/options/checks.ts';
import type { CatalogueSource } from './catalogue-source.ts';
import { isSourceListing, sourceListing } from './source-listing.ts';

/** @throws {TypeError} for what is no source of a catalogue */
export function checkSource(source: unknown): asserts source is CatalogueSource {
  const next = nextOf(source);
  if (isSourceListing(source)) sourceListing(source);
  if (next === undefined) return;
  throw new TypeError(
    `Cannot read the catalogue as it must be a path, { bytes, name }, { source, prefix }, or an iterable of objects: current value is ${next}`,
  );
}

/** What a wrong source is, and what to do; undefined for a right one. */
function nextOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source === '' ? 'an empty text' : undefined;
  if (ArrayBuffer.isView(source)) return 'bytes. Give them as { bytes: [bytes] }';
  if (typeof source !== 'object' || source === null) return show(source);
  const isIterable = Symbol.iterator in source || Symbol.asyncIterator in source;
  return isIterable || 'bytes' in source || 'source' in source ? undefined : show(source);
}
