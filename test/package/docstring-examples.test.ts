import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { publicNames } from '../docs/public-names.ts';
import type { Scene } from './example-scene.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** What needs a service that no test has, or is a part of a whole that is tested elsewhere. */
const NOT_RUN: Readonly<Record<string, string>> = {
  AzureSource: 'an account of Azure',
  S3Source: 'an account of AWS',
  openObjectSource: 'an account of AWS',
  InventorySource: 'an account of AWS',
  importStatus: 'a state of workers',
  runOnBullMq: 'a Redis',
  startWorker: 'a Redis',
  planMigration: 'terabytes',
  readMigrationResults: "a mover's report",
  MIGRATION_RESULT_RULES: "a mover's report",
  reportImport: 'the state of an import',
  profileCredentials: 'a profile',
};

const NAMES: readonly Exclude<keyof Scene, symbol>[] = [
  ...(['region', 'instance', 'bucket', 'gallery', 'tasks', 'store', 'builder', 'records', 'ref'] as const),
  ...(['state', 'source', 'images', 'searched', 'options', 'importing', 'input', 'token', 'signal'] as const),
];

const all = publicNames();
const values = all.filter(({ kind, name }) => kind !== 'member' && /^[A-Za-z]\w+$/.test(name));
const examples = all.flatMap(({ name, examples: own }) => own.map((code) => ({ name, code })));

/** A module with the example as a function; `code` may name anything public, and what the scene has. */
function moduleOf(code: string): string {
  const used = values.filter(({ name }) => new RegExp(`(?<![.\\w'/])${name}\\b`).test(code));
  const imports = used.map(({ name, entryPoint }) => `import { ${name} } from '${entryPoint}';`);
  if (/\bAjv2020\b/.test(code)) imports.push(`import { Ajv2020 } from 'ajv/dist/2020.js';`);
  const given = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return `${imports.join('\n')}
    import type { Scene } from './example-scene.ts';
    export async function example(scene: Scene) {
      const { ${given.join(', ')} } = scene;
      {
        ${code}
      }
    }`;
}

/** What the compiler has to say of all modules, each with the name that it documents. */
function complaints(modules: ReadonlyMap<string, string>): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const unusedIsFine = { ...options, noUnusedLocals: false, allowUnreachableCode: true };
  const host = ts.createCompilerHost(unusedIsFine);
  const read = host.readFile;
  host.readFile = (path) => modules.get(path) ?? read(path);
  const exists = host.fileExists;
  host.fileExists = (path) => modules.has(path) || exists(path);
  const program = ts.createProgram([...modules.keys()], unusedIsFine, host);
  return [...modules.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start, length = 0 }) => {
      const where = file?.text.slice(start, (start ?? 0) + length);
      return `${path.slice(here.length)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} (${where})`;
    });
  });
}

describe('the examples of docstrings', () => {
  it('compile', () => {
    const modules = examples.map(
      ({ name, code }, n) => [join(here, `example-${n}-${name}.ts`), moduleOf(code)] as const,
    );
    expect(complaints(new Map(modules))).toEqual([]);
    expect(modules.length).toBeGreaterThan(50);
  });

  it('run against the emulator', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docstring-examples-'));
    try {
      mkdirSync(join(folder, 'node_modules'));
      for (const name of ['sharp', 'ajv'])
        symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
      symlinkSync(root, join(folder, 'node_modules/imagesearch-import'));
      const run = examples.filter(({ name }) => !Object.hasOwn(NOT_RUN, name));
      const scene = readFileSync(join(here, 'example-scene.ts'), 'utf8');
      await write('scene.mjs', scene);
      writeFileSync(join(folder, 'package.json'), '{}');
      for (const [n, { code }] of run.entries()) await write(`${n}.mjs`, moduleOf(onEmulator(code)));
      writeFileSync(join(folder, 'main.mjs'), RUN_ALL);
      const names = JSON.stringify(run.map(({ name }) => name));
      const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs', names], { cwd: folder });
      const failed = stdout.split('\n').filter((line) => line.startsWith('FAILED '));
      expect(failed).toEqual([]);
      expect(stdout).toMatch(/^DONE \d+$/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }

    async function write(name: string, text: string) {
      const { code } = await transform(text, { loader: 'ts', target: 'node20' }); // no `using` there
      writeFileSync(join(folder, name), code);
    }
  });
});

/** The example with the emulator as its account: what is called with a region gets the endpoints and keys, too. */
const onEmulator = (code: string): string =>
  code.replaceAll(
    /(\w+)(\((?:[^()]*?, )?\{[^{}]*?)\bregion(?:: 'cn-shanghai')?(?=[, ])/g,
    (whole, called: string, before: string) =>
      called === 'importPolicy' ? whole : `${called}${before}...scene.account.${ACCOUNTS[called] ?? 'both'}`,
  );

/** What takes the endpoint of one service alone. */
const ACCOUNTS: Readonly<Record<string, keyof Scene['account']>> = {
  OssStore: 'oss',
  GalleryClient: 'imageSearch',
  BatchTaskClient: 'imageSearch',
};

/** Runs each example in a scene, says which failed, and ends by itself: none leaves anything open. */
const RUN_ALL = `
import { openScene } from './scene.mjs';
const names = JSON.parse(process.argv[2]);
const scene = await openScene();
for (const [n, name] of names.entries())
  try {
    await (await import('./' + n + '.mjs')).example(scene);
  } catch (error) {
    console.log('FAILED ' + name + ': ' + (error.stack ?? error).replaceAll('\\n', ' '));
  }
await scene[Symbol.asyncDispose]();
console.log('DONE ' + names.length);
`;
