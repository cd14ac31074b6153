/** Bytes of a text in GB18030, by its two-byte characters, since the platform decodes it and does not encode it. */
export function gb18030(text: string): Uint8Array {
  return Buffer.concat(
    [...text].map((character) => {
      const bytes = BYTES.get(character);
      if (bytes === undefined) throw new RangeError(`${character} has no two bytes in GB18030`);
      return Buffer.from(bytes);
    }),
  );
}

const decoder = new TextDecoder('gb18030');
const BYTES = new Map<string, readonly number[]>();
for (let byte = 0; byte < 0x80; byte++) BYTES.set(String.fromCharCode(byte), [byte]);
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x40; trail <= 0xfe; trail++)
    if (trail !== 0x7f) BYTES.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
