import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { publicNames } from '../docs/public-names.ts';
import type { Scene } from './example-scene.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** An example of a docstring or a page. */
export interface Example {
  readonly name: string;
  readonly code: string;
}

const NAMES: readonly Exclude<keyof Scene, symbol>[] = [
  ...(['region', 'instance', 'bucket', 'gallery', 'tasks', 'store', 'builder', 'records', 'ref'] as const),
  ...(['state', 'source', 'images', 'searched', 'options', 'importing', 'input', 'token', 'signal'] as const),
  ...([
    'client',
    'emulator',
    'validator',
    'to',
    'catalogue',
    'bytes',
    'file',
    'stream',
    'sources',
    'keys',
  ] as const),
  ...(['etag', 'parts', 'report', 'reports', 'shop', 'accountKey', 'connectionString', 'assert'] as const),
  ...(['createHash', 'createReadStream', 'parse'] as const),
];

const values = publicNames().filter(({ kind, name }) => kind !== 'member' && /^[A-Za-z]\w+$/.test(name));

const IMPORT = /^import [^;]*? from '([^']+)'[^;]*;$/gm;

/** A module with the example as a function; `code` may name anything public, and what the scene has. */
export function moduleOf(example: string): string {
  const written = [...example.matchAll(IMPORT)].filter(
    ([, from = '']) => !/^imagesearch-import(?!.*\.json$)/.test(from),
  );
  const code = example.replaceAll(IMPORT, '').replaceAll(/^export /gm, '');
  const used = values.filter(({ name }) => new RegExp(`(?<![.\\w'/])${name}\\b`).test(code));
  const imports = [
    ...written.map(([line]) => line),
    ...used.map(({ name, entryPoint }) => `import { ${name} } from '${entryPoint}';`),
  ];
  if (/\bAjv2020\b/.test(code) && written.length === 0)
    imports.push(`import { Ajv2020 } from 'ajv/dist/2020.js';`);
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

/** Runs examples against the emulator, one after the other in a process of their own, and returns what has failed. */
export async function runExamples(examples: readonly Example[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['sharp', 'ajv', 'csv-parse', '@aws-sdk', '@azure'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    symlinkSync(root, join(folder, 'node_modules/imagesearch-import'));
    await write('scene.mjs', readFileSync(join(here, 'example-scene.ts'), 'utf8'));
    writeFileSync(join(folder, 'package.json'), '{}');
    for (const [n, { code }] of examples.entries()) await write(`${n}.mjs`, moduleOf(onEmulator(code)));
    writeFileSync(join(folder, 'main.mjs'), RUN_ALL);
    const names = JSON.stringify(examples.map(({ name }) => name));
    const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs', names], {
      cwd: folder,
      env: { ...process.env, CALLBACK_TOKEN: 'a-token-of-more-than-thirty-two-characters' },
    });
    if (!/^DONE \d+$/m.test(stdout)) throw new Error(`The examples have not come to their end: ${stdout}`);
    return stdout.split('\n').filter((line) => line.startsWith('FAILED '));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  async function write(name: string, text: string) {
    const { code } = await transform(text, {
      loader: 'ts',
      target: 'node20', // which has no `using`
      supported: { 'import-attributes': true },
    });
    writeFileSync(join(folder, name), code);
  }
}

/** The example with the emulator as its account: what is called with a region gets the endpoints and keys, too. */
const onEmulator = (code: string): string =>
  code
    .replaceAll(
      /(\w+)(\((?:[^()]*?, )?\{[^{}]*?)\bregion(?:: 'cn-shanghai')?(?=[, ])/g,
      (whole, called: string, before: string) =>
        called === 'importPolicy'
          ? whole
          : `${called}${before}...scene.account.${ACCOUNTS[called] ?? 'both'}`,
    )
    .replaceAll(/(?<!importPolicy\([^)]*)region: 'cn-shanghai', instance: 'shop'/g, '...scene.account.both');

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
