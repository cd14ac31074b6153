/** What to do while an instance, which runs one at a time, runs another task or export: refuse, wait for its end, or adopt it. */
export const WHEN_RUNNING = ['refuse', 'wait', 'adopt'] as const;

export type WhenRunning = (typeof WHEN_RUNNING)[number];
