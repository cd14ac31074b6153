import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../../src/emulator/faults/fault-kinds.ts';
import { listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

/** Those that end a call; what to do about the others is a matter of the client's timeouts. */
const ENDS = FAULT_KINDS.filter((kind) => kind !== 'silence' && kind !== 'slow');

describe('a client of the emulator whose IncreaseInstance is struck', () => {
  it.each(
    ENDS.flatMap((kind) =>
      [true, false].filter((done) => done || kind !== 'lost').map((done) => [kind, done] as const),
    ),
  )('starts one task and not two when it meets %s, the work done: %s', async (kind, workDone) => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring');
    const fault = emulator.addFault({ kind, operation: 'IncreaseInstance', workDone });
    const submitted = await tasksOf(emulator)
      .submit(`oss://${emulator.bucketName}/spring`)
      .then(
        (ref) => ref.id,
        () => undefined,
      );
    const { TotalCount, Increments } = await listData(emulator);
    expect(fault.hits).toBe(1);
    expect(TotalCount).toBeLessThanOrEqual(1);
    if (workDone) expect(TotalCount).toBe(1);
    if (submitted !== undefined) expect(String(Increments.Instance[0]?.Id)).toBe(submitted);
  });
});
