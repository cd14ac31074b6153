import { PROGRAM } from './program.ts';

const HASH = 0x23;
const ZERO = 0x30;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The memory of the program: one page. */
const PAGE_BYTES = 65_536;

/** How many numbers a text of pixels holds; in a bitmap each digit is one, with or without space around it. */
export function countPpmNumbers(text: Uint8Array, bitmap: boolean): number {
  const hasComments = Buffer.from(text.buffer, text.byteOffset, text.length).includes(HASH);
  counter ??= openCounter();
  return counter === null || hasComments ? countByBytes(text, bitmap) : counter(text, bitmap);
}

type Counter = (text: Uint8Array, bitmap: boolean) => number;

/** The same for every text; null where there is no WebAssembly, or none with vectors. */
let counter: Counter | null | undefined;

/** What is used of WebAssembly, which a program may run without. */
interface WebAssemblyGlobal {
  readonly Module: new (program: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

interface CounterExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  count(length: number, before: number, apart: number): number;
}

function openCounter(): Counter | null {
  // its types are those of browsers, which this project does not load
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyGlobal };
  if (wasm === undefined) return null;
  try {
    const module = new wasm.Module(Buffer.from(PROGRAM, 'base64'));
    const { memory, count } = new wasm.Instance(module).exports as CounterExports;
    return counterOn(new Uint8Array(memory.buffer), count);
  } catch {
    return null; // counted byte by byte it takes longer and comes to the same
  }
}

const counterOn =
  (memory: Uint8Array, count: CounterExports['count']): Counter =>
  (text, bitmap) => {
    let numbers = 0;
    let before = 0;
    for (let at = 0; at < text.length; at += PAGE_BYTES) {
      const piece = text.subarray(at, at + PAGE_BYTES);
      memory.set(piece);
      const counted = count(piece.length, before, bitmap ? 0 : -1);
      numbers += counted >> 1;
      before = counted & 1;
    }
    return numbers;
  };

const APART = 0;
const IN_NUMBER = 1;
const IN_COMMENT = 2;

/** What follows each state at each byte. A comment runs to the end of its line. */
const NEXT = Uint8Array.from({ length: 3 * 256 }, (_, at) => {
  const code = at & 0xff;
  if (at >> 8 === IN_COMMENT) return code === LINE_FEED || code === CARRIAGE_RETURN ? APART : IN_COMMENT;
  return code === HASH ? IN_COMMENT : isDigit(code) ? IN_NUMBER : APART;
});

/** Counts as the program does, comments left out. */
export function countByBytes(text: Uint8Array, bitmap: boolean): number {
  let numbers = 0;
  let state = APART;
  for (let at = 0; at < text.length; at++) {
    const next = NEXT[(state << 8) | (text[at] as number)] as number;
    if (next === IN_NUMBER && (bitmap || state !== IN_NUMBER)) numbers++;
    state = next;
  }
  return numbers;
}

/** Nothing but digits and white space belongs there. */
function isDigit(code: number): boolean {
  return (code & ZERO) === ZERO;
}
