import { resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import packageJson from './package.json' with { type: 'json' };
import { licencesOfBundled } from './tooling/licences-of-bundled.ts';
import { pureTables } from './tooling/pure-tables.ts';
import { tolerateMissing } from './tooling/tolerate-missing.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const ENTRIES = {
  index: 'src/index.ts',
  meta: 'src/meta/index.ts',
  emulator: 'src/emulator/index.ts',
  distributed: 'src/distributed/index.ts',
} as const;

/** Has the command line import the entry points of the package as they are built: it holds no copy of their code. */
const entriesAsBuilt: Plugin = {
  name: 'entries-as-built',
  setup(build) {
    const built = new Map(Object.entries(ENTRIES).map(([name, path]) => [resolve(path), `./${name}.cjs`]));
    build.onResolve({ filter: /index\.ts$/ }, ({ path, resolveDir }) => {
      const entry = built.get(resolve(resolveDir, path));
      return entry === undefined ? undefined : { path: entry, external: true };
    });
  },
};

/** What libraries load and never use here: `debug` has no listeners, and commander runs no commands of other files. */
const UNUSED: Readonly<Record<string, { readonly by: string; readonly instead: string }>> = {
  debug: { by: '@tokenizer/inflate', instead: 'export default () => () => {};' },
  'node:child_process': { by: 'commander', instead: 'module.exports = {};' },
};

const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(build) {
    build.onResolve({ filter: /^(node:child_process|debug)$/ }, ({ path, importer }) =>
      importer.includes(`node_modules/${UNUSED[path]?.by}/`) ? { path, namespace: 'unused' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({
      contents: UNUSED[path]?.instead ?? '',
    }));
  },
};

/** Of jsonc-parser the parser alone is used; its main file loads what formats and edits, too. */
const parserAlone: Plugin = {
  name: 'parser-alone',
  setup(build) {
    build.onResolve({ filter: /^jsonc-parser$/ }, ({ kind, resolveDir }) =>
      build.resolve('jsonc-parser/lib/esm/impl/parser.js', { kind, resolveDir }),
    );
  },
};

const shared = {
  target: 'node20',
  platform: 'node',
  outDir: 'dist',
  splitting: true,
} as const;

export default defineConfig([
  {
    ...shared,
    entry: ENTRIES,
    format: ['esm', 'cjs'],
    dts: { banner: '/// <reference lib="esnext.disposable" />' }, // for projects whose `lib` is older than `using`
    clean: true,
    plugins: [tolerateMissing(Object.keys(packageJson.peerDependencies)), pureTables],
    esbuildPlugins: [withoutUnused, parserAlone, licencesOfBundled('dist/bundled-licences.txt')],
  },
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts' },
    format: ['cjs'], // starts sooner than ES modules, and opens one file at a time
    shims: true, // for import.meta
    removeNodeProtocol: false, // it would hide from plugins what is loaded of Node
    esbuildPlugins: [entriesAsBuilt, withoutUnused, licencesOfBundled('dist/bundled-licences-cli.txt')],
  },
]);
