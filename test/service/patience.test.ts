import { describe, expect, it } from 'vitest';
import { Patience, type ServiceAway } from '../../src/service/patience.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import fc from '../support/properties.ts';

const PATIENCE_MS = 600_000;
const down = (details: { readonly retryAfterMs?: number } = {}) =>
  new ImageSearchError('it is down', { code: 'ServiceUnavailable', retryable: true, ...details });
const unreached = (code = 'CONNECTION_REFUSED') => new ImageSearchError('nobody is there', { code });
const refused = () => new ImageSearchError('no', { code: 'NoPermission', httpStatus: 403, requestId: 'R' });

function patienceOf(patienceMs = PATIENCE_MS) {
  const clock = new FakeClock({ auto: true });
  const told: (ServiceAway | undefined)[] = [];
  const patience = new Patience({ clock, patienceMs, onAway: (away) => void told.push(away) });
  return { clock, told, patience };
}

/** A call that fails in this way so many times, and then gives its number. */
function failing(times: number, error: () => Error = down) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw error();
    return calls;
  };
}
const always = Number.POSITIVE_INFINITY;

describe('Patience', () => {
  it('repeats a call while the service is away, with growing waits', async () => {
    const { clock, patience } = patienceOf();
    expect(await patience.run(failing(5))).toBe(6);
    expect(clock.waits).toHaveLength(5);
    for (const [n, wait] of clock.waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(900 * 1.2 ** n); // they vary by a tenth
      expect(wait).toBeLessThanOrEqual(1_100 * 1.2 ** n);
    }
  });

  it('throws the last error, unchanged, once the service has been away for so long', async () => {
    const { clock, patience } = patienceOf();
    const began = clock.now();
    const last = down();
    expect(await rejection(patience.run(failing(always, () => last)))).toBe(last);
    expect(clock.now() - began).toBe(PATIENCE_MS);
    expect(patience.isOver).toBe(true);
  });

  it('does not wait again for a service that has been away for so long, until it answers', async () => {
    const { clock, patience } = patienceOf();
    await rejection(patience.run(failing(always)));
    const waits = clock.waits.length;
    await rejection(patience.run(failing(always)));
    expect(clock.waits).toHaveLength(waits);
    await patience.run(failing(0));
    expect(patience.isOver).toBe(false);
    expect(await patience.run(failing(2))).toBe(3);
  });

  it('throws at once when the error does not pass, when it is none of ours, and without patience', async () => {
    const { clock, patience } = patienceOf();
    await rejection(patience.run(failing(1, refused)));
    await rejection(patience.run(failing(1, () => new Error('of the caller'))));
    await rejection(patienceOf(0).patience.run(failing(1)));
    expect(clock.waits).toEqual([]);
  });

  it.each(['CERTIFICATE_REJECTED', 'TLS_FAILED'])('never waits when it is %s', async (code) => {
    const { clock, patience } = patienceOf();
    patience.noteReached();
    expect(await failureOf(patience.run(failing(1, () => unreached(code))))).toMatchObject({ code });
    expect(clock.waits).toEqual([]);
  });

  it.each(['CONNECTION_REFUSED', 'HOST_NOT_FOUND'])(
    'throws at the first contact though %s may pass',
    async (code) => {
      const { clock, patience } = patienceOf();
      const error = () => new ImageSearchError('nobody is there', { code, retryable: true });
      expect(await failureOf(patience.run(failing(1, error)))).toMatchObject({ code });
      expect(clock.waits).toEqual([]);
    },
  );

  it.each(['CONNECTION_REFUSED', 'HOST_NOT_FOUND', 'NO_CREDENTIALS'])(
    'takes %s for a wrong setting at the first contact, and for an outage afterwards',
    async (code) => {
      const { clock, patience } = patienceOf();
      const call = () => failing(1, () => unreached(code));
      expect(await failureOf(patience.run(call()))).toMatchObject({ code });
      expect(clock.waits).toEqual([]);
      await rejection(patience.run(failing(1, refused))); // an answer, too
      expect(await patience.run(call())).toBe(2);
      const continued = patienceOf().patience;
      continued.noteReached();
      expect(await continued.run(call())).toBe(2);
    },
  );

  it('does not take a shortage of this machine for an outage, though the service was reached', async () => {
    const { clock, told, patience } = patienceOf();
    patience.noteReached();
    for (const code of ['OUT_OF_FILES', 'OUT_OF_MEMORY', 'DISK_FULL']) {
      const shortage = unreached(code);
      expect(await rejection(patience.run(failing(always, () => shortage)))).toBe(shortage);
    }
    expect([clock.waits, told]).toEqual([[], []]);
  });

  it('waits as long as the service asks for', async () => {
    const { clock, patience } = patienceOf();
    await patience.run(failing(2, () => down({ retryAfterMs: 45_000 })));
    expect(clock.waits).toEqual([45_000, 45_000]);
  });

  it('waits no longer than until the given time', async () => {
    const { clock, patience } = patienceOf();
    const until = clock.now() + 20_000;
    await failureOf(patience.run(failing(always), { until }));
    expect(clock.now()).toBe(until);
  });

  it('gives up a call of its own trouble, while others are answered, after so many tries', async () => {
    const { patience } = patienceOf();
    const own = async () => {
      await patience.run(failing(0)); // another call
      throw down();
    };
    let tries = 0;
    const counted = () => {
      tries += 1;
      return own();
    };
    await failureOf(patience.run(counted, { ownTries: 3 }));
    expect(tries).toBe(3);
    expect(patience.isOver).toBe(false);
  });

  it('repeats a call of its own trouble for so long and no longer when no number of tries is given', async () => {
    const { clock, patience } = patienceOf();
    const began = clock.now();
    const own = async () => {
      await patience.run(failing(0));
      throw down();
    };
    await failureOf(patience.run(own));
    expect(clock.now() - began).toBe(PATIENCE_MS);
  });

  it('does not wait twice where calls contain each other, though another Patience waits for the inner one', async () => {
    const { clock, patience } = patienceOf();
    const outer = new Patience({ clock, patienceMs: PATIENCE_MS });
    const began = clock.now();
    await failureOf(outer.run(() => patience.run(failing(always))));
    expect(clock.now() - began).toBe(PATIENCE_MS);
  });

  it('waits for a call that another Patience without time does not wait for', async () => {
    const { clock, patience } = patienceOf();
    const without = new Patience({ clock, patienceMs: 0 });
    const call = failing(3);
    expect(await patience.run(() => without.run(call))).toBe(4);
  });

  it('tells the first wait, then every few seconds, and the end', async () => {
    const { told, patience } = patienceOf();
    await patience.run(failing(0));
    expect(told).toEqual([]);
    await patience.run(failing(12));
    expect(told[0]).toEqual({ code: 'ServiceUnavailable', awayMs: 0, patienceMs: PATIENCE_MS });
    expect(told.at(-1)).toBeUndefined();
    const times = told.slice(0, -1).map((away) => away?.awayMs ?? Number.NaN);
    for (const [n, time] of times.slice(1).entries())
      expect(time - (times[n] ?? 0)).toBeGreaterThanOrEqual(5_000);
    expect(told.filter((away) => away === undefined)).toHaveLength(1);
  });

  it('rejects with the signal’s reason when it aborts during a wait', async () => {
    const clock = new FakeClock();
    const patience = new Patience({ clock, patienceMs: PATIENCE_MS });
    const stop = new AbortController();
    const running = rejection(patience.run(failing(always), { signal: stop.signal }));
    while (clock.sleeping === 0) await Promise.resolve();
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await running).toBe(reason);
    expect(clock.sleeping).toBe(0);
  });

  it('shares an outage among all calls in flight: each waits for the same end', async () => {
    const clock = new FakeClock();
    const told: unknown[] = [];
    const patience = new Patience({ clock, patienceMs: 60_000, onAway: (away) => void told.push(away) });
    let isDown = true;
    const call = async () => {
      if (isDown) throw down();
      return 'done';
    };
    const settled = async () => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    };
    const early = Array.from({ length: 8 }, () => patience.run(call));
    await settled();
    clock.advance(50_000);
    await settled();
    const late = rejection(patience.run(call));
    await settled();
    expect(told).toHaveLength(2); // at the first wait, and after the time in between
    for (const run of early) run.catch(() => {});
    clock.advance(10_000); // now the service has been away for a minute, though the late call has waited for seconds
    await settled();
    expect(await late).toMatchObject({ code: 'ServiceUnavailable' });
    isDown = false;
    expect(await patience.run(call)).toBe('done');
  });

  it('never waits for longer than its patience, and gives what the call gives, whatever fails before', async () => {
    const trouble = fc.constantFrom(down(), down({ retryAfterMs: 300_000 }), refused(), unreached());
    await fc.assert(
      fc.asyncProperty(
        fc.array(trouble, { maxLength: 60 }),
        fc.integer({ min: 0, max: 900_000 }),
        async (before, patienceMs) => {
          const { clock, told, patience } = patienceOf(patienceMs);
          patience.noteReached();
          const began = clock.now();
          const errors = before.map(({ message, code, retryable, retryAfterMs, requestId }) => {
            return new ImageSearchError(message, { code, retryable, retryAfterMs, requestId });
          });
          const left = [...errors];
          const result = await patience
            .run(async () => {
              const error = left.shift();
              if (error !== undefined) throw error;
              return 'done';
            })
            .catch((error: unknown) => error);
          const final = errors.find(({ code }) => code === 'NoPermission') ?? 'done';
          const waitedInVain = clock.now() - began >= patienceMs && result !== 'done';
          if (!waitedInVain) expect(result).toBe(final);
          expect(clock.now() - began).toBeLessThanOrEqual(patienceMs);
          if (told.length > 0) expect(told.at(-1)).toBeUndefined();
        },
      ),
    );
  });
});
