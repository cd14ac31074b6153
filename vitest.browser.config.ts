import { defineConfig } from 'vitest/config';

/** Pages in Chromium, of `npm run test:browser` alone: it takes Debian's packages chromium and fonts-noto-cjk. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    testTimeout: 120_000, // ends what hangs
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
