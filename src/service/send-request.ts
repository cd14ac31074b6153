import { type IncomingHttpHeaders, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AgentPool } from '../shared/agent-pool.ts';
import type { TunnelOptions } from '../shared/proxy-agents.ts';
import type { SignedRequest } from './sign-request.ts';

/** Where a request is sent, over which connections, and how long it may take. */
export interface SendOptions {
  readonly url: URL;
  readonly agents: AgentPool;
  /** Time to connect: name look-up, proxy and TLS included. */
  readonly connectTimeoutMs: number;
  /** Time from the connection to the end of the answer, sending included. */
  readonly readTimeoutMs: number;
  /** Called when the connection is made and the request is sent. */
  readonly onSent?: (() => void) | undefined;
}

/** Status and headers of an answer. */
export interface AnswerStatus {
  /** Undefined when no answer came. */
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter: string | undefined;
}

/** The complete answer to a request, or the error that came in between. */
export type SendResult =
  | { readonly status: AnswerStatus; readonly text: string; readonly error?: undefined }
  | { readonly status: AnswerStatus; readonly error: Error };

/** More than any answer of Image Search has: a page of 100 tasks has about 50 kB. */
export const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/** The answer has more than `MOST_ANSWER_BYTES`. */
export class AnswerTooLong extends Error {}

/** Sends a request once. Rejects only with the signal's reason; an abort and a time-out close the connection. */
export function sendRequest(
  request: SignedRequest,
  options: SendOptions,
  signal?: AbortSignal,
): Promise<SendResult> {
  const { url, agents, connectTimeoutMs, readTimeoutMs, onSent } = options;
  const { path, headers, body } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const post = url.protocol === 'https:' ? requestHttps : requestHttp;
    const over = new AbortController();
    const agent = agents.agentFor(url);
    const requestOptions: RequestOptions & TunnelOptions = {
      ...{ method: 'POST', path, headers, agent, connectUntil: over.signal },
    };
    const sent = post(url, requestOptions);
    let status = statusOf(undefined, {});

    const end = () => {
      sent.destroy(); // has no effect after a complete answer
      over.abort();
    };
    const leave = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    const fail = (error: Error) => {
      leave();
      resolve({ status, error });
      end();
    };
    const stop = () => {
      leave();
      reject(signal?.reason);
      end();
    };
    const limit = (name: string, ms: number) => setTimeout(() => fail(new Error(`${name}(${ms})`)), ms);

    let timer = limit('ConnectTimeout', connectTimeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    const connected = () => {
      if (sent.destroyed) return;
      clearTimeout(timer);
      timer = limit('ReadTimeout', readTimeoutMs);
      onSent?.();
    };
    sent.once('socket', (socket) => {
      if (sent.reusedSocket) connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
    sent.on('error', fail);
    sent.once('close', () => {
      if (status.httpStatus === undefined) fail(new Error('socket hang up'));
    });
    sent.once('response', (answer) => {
      status = statusOf(answer.statusCode, answer.headers);
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_ANSWER_BYTES) fail(new AnswerTooLong());
        else chunks.push(chunk);
      });
      answer.on('error', fail);
      answer.once('close', () => fail(new Error('aborted')));
      answer.once('end', () => {
        leave();
        resolve({ status, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.end(body);
  });
}

function statusOf(httpStatus: number | undefined, headers: IncomingHttpHeaders): AnswerStatus {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { httpStatus, requestId: header('x-acs-request-id'), retryAfter: header('retry-after') };
}
