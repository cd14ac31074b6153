import { readLines } from '../src/shared/text/lines.ts';
import { type Figure, median, rounded } from './figure.ts';

const ROUNDS = 9;
const MIB = 1024 * 1024;
const CHUNK = new Uint8Array(4_096).fill(0x61);

/** One long line that comes in small chunks, against the same bytes in four lines: a quadratic splitter takes four times as long. */
export async function* benchLongLine(): AsyncGenerator<Figure, void, void> {
  const times: { one: number; four: number }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    times.push({ one: await milliseconds(1, 4 * MIB), four: await milliseconds(4, MIB) });
  yield {
    name: 'a line of 4 MiB in chunks of 4 KiB, read (at most 2)',
    value: rounded(median(times.map(({ one }) => one))),
    unit: 'ms',
    against: { name: 'four lines of 1 MiB', value: rounded(median(times.map(({ four }) => four))) },
  };
}

async function milliseconds(lines: number, bytes: number): Promise<number> {
  const line = Array.from({ length: bytes / CHUNK.length }, () => CHUNK);
  const source = Array.from({ length: lines }, () => [...line, Buffer.from('\n')]).flat();
  const start = performance.now();
  let read = 0;
  for await (const one of readLines(source, 8 * MIB)) read += one.bytes.length;
  const took = performance.now() - start;
  if (read !== lines * bytes) throw new Error(`readLines() gave ${read} bytes of ${lines * bytes}`);
  return took;
}
