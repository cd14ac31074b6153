import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that put something else in place of a module, and so need modules that nobody has loaded before them. */
const MOCKED = 'test/**/*.mocked.test.ts';

export default defineConfig(({ mode }) => ({
  test: {
    testTimeout: 60_000, // ends what hangs; under coverage on two busy cores some tests take a while
    hookTimeout: 60_000,
    maxWorkers: Math.ceil(availableParallelism() * 1.5), // much of a test is waiting for timers and other processes
    projects: [
      {
        extends: true,
        mode,
        test: {
          name: 'shared',
          // What takes minutes by itself runs in `npm run test:long`.
          include: mode === 'long' ? ['test/**/*.{test,long}.ts'] : ['test/**/*.test.ts'],
          exclude: [MOCKED],
          isolate: false, // a worker loads `src` once, not for each file: it would take a fifth of the time
        },
      },
      { extends: true, mode, test: { name: 'mocked', include: [MOCKED] } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/cli/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 90, functions: 90, branches: 80 },
    },
  },
}));
