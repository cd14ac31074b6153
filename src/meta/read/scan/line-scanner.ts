import type { MetaContext } from '../../model/meta-context.ts';
import { PROGRAM } from './compiled-scanner.ts';
import * as L from './layout.ts';
import { type MemoryTexts, memoryTexts } from './memory-texts.ts';
import type { Scanner } from './plain-scanner.ts';
import { type ScannerSettings, scannerSettings } from './scanner-settings.ts';

/** What is used of WebAssembly, which a program may run without. */
interface WebAssemblyGlobal {
  compile(program: Uint8Array): Promise<object>;
  readonly Instance: new (program: object) => { readonly exports: unknown };
  readonly CompileError: new () => Error;
}

interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly fieldsAt: { readonly value: number };
  readonly classesAt: { readonly value: number };
  readonly categoriesAt: { readonly value: number };
  readonly pagesAt: { readonly value: number };
  readonly rangesAt: { readonly value: number };
  readonly extensionsAt: { readonly value: number };
  configure(
    needs: number,
    takes: number,
    ofDelete: number,
    notTogether: number,
    categories: number,
    ranges: number,
    extensions: number,
    line: number,
  ): void;
  scan(length: number): number;
}

/** The program, compiled, and the promise of it: the same for every scanner. */
let compiled: object | undefined;
let compiling: Promise<object> | undefined;

/**
 * Reads lines as bytes, many at once, and finds out of each whether it is an object of known fields and whether it keeps
 * every rule: what most lines of most files are. The program runs as WebAssembly, in memory of its own.
 */
export class LineScanner implements Scanner {
  /** What is known of each line scanned last, as `layout.ts` has it. */
  readonly rows: Int32Array;
  readonly doubtful: number;
  readonly #memory: Uint8Array;
  readonly #texts: MemoryTexts;
  readonly #scan: (length: number) => number;

  private constructor(exports: ScannerExports, doubtful: number) {
    this.doubtful = doubtful;
    const { buffer } = exports.memory;
    this.rows = new Int32Array(buffer, L.ROWS_AT, L.MAX_ROWS * L.ROW_INTS);
    this.#memory = new Uint8Array(buffer);
    this.#texts = memoryTexts(buffer);
    this.#scan = exports.scan;
  }

  /** Whether `openCompiled` can succeed. */
  static get isCompiled(): boolean {
    return compiled !== undefined;
  }

  /** Compiles the program. Does nothing where WebAssembly is missing, lacks vectors or is forbidden by a page. */
  static async compile(): Promise<void> {
    const wasm = webAssembly();
    if (wasm === undefined) return;
    try {
      compiling ??= wasm.compile(Uint8Array.from(atob(PROGRAM), (character) => character.charCodeAt(0)));
      compiled = await compiling;
    } catch (error) {
      if (!isUnable(error, wasm)) throw error;
    }
  }

  /** A scanner for the rules of a context; undefined when the program is not compiled, or there is no memory for it. */
  static openCompiled(context: MetaContext, maxLineBytes: number): LineScanner | undefined {
    const wasm = webAssembly();
    if (wasm === undefined || compiled === undefined) return undefined;
    try {
      const exports = new wasm.Instance(compiled).exports as ScannerExports;
      const settings = scannerSettings(context);
      configure(exports, settings, maxLineBytes);
      return new LineScanner(exports, settings.doubtful);
    } catch (error) {
      if (isUnable(error, wasm)) return undefined;
      throw error;
    }
  }

  /** Compiles the program if need be and opens a scanner; undefined where that cannot be. */
  static async open(context: MetaContext, maxLineBytes: number): Promise<LineScanner | undefined> {
    await LineScanner.compile();
    return LineScanner.openCompiled(context, maxLineBytes);
  }

  /** Scans the whole lines of up to INPUT_BYTES bytes; returns how many rows it wrote, 0 when none of the lines fits. */
  scan(bytes: Uint8Array): number {
    const taken = bytes.length > L.INPUT_BYTES ? bytes.subarray(0, L.INPUT_BYTES) : bytes;
    this.#memory.set(taken, L.INPUT_AT);
    return this.#scan(taken.length);
  }

  /** The text that the places of a row's strings count in. */
  textOf(row: number): string {
    const { rows } = this;
    return (at(rows, row + L.STATE) & L.WIDE) === 0
      ? this.#texts.ascii(L.INPUT_AT + at(rows, row + L.LINE_START), L.INPUT_AT + at(rows, row + L.LINE_END))
      : this.#texts.utf16(
          L.TEXT_AT + 2 * at(rows, row + L.TEXT_START),
          L.TEXT_AT + 2 * at(rows, row + L.TEXT_END),
        );
  }
}

/** Its types are those of browsers, which this project does not load. */
const webAssembly = () => (globalThis as unknown as { readonly WebAssembly?: WebAssemblyGlobal }).WebAssembly;

/** Whether the platform cannot run the program. A RangeError says that there is no memory for it. */
const isUnable = (error: unknown, { CompileError }: WebAssemblyGlobal): boolean =>
  error instanceof CompileError || error instanceof RangeError;

/** A number that is there. */
const at = (rows: Int32Array, index: number): number => rows[index] as number;

function configure(exports: ScannerExports, settings: ScannerSettings, maxLineBytes: number): void {
  const { memory, fieldsAt, classesAt, categoriesAt, pagesAt, rangesAt, extensionsAt } = exports;
  const bytes = new Uint8Array(memory.buffer);
  const view = new DataView(memory.buffer);
  for (const [n, field] of settings.fields.entries()) {
    const about = fieldsAt.value + n * L.FIELD_BYTES;
    const key = new TextEncoder().encode(`${field.key}"`);
    bytes.set(key, about + L.KEY);
    bytes.fill(0xff, about + L.KEY_MASK, about + L.KEY_MASK + key.length);
    bytes[about + L.KEY_LENGTH] = key.length;
    bytes[about + L.TYPE] = field.type;
    bytes[about + L.FORBIDDEN] = field.forbidden;
    bytes[about + L.CHECK] = field.check;
    bytes[about + L.VISIBLE] = field.visible ? 1 : 0;
    view.setInt32(about + L.MIN_LENGTH, field.minLength, true);
    view.setInt32(about + L.MAX_LENGTH, field.maxLength, true);
  }
  bytes.set(settings.classes, classesAt.value);
  for (const [n, id] of settings.categories.entries()) view.setInt32(categoriesAt.value + 4 * n, id, true);
  for (const [n, [first, last]] of settings.ranges.entries()) {
    view.setUint16(rangesAt.value + 4 * n, first, true);
    view.setUint16(rangesAt.value + 4 * n + 2, last, true);
    bytes.fill(1, pagesAt.value + (first >> 8), pagesAt.value + (last >> 8) + 1);
  }
  for (const [n, extension] of settings.extensions.entries())
    bytes.set(new TextEncoder().encode(extension), extensionsAt.value + L.EXTENSION_BYTES * n);
  const { addNeeds, addTakes, deleteTakes, exclusive, categories } = settings;
  exports.configure(
    addNeeds,
    addTakes,
    deleteTakes,
    exclusive,
    categories.length,
    settings.ranges.length,
    settings.extensions.length,
    Math.min(maxLineBytes, L.INPUT_BYTES),
  );
}
