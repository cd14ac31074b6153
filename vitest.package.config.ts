import { defineConfig } from 'vitest/config';

/** The tarball in projects of others, by `npm run test:package` alone: it builds, packs and installs. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.package.ts'],
    globalSetup: 'test/package/pack-and-install.ts',
    testTimeout: 120_000, // ends what hangs
    maxConcurrency: 2,
    fileParallelism: false,
  },
});
