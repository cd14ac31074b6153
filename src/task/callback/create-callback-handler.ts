import { createHash, timingSafeEqual } from 'node:crypto';
import { atLeast, show } from '../../shared/checks.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { BatchTaskClient } from '../batch-task-client.ts';
import { isSettled, type TaskState } from '../task-state.ts';
import { NoCallback, readCallback } from './read-callback.ts';

export interface CallbackHandlerOptions {
  /** Of the instance whose tasks are called back for: IncreaseList has the last word on each. */
  readonly tasks: Pick<BatchTaskClient, 'find' | 'instance'>;
  /** The last part of the path of the callback's address: at least 32 characters that nobody can guess. Callbacks carry no signature. */
  readonly token: string;
  /** Hears of each task once it is over, once. When it rejects, so does the handler, and the same callback may come again. */
  readonly onSettled: (state: TaskState) => Promise<void> | void;
  /** Greatest callback that is read, in bytes. @default 16_384 */
  readonly mostBytes?: number | undefined;
}

const LEAST_TOKEN = 32;
/** A callback may be faster than the list; looks are a second apart, by the pace of IncreaseList. */
const LOOKS = 4;
/** Ids that are remembered, the oldest forgotten first. */
const MOST_TOLD = 10_000;

/**
 * Answers callbacks of batch tasks, as a function of the web's `Request` and `Response` that every server can be given.
 * What a callback says is believed of nothing but the id: the state comes from IncreaseList, its file of failures too.
 * A forged, repeated, oversized or malformed one changes nothing. It is safe to miss callbacks: `wait` needs none.
 *
 * @throws {TypeError | RangeError} when the token is too short, or an option is out of its range
 *
 * @example
 * const handle = createCallbackHandler({ tasks, token, onSettled: ({ ref }) => queue.done(ref) });
 * await tasks.submit('oss://shop/spring', { callbackAddress: `https://shop.example/callbacks/${token}` });
 */
export function createCallbackHandler(
  options: CallbackHandlerOptions,
): (request: Request) => Promise<Response> {
  const { tasks, token, onSettled, mostBytes = 16_384 } = options;
  checkToken(token);
  atLeast(1, 'mostBytes', mostBytes);
  if (typeof onSettled !== 'function' || typeof tasks?.find !== 'function')
    throw new TypeError(
      "Cannot take callbacks as 'tasks' must be a BatchTaskClient and 'onSettled' a function",
    );
  const expected = digest(token);
  const told = new Set<string>();
  const inWork = new Map<string, Promise<Response>>();

  async function look(taskId: string): Promise<TaskState | undefined> {
    for (let n = 1; ; n++) {
      const state = await tasks.find(taskId);
      if (state === undefined || isSettled(state) || n === LOOKS) return state;
    }
  }

  async function settle(taskId: string): Promise<Response> {
    const state = await look(taskId).catch((error) => {
      if (isImageSearchError(error)) return error;
      throw error;
    });
    if (isImageSearchError(state)) return answer(503, 'the state of the task cannot be learned now');
    if (state === undefined) return answer(404, 'no such task');
    if (!isSettled(state)) return answer(202, 'the task is not over');
    await onSettled(state);
    told.add(taskId);
    for (const oldest of told) {
      if (told.size <= MOST_TOLD) break;
      told.delete(oldest);
    }
    return answer(200, 'told');
  }

  return async (request) => {
    const given = decodedPart(new URL(request.url).pathname.split('/').at(-1) ?? '');
    if (!timingSafeEqual(digest(given), expected)) return answer(404, 'not found');
    try {
      const { taskId, instanceName } = await readCallback(request, mostBytes);
      if (instanceName !== undefined && instanceName !== tasks.instance)
        return answer(400, 'of another instance');
      if (told.has(taskId)) return answer(200, 'told already');
      const working = inWork.get(taskId) ?? settle(taskId).finally(() => inWork.delete(taskId));
      inWork.set(taskId, working);
      return (await working).clone();
    } catch (error) {
      if (error instanceof NoCallback) return answer(error.status, error.message);
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
      `Cannot take callbacks as 'token' must have at least ${LEAST_TOKEN} characters, letters, digits and .~_- alone: it has ${token.length}; take crypto.randomUUID()`,
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
