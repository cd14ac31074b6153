import type { PackedRows } from '../rows/packed-rows.ts';

/** Unpacks the rows of the page: base64, gzip, JSON. */
export async function unpack(base64: string): Promise<PackedRows> {
  const bytes = bytesOf(base64);
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(unzipped).json()) as PackedRows;
}

/** `Uint8Array.fromBase64` is not in every browser yet. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (fromBase64 !== undefined) return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n += 1) bytes[n] = text.charCodeAt(n);
  return bytes;
}
