import { type IncomingHttpHeaders, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { foreignWord } from '../../shared/errors/foreign-text.ts';
import type { AgentPool } from '../../shared/http/agent-pool.ts';
import { AnswerTooLong, MOST_ANSWER_BYTES, mostBytesOf } from '../../shared/http/answer-too-long.ts';
import type { TunnelOptions } from '../../shared/http/proxy-agents.ts';
import type { SignedRequest } from './sign-request.ts';

/** The URL of a request, the connections to use, and the time limits. */
export interface SendOptions {
  readonly url: URL;
  readonly agents: AgentPool;
  /** Time to connect, including the name lookup, the proxy and TLS. */
  readonly connectTimeoutMs: number;
  /** Time from the connection to the end of the answer, including sending. */
  readonly readTimeoutMs: number;
  /** Called when the connection is established and the request is sent. */
  readonly onSent?: (() => void) | undefined;
}

/** The status and the headers of an answer. */
export interface AnswerStatus {
  /** Undefined when no answer came. */
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** The header `Retry-After`, as it came. */
  readonly retryAfter: string | undefined;
  /** The header `Date`, as it came. */
  readonly date: string | undefined;
}

/** How a request ended: with a whole answer, or with an error. */
export type SendResult =
  | { readonly status: AnswerStatus; readonly text: string; readonly error?: undefined }
  | { readonly status: AnswerStatus; readonly error: Error };

/**
 * Sends a request once. Rejects only with the signal's reason; every other failure is in the result. An abort or a time-out
 * closes the connection.
 */
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
    const ended = new AbortController();
    const requestOptions: RequestOptions & TunnelOptions = {
      ...{ method: 'POST', path, headers, agent: agents.agentFor(url), connectUntil: ended.signal },
    };
    const sent = post(url, requestOptions);
    let status = statusOf(undefined, {});

    const end = () => {
      sent.destroy(); // has no effect after a whole answer
      ended.abort();
    };
    const stopListening = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error) => {
      stopListening();
      resolve({ status, error });
      end();
    };
    const onAbort = () => {
      stopListening();
      reject(signal?.reason);
      end();
    };
    const limit = (name: string, ms: number) => setTimeout(() => fail(new Error(`${name}(${ms})`)), ms);

    let timer = limit('ConnectTimeout', connectTimeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
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
      const most = mostBytesOf(answer.statusCode, MOST_ANSWER_BYTES.imageSearch);
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > most) fail(new AnswerTooLong(answer.statusCode, most));
        else chunks.push(chunk);
      });
      answer.on('error', fail);
      answer.once('close', () => fail(new Error('aborted')));
      answer.once('end', () => {
        stopListening();
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
  return {
    httpStatus,
    requestId: foreignWord(header('x-acs-request-id')),
    retryAfter: header('retry-after'),
    date: header('date'),
  };
}
