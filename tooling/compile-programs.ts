/** Compiles AssemblyScript to WebAssembly: `npm run build:wasm` writes the programs that are committed. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { PAGES } from '../src/meta/read/scan/layout.ts';

interface Program {
  /** With `assembly/` in it. */
  readonly folder: string;
  /** The file in it that gets the outcome. */
  readonly output: string;
  readonly entry: string;
  /** Of its memory, 64 KiB each. */
  readonly pages: number;
}

export const PROGRAMS = {
  'lines of increment.meta': {
    folder: 'meta/read/scan',
    output: 'compiled-scanner.ts',
    entry: 'scan-lines',
    pages: PAGES,
  },
} as const satisfies Record<string, Program>;

const FLAGS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];
const WASM = 'program.wasm';

const pathOf = ({ folder }: Program, name: string) =>
  fileURLToPath(new URL(`../src/${folder}/${name}`, import.meta.url));

/** The text of a program's file, from the source in `assembly/`. */
export async function compileProgram(program: Program): Promise<string> {
  let compiled = new Uint8Array();
  const { error, stderr } = await asc.main(
    [`assembly/${program.entry}.ts`, '--outFile', WASM, '--initialMemory', `${program.pages}`, ...FLAGS],
    {
      readFile: (name) => readFile(pathOf(program, name), 'utf8').catch(() => null),
      writeFile: (name, content) => {
        if (name === WASM) compiled = content as Uint8Array<ArrayBuffer>;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${program.folder} does not compile:\n${stderr.toString()}`, { cause: error });
  const base64 = Buffer.from(compiled).toString('base64');
  return `/** What is in \`assembly/\` as WebAssembly, in base64. Written by \`npm run build:wasm\`; a test holds it to its source. */
export const PROGRAM =
  '${base64}';
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const program of Object.values(PROGRAMS))
    await writeFile(pathOf(program, program.output), await compileProgram(program));
}
