import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type BuildResult, build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import * as meta from '../../src/meta/index.ts';
import { PAGE } from './page.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The built ./meta, and a page that uses it, for browsers. */
const bundle = (contents: string) =>
  build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
    write: false,
    metafile: true,
    logLevel: 'silent',
    logOverride: { 'ignored-bare-import': 'silent' }, // of our own chunks; never told of what lies in node_modules
    absWorkingDir: ROOT,
  });

const ENTRY = `
  import * as meta from '../../dist/meta.js';
  import { PAGE } from './page.ts';
  export const run = (name) => PAGE[name](meta);`;

/** Of a browser's globals, those that Node has too. Arrays of bytes come from outside, as what makes them does. */
const WEB_GLOBALS = [
  ...['TextEncoder', 'TextDecoder', 'atob', 'btoa', 'Blob', 'ReadableStream', 'WritableStream', 'crypto'],
  ...['AbortController', 'AbortSignal', 'DOMException', 'structuredClone', 'queueMicrotask', 'clearTimeout'],
  ...['ArrayBuffer', 'DataView', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array', 'Float64Array'],
] as const;

/** A number stands for a timer in a browser; it has no methods. */
const timer = (...args: Parameters<typeof setTimeout>) => Number(setTimeout(...args));

type Compile = (program: Uint8Array) => Promise<unknown>;
const { WebAssembly: wasm } = globalThis as unknown as {
  readonly WebAssembly: { readonly compile: Compile };
};

/** Runs a function of the bundle where there is only what a browser has. */
async function inBrowser(code: string, name: keyof typeof PAGE, WebAssembly: unknown): Promise<unknown> {
  const known = globalThis as unknown as Record<string, unknown>;
  const globals = Object.fromEntries(WEB_GLOBALS.map((one) => [one, known[one]]));
  const context = createContext({ ...globals, setTimeout: timer, WebAssembly });
  runInContext('globalThis.self = globalThis.window = globalThis;', context);
  if (WebAssembly === undefined) runInContext('delete globalThis.WebAssembly', context);
  const nodes = ['process', 'Buffer', 'require', 'global', 'setImmediate', 'module', '__dirname'];
  expect(nodes.filter((one) => runInContext(`typeof ${one}`, context) !== 'undefined')).toEqual([]);
  expect(runInContext('typeof WebAssembly', context)).toBe(typeof WebAssembly);
  runInContext(code, context);
  return JSON.parse((await runInContext(`page.run('${name}')`, context)) as string);
}

let built: BuildResult<{ metafile: true; write: false }>;
let code: string;
let inNode: unknown;
beforeAll(async () => {
  built = await bundle(ENTRY);
  code = built.outputFiles[0]?.text ?? '';
  inNode = JSON.parse(await PAGE.use(meta));
});

describe('./meta', () => {
  test('is bundled for browsers without a warning and without a module of Node', () => {
    expect(built.warnings).toEqual([]);
    const imports = Object.values(built.metafile.inputs).flatMap((input) => input.imports);
    expect(imports.map(({ path }) => path)).toContain('dist/meta.js');
    expect(imports.filter(({ external, path }) => external === true || path.startsWith('node:'))).toEqual([]);
  });

  test('gives a page what it gives Node when it builds, reads and lints', async () => {
    let compiled = 0;
    const compile: Compile = (program) => {
      compiled += 1;
      return wasm.compile(program);
    };
    const page = await inBrowser(code, 'use', Object.assign(Object.create(wasm), { compile }));
    expect(compiled).toBe(1); // the scanner's program ran
    expect(page).toEqual(inNode);
    // 1,500 images and two DELETEs, then five odd lines, of which one is a DELETE
    const read = (page as { read: Record<string, { summary: unknown; batches: { lines: number } }> }).read;
    expect(Object.values(read).map(({ summary, batches }) => [summary, batches.lines])).toEqual(
      Object.keys(read).map(() => [
        expect.objectContaining({ lines: 1_507, adds: 1_500, deletes: 3, refused: 4 }),
        1_507,
      ]),
    );
    const [first, ...others] = Object.values(read);
    for (const other of others) expect(other).toEqual(first);
  });

  test('gives the same when a page has no WebAssembly', async () => {
    expect(await inBrowser(code, 'use', undefined)).toEqual(inNode);
  });

  test('gives the same when a page forbids WebAssembly', async () => {
    class CompileError extends Error {}
    const forbidden = { CompileError, compile: () => Promise.reject(new CompileError('Refused')) };
    expect(await inBrowser(code, 'use', forbidden)).toEqual(inNode);
  });

  test('says what to do when a page asks for a file by its path', async () => {
    const instead = 'outside Node: use text, bytes or a web stream instead';
    expect(await inBrowser(code, 'need', wasm)).toEqual({
      path: `TypeError: Cannot write a file ${instead}`,
      store: `TypeError: Cannot write a temporary file ${instead}`,
      parse: `TypeError: Cannot read a file ${instead}`,
    });
  });
});
