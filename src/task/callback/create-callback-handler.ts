import { createHash, timingSafeEqual } from 'node:crypto';
import { Deadline } from '../../shared/async/deadline.ts';
import { ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { percentDecode } from '../../shared/http/percent-decode.ts';
import { atLeast, show } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import { isSettled, type TaskState } from '../calls/task-state.ts';
import { InvalidCallback } from './invalid-callback.ts';
import { readCallback } from './read-callback.ts';

/** What `createCallbackHandler` takes. A misspelt name is an error. */
export interface CallbackHandlerOptions {
  /** Client of the instance whose tasks call back: the state of each task comes from its list. */
  readonly tasks: Pick<BatchTaskClient, 'find' | 'instance'>;
  /**
   * The last segment of the path of the callback's address: at least 32 characters that nobody can guess. It authenticates
   * callbacks, which carry no signature.
   */
  readonly token: string;
  /** Receives the state of each task once, when the task is over. When it rejects, so does the handler, and the service may repeat the callback. */
  readonly onSettled: (state: TaskState) => Promise<void> | void;
  /** Size of the largest callback that is read, in bytes. @default 16_384 */
  readonly mostBytes?: number | undefined;
  /** Time allowed to the body of a callback, in ms; then the answer is 408. @default 10_000 */
  readonly bodyTimeoutMs?: number | undefined;
  /** Time allowed to the questions for the state of a task, in ms; then the answer is 503. @default 30_000 */
  readonly lookupTimeoutMs?: number | undefined;
}

const HANDLER_OPTIONS: OptionNames<CallbackHandlerOptions> = {
  ...{ tasks: true, token: true, onSettled: true },
  ...{ mostBytes: true, bodyTimeoutMs: true, lookupTimeoutMs: true },
};

const LEAST_TOKEN = 32;
/** How often the list is asked, since a callback may be faster than the list. IncreaseList allows one call a second. */
const MOST_POLLS = 4;
/** How many ids of settled tasks are remembered; the oldest is forgotten first. */
const MOST_REMEMBERED = 10_000;
/** How many tasks are asked for at once: each takes a second of the list's pace at least. */
const MOST_AT_ONCE = 16;

/**
 * Answers callbacks of batch tasks, as a function from the web's `Request` to `Response` that works in every server.
 * Only the task's id is taken from a callback: the state and the file of failures come from IncreaseList. A forged, repeated,
 * oversized, malformed or broken callback changes nothing, and none makes the handler throw. It is safe to miss callbacks: `wait` does not need them.
 *
 * @throws {TypeError | RangeError} when the token is too short, or an option is unknown or out of its range
 *
 * @example
 * const handle = createCallbackHandler({ tasks, token, onSettled: ({ ref, status }) => console.log(ref.id, status) });
 * await tasks.submit('oss://my-bucket/spring', { callbackAddress: `https://shop.example/callbacks/${token}` });
 */
export function createCallbackHandler(
  options: CallbackHandlerOptions,
): (request: Request) => Promise<Response> {
  knownOptions('createCallbackHandler()', options, HANDLER_OPTIONS);
  const { tasks, token, onSettled } = options;
  const { mostBytes = 16_384, bodyTimeoutMs = 10_000, lookupTimeoutMs = 30_000 } = options;
  checkToken(token);
  atLeast(1, 'mostBytes', mostBytes);
  atLeast(1, 'bodyTimeoutMs', bodyTimeoutMs);
  atLeast(1, 'lookupTimeoutMs', lookupTimeoutMs);
  if (typeof onSettled !== 'function' || typeof tasks?.find !== 'function')
    throw new TypeError(
      "Cannot take callbacks as 'tasks' must be a BatchTaskClient and 'onSettled' a function",
    );
  const expected = digest(token);
  const settled = new Set<string>();
  const inProgress = new Map<string, Promise<Response>>();

  async function poll(taskId: string, signal: AbortSignal): Promise<TaskState | undefined> {
    for (let n = 1; ; n++) {
      const state = await tasks.find(taskId, { signal });
      if (state === undefined || isSettled(state) || n === MOST_POLLS) return state;
    }
  }

  /** @throws {ImageSearchError} also when the time is over */
  async function stateOf(taskId: string): Promise<TaskState | undefined> {
    const deadline = new Deadline(lookupTimeoutMs, undefined, lookupOver);
    try {
      return await poll(taskId, deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  async function settle(taskId: string): Promise<Response> {
    const state = await stateOf(taskId).catch((error) => {
      if (isImageSearchError(error)) return error;
      throw error;
    });
    if (isImageSearchError(state)) return answer(503, 'the service cannot be asked for the task now');
    if (state === undefined) return answer(404, 'no such task');
    if (!isSettled(state)) return answer(202, 'the task is not over');
    await onSettled(state);
    settled.add(taskId);
    for (const oldest of settled) {
      if (settled.size <= MOST_REMEMBERED) break;
      settled.delete(oldest);
    }
    return answer(200, 'taken');
  }

  return async (request) => {
    const given = percentDecode(new URL(request.url).pathname.split('/').at(-1) ?? '') ?? '';
    if (!timingSafeEqual(digest(given), expected)) return answer(404, 'not found');
    try {
      const { taskId, instanceName } = await readCallback(request, { mostBytes, bodyTimeoutMs });
      if (instanceName !== undefined && instanceName !== tasks.instance)
        return answer(400, 'of another instance');
      if (settled.has(taskId)) return answer(200, 'taken already');
      if (inProgress.size >= MOST_AT_ONCE && !inProgress.has(taskId))
        return answer(
          503,
          `${MOST_AT_ONCE} other tasks are asked for at the moment: send the callback again`,
        );
      const pending = inProgress.get(taskId) ?? settle(taskId).finally(() => inProgress.delete(taskId));
      inProgress.set(taskId, pending);
      return (await pending).clone();
    } catch (error) {
      if (error instanceof InvalidCallback) return answer(error.status, error.message);
      throw error;
    }
  };
}

function checkToken(token: unknown): void {
  if (typeof token !== 'string') {
    throw new TypeError(
      `Cannot take callbacks as 'token' must be a string: current value is ${show(typeof token)}`,
    );
  }
  if (token.length < LEAST_TOKEN || !/^[\w.~-]+$/.test(token)) {
    throw new RangeError(
      `Cannot take callbacks as 'token' must have at least ${LEAST_TOKEN} characters, only letters, digits and .~_-: it has ${token.length}; use crypto.randomUUID()`,
    );
  }
}

const lookupOver = () =>
  new ImageSearchError('Cannot find the task of a callback in time', { code: 'TIMEOUT', retryable: true });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const answer = (status: number, message: string): Response =>
  new Response(`${JSON.stringify({ message })}\n`, {
    status,
    headers: { 'content-type': 'application/json' },
  });
