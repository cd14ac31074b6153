/** Strings out of memory: `from` and `to` are places in bytes. */
export interface MemoryTexts {
  ascii(from: number, to: number): string;
  utf16(from: number, to: number): string;
}

/** Node's Buffer makes strings fastest; without one, they are put together from their characters. */
export function memoryTexts(memory: ArrayBuffer): MemoryTexts {
  const { Buffer: NodeBuffer } = globalThis as { readonly Buffer?: typeof Buffer };
  if (NodeBuffer !== undefined) {
    const buffer = NodeBuffer.from(memory);
    return {
      ascii: (from, to) => buffer.toString('latin1', from, to),
      utf16: (from, to) => buffer.toString('utf16le', from, to),
    };
  }
  return {
    ascii: (from, to) => joined(new Uint8Array(memory, from, to - from)),
    utf16: (from, to) => joined(new Uint16Array(memory, from, (to - from) / 2)),
  };
}

const MOST_ARGUMENTS = 8192;

function joined(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let from = 0; from < units.length; from += MOST_ARGUMENTS)
    text += String.fromCharCode(...units.subarray(from, from + MOST_ARGUMENTS));
  return text;
}
