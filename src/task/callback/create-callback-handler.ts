import { createHash, timingSafeEqual } from 'node:crypto';
import { atLeast, show } from '../../shared/checks.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import { knownOptions, type OptionNames } from '../../shared/known-options.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import { isSettled, type TaskState } from '../calls/task-state.ts';
import { InvalidCallback, readCallback } from './read-callback.ts';

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
}

const HANDLER_OPTIONS: OptionNames<CallbackHandlerOptions> = {
  ...{ tasks: true, token: true, onSettled: true, mostBytes: true },
};

const LEAST_TOKEN = 32;
/** How often the list is asked, since a callback may be faster than the list. IncreaseList allows one call a second. */
const MOST_POLLS = 4;
/** How many ids of settled tasks are remembered; the oldest is forgotten first. */
const MOST_REMEMBERED = 10_000;

/**
 * Answers callbacks of batch tasks, as a function from the web's `Request` to `Response` that works in every server.
 * Only the task's id is taken from a callback: the state and the file of failures come from IncreaseList. A forged, repeated,
 * oversized or malformed callback changes nothing. It is safe to miss callbacks: `wait` does not need them.
 *
 * @throws {TypeError | RangeError} when the token is too short, or an option is unknown or out of its range
 *
 * @example
 * const handle = createCallbackHandler({ tasks, token, onSettled: ({ ref }) => queue.done(ref) });
 * await tasks.submit('oss://shop/spring', { callbackAddress: `https://shop.example/callbacks/${token}` });
 */
export function createCallbackHandler(
  options: CallbackHandlerOptions,
): (request: Request) => Promise<Response> {
  knownOptions('createCallbackHandler()', options, HANDLER_OPTIONS);
  const { tasks, token, onSettled, mostBytes = 16_384 } = options;
  checkToken(token);
  atLeast(1, 'mostBytes', mostBytes);
  if (typeof onSettled !== 'function' || typeof tasks?.find !== 'function')
    throw new TypeError(
      "Cannot take callbacks as 'tasks' must be a BatchTaskClient and 'onSettled' a function",
    );
  const expected = digest(token);
  const settled = new Set<string>();
  const inProgress = new Map<string, Promise<Response>>();

  async function poll(taskId: string): Promise<TaskState | undefined> {
    for (let n = 1; ; n++) {
      const state = await tasks.find(taskId);
      if (state === undefined || isSettled(state) || n === MOST_POLLS) return state;
    }
  }

  async function settle(taskId: string): Promise<Response> {
    const state = await poll(taskId).catch((error) => {
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
    const given = decodedPart(new URL(request.url).pathname.split('/').at(-1) ?? '');
    if (!timingSafeEqual(digest(given), expected)) return answer(404, 'not found');
    try {
      const { taskId, instanceName } = await readCallback(request, mostBytes);
      if (instanceName !== undefined && instanceName !== tasks.instance)
        return answer(400, 'of another instance');
      if (settled.has(taskId)) return answer(200, 'taken already');
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

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

const answer = (status: number, message: string): Response =>
  new Response(`${JSON.stringify({ message })}\n`, {
    status,
    headers: { 'content-type': 'application/json' },
  });
