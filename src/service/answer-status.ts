import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface AnswerStatus {
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
}

const CHANNEL = 'http.client.response.finish';

/**
 * Watches for the answer to the one request that carries this signature nonce. The OpenAPI client throws a bare
 * `SyntaxError` for an error answer that is not JSON: what Node itself saw of it is the only trace of its status.
 */
export async function withAnswerStatus<T>(
  nonce: string,
  work: (seen: () => AnswerStatus) => Promise<T>,
): Promise<T> {
  let status: AnswerStatus = { httpStatus: undefined, requestId: undefined };
  const look = (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (request.getHeader('x-acs-signature-nonce') !== nonce) return;
    const id = response.headers['x-acs-request-id'];
    status = { httpStatus: response.statusCode, requestId: typeof id === 'string' ? id : undefined };
  };
  subscribe(CHANNEL, look);
  try {
    return await work(() => status);
  } finally {
    unsubscribe(CHANNEL, look);
  }
}
