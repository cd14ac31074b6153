import { defineConfig } from 'tsup';

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
    entry: {
      index: 'src/index.ts',
      meta: 'src/meta/index.ts',
      emulator: 'src/emulator/index.ts',
      distributed: 'src/distributed/index.ts',
    },
    format: ['esm', 'cjs'],
    dts: true,
    clean: true,
  },
  { ...shared, entry: { cli: 'src/cli/main.ts' }, format: ['esm'] },
]);
