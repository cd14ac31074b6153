import { describe, expect, it } from 'vitest';
import { ShortageWait } from '../../../src/shared/async/shortage-wait.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Work that fails so often with this code. */
const failing = (code: string, times: number) => {
  const work = {
    tries: 0,
    run: async () => (++work.tries > times ? 'done' : Promise.reject(failure(code))),
  };
  return work;
};

describe('ShortageWait.run()', () => {
  it.each(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'])(
    'waits and tries again when work fails with %s',
    async (code) => {
      const clock = new FakeClock({ auto: true });
      const work = failing(code, 9);
      expect(await new ShortageWait().run(work.run, { clock })).toBe('done');
      expect(clock.waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1_000, 1_000]);
    },
  );

  it('rejects with a code, the cause and what to do when nothing succeeds for a minute', async () => {
    const clock = new FakeClock({ auto: true, startsAt: 0 });
    const work = failing('EMFILE', Number.POSITIVE_INFINITY);
    await expect(new ShortageWait().run(work.run, { clock })).rejects.toMatchObject({
      code: 'OUT_OF_FILES',
      retryable: false,
      advice: expect.stringContaining('ulimit -n'),
      cause: { code: 'EMFILE' },
    });
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
    expect(clock.now()).toBeLessThan(65_000);
  });

  it('waits on when other work succeeds meanwhile', async () => {
    const clock = new FakeClock({ auto: true });
    const wait = new ShortageWait();
    let tries = 0;
    const starved = async () => {
      tries += 1;
      if (tries % 50 === 0) await wait.run(() => 'other work');
      return tries > 300 ? 'done' : Promise.reject(failure('EMFILE'));
    };
    expect(await wait.run(starved, { clock })).toBe('done');
  });

  it.each(['ENOSPC', 'EDQUOT', 'EFBIG'])(
    'rejects with DISK_FULL at once when work fails with %s',
    async (code) => {
      const work = failing(code, 1);
      const clock = new FakeClock();
      await expect(new ShortageWait().run(work.run, { clock })).rejects.toMatchObject({ code: 'DISK_FULL' });
      expect(work.tries).toBe(1);
    },
  );

  it('rejects with the error itself when work fails for another reason', async () => {
    const work = failing('ENOENT', 1);
    await expect(new ShortageWait().run(work.run)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(work.tries).toBe(1);
  });

  it('rejects with the reason of the signal when aborted while it waits', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const work = async () => {
      stop.abort(reason);
      throw failure('EMFILE');
    };
    await expect(new ShortageWait().run(work, { clock: new FakeClock(), signal: stop.signal })).rejects.toBe(
      reason,
    );
  });
});
