import { type IncomingHttpHeaders, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AgentPool } from '../shared/agent-pool.ts';
import type { TunnelOptions } from '../shared/proxy-agents.ts';
import type { SignedRequest } from './sign-request.ts';

/** Where a request goes, over which connections, and how long it may take. */
export interface Route {
  readonly url: URL;
  readonly agents: AgentPool;
  /** Until the connection stands: name, proxy and TLS included. */
  readonly connectTimeoutMs: number;
  /** From then to the end of the answer, sending included. */
  readonly readTimeoutMs: number;
  /** Called when the connection stands and the request goes out. */
  readonly onSent?: (() => void) | undefined;
}

/** What is known of an answer without its body. */
export interface AnswerStatus {
  /** Undefined before an answer came. */
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter: string | undefined;
}

/** How a request ended: answered whole, or with what went wrong on the way. */
export type Sent =
  | { readonly status: AnswerStatus; readonly text: string; readonly error?: undefined }
  | { readonly status: AnswerStatus; readonly error: Error };

/** More than any answer of Image Search has: a page of 100 tasks has some 50 kB. */
export const MOST_ANSWER_BYTES = 8 * 1024 * 1024;

/** The answer has more than `MOST_ANSWER_BYTES`. */
export class AnswerTooLong extends Error {}

/** Sends one request, once. Rejects with the signal's reason alone; an abort and a time-out end the connection. */
export function sendRequest(request: SignedRequest, route: Route, signal?: AbortSignal): Promise<Sent> {
  const { url, agents, connectTimeoutMs, readTimeoutMs, onSent } = route;
  const { path, headers, body } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const post = url.protocol === 'https:' ? requestHttps : requestHttp;
    const over = new AbortController();
    const options: RequestOptions & TunnelOptions = {
      ...{ method: 'POST', path, headers, agent: agents.agentFor(url), connectUntil: over.signal },
    };
    const sent = post(url, options);
    let status = statusOf(undefined, {});

    const end = () => {
      sent.destroy(); // of no effect when it was answered whole
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
