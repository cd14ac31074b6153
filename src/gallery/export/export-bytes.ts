import { isImageSearchError } from '../../shared/errors/image-search-error.ts';

/** Number of tries in a row that yield nothing new. */
const MOST_TRIES = 3;

/**
 * The bytes of a file. When reading fails in a way that may pass, such as by a URL that has expired, a fresh URL is asked
 * for, and the file is read from its beginning without yielding again what was yielded.
 *
 * @param freshUrl undefined when the service has no other
 */
export async function* exportBytes(
  firstUrl: string,
  read: (url: string) => AsyncIterable<Uint8Array>,
  freshUrl: () => Promise<string | undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let url = firstUrl;
  let yielded = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      let at = 0;
      for await (const bytes of read(url)) {
        at += bytes.length;
        const fresh = Math.min(bytes.length, at - yielded);
        if (fresh <= 0) continue;
        yielded = at;
        attempt = 0; // Progress was made: start counting attempts anew.
        yield bytes.subarray(bytes.length - fresh);
      }
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= MOST_TRIES || !isImageSearchError(error) || !error.retryable) throw error;
      const fresh = await freshUrl().catch(() => {
        signal?.throwIfAborted();
        throw error; // the caller asked for the file, so the error of reading the file counts
      });
      url = fresh ?? url;
    }
  }
}
