import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { Deadline } from '../../../src/shared/async/deadline.ts';

const reason = new Error('Enough');

describe('Deadline', () => {
  test('aborts when the time is over, with the reason that is made then', () => {
    vi.useFakeTimers();
    try {
      const late = new Error('Late');
      const deadline = new Deadline(1_000, new AbortController().signal, () => late);
      vi.advanceTimersByTime(999);
      expect(deadline.signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect(deadline.signal.reason).toBe(late);
      expect([deadline.ended(late), deadline.ended(reason)]).toEqual([true, false]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('aborts with the reason of the caller when the caller aborts first, and leaves no timer once cleared', () => {
    vi.useFakeTimers();
    try {
      const caller = new AbortController();
      const deadline = new Deadline(1_000, caller.signal);
      caller.abort(reason);
      expect(deadline.signal.reason).toBe(reason);
      expect(deadline.ended(reason)).toBe(false);
      deadline.clear();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is over at once when the caller has aborted before', () => {
    const deadline = new Deadline(1_000, AbortSignal.abort(reason));
    expect(deadline.signal.reason).toBe(reason);
    deadline.clear();
  });

  test('leaves nothing at the signal of the caller once cleared', () => {
    const { signal } = new AbortController();
    const deadline = new Deadline(1_000, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    deadline.clear();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('passes on the caller alone when there is no time limit', () => {
    const { signal } = new AbortController();
    expect(new Deadline(undefined, signal).signal).toBe(signal);
    expect(new Deadline(undefined, undefined).signal.aborted).toBe(false);
  });
});
