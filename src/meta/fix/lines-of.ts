import { LINE_FEED } from '../../shared/lines.ts';

/** Lines, one by one and without their line feeds. @param bytes whole lines with their line feeds */
export function* linesOf(bytes: Uint8Array): Generator<Uint8Array, void, void> {
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    yield bytes.subarray(start, feed);
    start = feed + 1;
  }
}
