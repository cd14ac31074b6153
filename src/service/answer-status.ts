import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface AnswerStatus {
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter: string | undefined;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export function answerStatus(httpStatus: number | undefined, headers: Headers): AnswerStatus {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { httpStatus, requestId: header('x-acs-request-id'), retryAfter: header('retry-after') };
}

const REQUEST_SENT = 'http.client.request.start';
const ANSWER_BEGUN = 'http.client.response.finish';

/**
 * Watches the one request that carries this signature nonce. The OpenAPI client throws a bare `SyntaxError` for an
 * error answer that is not JSON: what Node itself saw of it is the only trace of its status. The client also lets its
 * limit for connecting go on while an answer is awaited, and does not end a request that it no longer waits for: here,
 * `readTimeoutMs` takes over once connected, a request whose work fails is ended, and the timer that the client leaves
 * running after an answer, which would keep the whole call in memory for `readTimeoutMs`, is stopped.
 */
export async function withAnswerStatus<T>(
  nonce: string,
  readTimeoutMs: number,
  work: (seen: () => AnswerStatus) => Promise<T>,
): Promise<T> {
  let status = answerStatus(undefined, {});
  let sent: ClientRequest | undefined;
  let timer: NodeJS.Timeout | undefined;
  const hold = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (request.getHeader('x-acs-signature-nonce') !== nonce) return;
    sent = request;
    sent.setTimeout(readTimeoutMs);
  };
  const look = (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (request !== sent) return;
    timer = readTimerOf(response.socket);
    status = answerStatus(response.statusCode, response.headers);
  };
  subscribe(REQUEST_SENT, hold);
  subscribe(ANSWER_BEGUN, look);
  try {
    return await work(() => status);
  } catch (error) {
    sent?.destroy(); // of no effect when it was answered whole
    throw error;
  } finally {
    clearTimeout(timer);
    unsubscribe(REQUEST_SENT, hold);
    unsubscribe(ANSWER_BEGUN, look);
  }
}

/** The transport keeps its timer on the socket, under a symbol of its own; the next request puts another there. */
function readTimerOf(socket: object): NodeJS.Timeout | undefined {
  const symbol = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === 'TIMER::READ_TIMER',
  );
  return symbol && (socket as Record<symbol, NodeJS.Timeout>)[symbol];
}
