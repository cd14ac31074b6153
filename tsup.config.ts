import { resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';

const ENTRIES = {
  index: 'src/index.ts',
  meta: 'src/meta/index.ts',
  emulator: 'src/emulator/index.ts',
  distributed: 'src/distributed/index.ts',
} as const;

/** Has the command line import the entry points of the package as they are built, instead of a copy of the code. */
const entriesAsBuilt: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'entries-as-built',
  setup(build) {
    const built = new Map(Object.entries(ENTRIES).map(([name, path]) => [resolve(path), `./${name}.js`]));
    build.onResolve({ filter: /index\.ts$/ }, ({ path, resolveDir }) => {
      const entry = built.get(resolve(resolveDir, path));
      return entry === undefined ? undefined : { path: entry, external: true };
    });
  },
};

const shared = {
  target: 'node20',
  platform: 'node',
  outDir: 'dist',
  sourcemap: true,
  splitting: true,
} as const;

export default defineConfig([
  {
    ...shared,
    entry: ENTRIES,
    format: ['esm', 'cjs'],
    dts: true,
    clean: true,
  },
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    esbuildPlugins: [entriesAsBuilt],
  },
]);
