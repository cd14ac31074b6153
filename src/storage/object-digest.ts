import { createHash } from 'node:crypto';

/** Options of ali-oss with a digest: a new object for each try, since ali-oss changes the options. */
export const withDigest = (md5: string, headers: Readonly<Record<string, string>> = {}) => ({
  headers: { ...headers, 'Content-MD5': md5 },
});

/** The MD5 of bytes, as the header Content-MD5 has it. */
export async function digest(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest('base64');
}
