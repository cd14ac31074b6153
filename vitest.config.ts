import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000, // ends what hangs; under coverage on two busy cores some tests take a while
    hookTimeout: 60_000,
    maxWorkers: '100%', // of the cores; unless told, one of two would stand idle
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/cli/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 90, functions: 90, branches: 80 },
    },
  },
});
