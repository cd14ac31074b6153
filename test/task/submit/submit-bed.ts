import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

export const SPRING = 'oss://emulated-bucket/spring';
export const reason = new Error('enough');

/** One emulator with a folder that can be submitted; between tests none of its tasks runs. */
export function submitBed() {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring');
  });
  afterAll(() => emulator.close());
  const ended = async () => tasksOf(emulator).assertIdle();
  afterEach(() => expect.poll(() => ended().then(() => 'idle')).toBe('idle'));
  return {
    get emulator() {
      return emulator;
    },
    /** How many tasks there were. */
    count: async () => (await listData(emulator)).TotalCount,
  };
}
