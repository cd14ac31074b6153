import { expect, it } from 'vitest';
import { answered } from '../../src/distributed/queue-patience.ts';

const NAME = 'postgres://queue/jobs';
const failing = (message: string, code?: string) => async () => {
  throw Object.assign(new Error(message), { code });
};

it.each([
  [
    'by its message',
    failing('sorry, too many clients already', '53300'),
    /, the last with sorry, too many/,
    /max_/,
  ],
  [
    'by its code',
    failing('', 'ECONNREFUSED'),
    /each call has failed for 0 s, the last with ECONNREFUSED$/,
    /address/,
  ],
  ['by its silence', () => new Promise(() => {}), /has not answered for 0 s$/, /address/],
])('a queue that cannot be reached is told %s', async (_, call, message, advice) => {
  const failed = answered(call, { name: NAME, patienceMs: 1 });
  await expect(failed).rejects.toMatchObject({
    ...{ code: 'QUEUE_UNREACHABLE', retryable: true },
    ...{ message: expect.stringMatching(message), advice: expect.stringMatching(advice) },
  });
});
