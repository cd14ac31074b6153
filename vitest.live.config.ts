import { defineConfig } from 'vitest/config';

/** The questions to a real instance, of `npm run test:live` alone: one after the other, as an instance runs one task. */
export default defineConfig({
  test: {
    include: ['test/live/**/*.live.ts'],
    globalSetup: ['test/live/live-report.ts'],
    fileParallelism: false,
  },
});
