import { expect, it } from 'vitest';
import { openBackend } from '../../src/distributed/queue-backend.ts';

// BullMQ's own loop never rests when the first connection of a worker fails, so that no timer of the process fires.
it.each(['redis://127.0.0.1:1', 'postgresql://127.0.0.1:1/none'])(
  'a worker on %s does not run by itself',
  async (url) => {
    const backend = await openBackend(url);
    const worker = backend.worker('nothing', async () => ({ rows: 0 }), {});
    expect(worker.isRunning()).toBe(false);
    await worker.close(true).catch(() => {}); // what was never connected may fail to close
  },
);
