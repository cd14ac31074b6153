import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { describe, expect, inject, it } from 'vitest';
import { consumer, ownPath, runNode, toolPath } from './consumer.ts';

const ENTRIES = ['', '/meta', '/emulator', '/distributed'].map((path) => `imagesearch-import${path}`);

/** An AVIF of 300×200 pixels as far as its header goes: what names it is loaded when it is first used. */
const AVIF = Buffer.from('00000020667479706176696600000000617669666d6966316d696166', 'hex').toString(
  'base64',
);

/** What a program of each kind does with the package: names an image, and imports into the emulator. */
const WORK = `
async function work({ ImageValidator, importCatalogue }, { startEmulator }) {
  const { issues } = await new ImageValidator().validate(Buffer.from('${AVIF}', 'base64'));
  const emulator = await startEmulator({ taskDurationMs: 0 });
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint, ossEndpoint } = emulator;
  const summary = await importCatalogue([{ productId: '1', picName: '1.jpg', operationType: 'DELETE' }], {
    ...{ region, instance, endpoint, ossEndpoint, credentials: emulator },
    ...{ images: '.', to: 'oss://' + emulator.bucketName + '/a' },
  });
  await emulator.close();
  return issues[0].message.slice(0, 14) + ' ' + summary.succeeded;
}`;
const DONE = 'Format is AVIF 1';

describe('the installed package', () => {
  it.each(['module', 'commonjs'])('works from a %s', async (kind) => {
    const load = (path: string) => (kind === 'module' ? `await import('${path}')` : `require('${path}')`);
    const script = `${WORK}
      (async () => console.log(await work(${load('imagesearch-import')}, ${load('imagesearch-import/emulator')})))();`;
    const name = kind === 'module' ? 'work.mjs' : 'work.cjs';
    expect(await runNode(consumer({ [name]: script }), name)).toBe(`${DONE}\n`);
  });

  it('has a command', () => {
    const printed = execFileSync('npx', ['--no-install', 'imagesearch-import', '--version'], {
      cwd: inject('project'),
      encoding: 'utf8',
    });
    expect(printed).toMatch(/^imagesearch-import \d+\.\d+\.\d+, Node\.js /);
  });

  it('works under Jest as CommonJS', async () => {
    const test = `${WORK}
      test('works', async () =>
        expect(await work(require('imagesearch-import'), require('imagesearch-import/emulator'))).toBe('${DONE}'));`;
    const folder = consumer({ 'work.test.js': test, 'jest.config.json': { testEnvironment: 'node' } });
    await runNode(folder, toolPath('jest/bin/jest.js'), '--ci', '--watchman=false');
  });

  it.each(['module', 'commonjs'])(
    'is bundled for Node from a %s without the optional packages',
    async (kind) => {
      const load = (path: string) => `require('${path}')`;
      const script =
        kind === 'module'
          ? `import * as main from 'imagesearch-import'; import * as emulator from 'imagesearch-import/emulator';
           import 'imagesearch-import/distributed'; ${WORK} work(main, emulator).then(console.log);`
          : `${WORK} ${load('imagesearch-import/distributed')};
           work(${load('imagesearch-import')}, ${load('imagesearch-import/emulator')}).then(console.log);`;
      const folder = consumer({ 'work.js': script });
      await build({
        ...{ absWorkingDir: folder, entryPoints: ['work.js'], outfile: 'bundle.cjs', bundle: true },
        ...{ platform: 'node', logLevel: 'silent' },
        external: ['proxy-agent'], // ali-oss asks for it without saying so
      });
      expect(await runNode(folder, 'bundle.cjs')).toBe(`${DONE}\n`);
    },
  );
});

/** The oldest, the one that this package is built with, and the newest. */
const COMPILERS = {
  '5.4': () => toolPath('typescript-5.4/lib/tsc.js'),
  '5.9': () => ownPath('typescript/lib/tsc.js'),
  '7.0': () => toolPath('typescript-7.0/lib/tsc.js'),
};

/** Compiles files in a project of Node, which has no types of Node but what the package brings. */
async function checkTypes(
  version: keyof typeof COMPILERS,
  files: Readonly<Record<string, string>>,
  options: object,
): Promise<void> {
  const compilerOptions = {
    ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true },
    ...{ target: 'es2022', lib: ['es2022'], types: ['node'], ...options },
  };
  const folder = consumer({ ...files, 'tsconfig.json': { compilerOptions } });
  await runNode(folder, COMPILERS[version](), '-p', '.');
}

/** A program that takes something of each entry point, and something that types of Node 12 do not have. */
const PROGRAM = `
${ENTRIES.map((entry, n) => `import * as entry${n} from '${entry}';`).join('\n')}
import { setTimeout as wait } from 'node:timers/promises';
export const summary: Promise<entry0.ImportSummary> = entry0.importCatalogue('shop.csv', {
  images: './images', to: 'oss://bucket/a', region: 'cn-shanghai', instance: 'shop',
});
export const text: string = new entry1.MetaFileBuilder().add({ productId: '1', picName: '1.jpg' }).toString();
export const emulator: Promise<entry2.Emulator> = entry2.startEmulator();
export const all = [entry3.startWorker, wait(1)];
`;

const META = `
import { DuplicateFinder, fixMeta, MetaFileBuilder, MetaLineParser } from 'imagesearch-import/meta';
const builder = new MetaFileBuilder();
builder.add({ productId: '1', picName: '1.jpg' });
export const all = [builder.toString(), MetaLineParser, DuplicateFinder, fixMeta];
`;

const VERSIONS = Object.keys(COMPILERS) as (keyof typeof COMPILERS)[];

describe.concurrent.each(VERSIONS)('the types, with TypeScript %s', (version) => {
  it.each(['node16', 'nodenext'])('resolve from both kinds of module under %s', (module) =>
    checkTypes(version, { 'a.mts': PROGRAM, 'b.cts': PROGRAM }, { module, moduleResolution: module }),
  );

  it('resolve for a bundler', () =>
    checkTypes(version, { 'a.ts': PROGRAM }, { module: 'esnext', moduleResolution: 'bundler' }));

  it('of ./meta resolve in a project for browsers, which has no types of Node', () =>
    checkTypes(
      version,
      { 'a.ts': META },
      { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [] },
    ));
});

describe.concurrent('the types, by the resolution of old', () => {
  it('resolve for every entry point', () =>
    checkTypes('5.9', { 'a.ts': PROGRAM }, { module: 'commonjs', moduleResolution: 'node10' }));
});
