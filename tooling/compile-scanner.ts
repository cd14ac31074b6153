/** Compiles the scanner's AssemblyScript: `npm run build:scanner` writes the program that is committed. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { PAGES } from '../src/meta/read/scan/layout.ts';

const folder = fileURLToPath(new URL('../src/meta/read/scan/', import.meta.url));
const programPath = `${folder}program.ts`;

const FLAGS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];

/** The text of `program.ts`, from the source in `assembly/`. */
export async function compileScanner(): Promise<string> {
  let program = new Uint8Array();
  const { error, stderr } = await asc.main(
    ['assembly/scan-lines.ts', '--outFile', 'scanner.wasm', '--initialMemory', `${PAGES}`, ...FLAGS],
    {
      readFile: (name) => readFile(`${folder}${name}`, 'utf8').catch(() => null),
      writeFile: (name, content) => {
        if (name === 'scanner.wasm') program = content as Uint8Array<ArrayBuffer>;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The scanner does not compile:\n${stderr.toString()}`, { cause: error });
  const base64 = Buffer.from(program).toString('base64');
  return `/** The scanner of \`assembly/\` as WebAssembly, in base64. Written by \`npm run build:scanner\`; a test holds it to its source. */
export const PROGRAM =
  '${base64}';
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(programPath, await compileScanner());
