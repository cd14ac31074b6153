import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { AnswerTooLong, MOST_ANSWER_BYTES, mostBytesOf } from '../../shared/http/answer-too-long.ts';
import { TunnelAgent, type TunnelOptions } from '../../shared/http/proxy-agents.ts';

/** The body of a request: all bytes, or what gives the bytes from the first one on. */
export type RequestBody = Uint8Array | (() => AsyncIterable<Uint8Array>);

/** What gives the body has failed, with this cause. */
export class BodyFailed extends Error {}

export interface SendBodyOptions {
  /**
   * How long a request may stand still, in ms: until its connection is there and the first 256 KiB of the body are taken
   * from this machine, then for each 256 KiB, and in the end until the whole answer has come.
   */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** So much of the body is handed over at once. */
const PIECE_BYTES = 256 * 1024;

/**
 * Sends a request with a body, and reads the answer. An answer that comes before the body is sent ends the sending. Whatever
 * ends a request early closes its connection, and no other.
 *
 * @throws the signal's reason; {AnswerTooLong}; {BodyFailed}; {Error} of Node, or one that says `timeout`
 */
export function sendBody(
  options: RequestOptions,
  body: RequestBody,
  { stallMs, signal }: SendBodyOptions,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const connecting = options.agent instanceof TunnelAgent ? new AbortController() : undefined;
    const send = options.protocol === 'https:' ? requestHttps : requestHttp;
    const request: RequestOptions & TunnelOptions = options;
    const sent = send(connecting ? Object.assign(request, { connectUntil: connecting.signal }) : request);
    let isSettled = false;
    const timer = setTimeout(() => fail(new Error(`timeout of ${stallMs} ms without progress`)), stallMs);
    const onProgress = () => void (isSettled || timer.refresh());
    const settle = () => {
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      if (isSettled) return;
      settle();
      reject(error);
      connecting?.abort();
      sent.destroy();
    };
    const onAbort = () => fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    sent.on('error', fail);
    sent.on('close', () => isSettled || fail(new Error('socket hang up')));
    sent.on('response', (answer) =>
      readText(answer, fail, (text) => {
        if (isSettled) return;
        settle();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        if (!sent.writableFinished) sent.destroy();
      }),
    );
    sendPieces(sent, body, onProgress, fail);
  });
}

function sendPieces(
  sent: ClientRequest,
  body: RequestBody,
  onProgress: () => void,
  fail: (error: unknown) => void,
): void {
  if (body instanceof Uint8Array && body.length <= PIECE_BYTES) {
    sent.on('finish', onProgress).end(body);
    return;
  }
  const pieces = body instanceof Uint8Array ? piecesOf(body) : body();
  pipeline(noting(pieces, onProgress), sent, (error) => {
    if (error) fail(error);
    else onProgress();
  });
}

/** Each piece is asked for when the one before it has been taken. */
async function* noting(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, onProgress: () => void) {
  try {
    for await (const piece of pieces) {
      onProgress();
      yield piece;
    }
  } catch (cause) {
    throw new BodyFailed('The body of a request cannot be read', { cause });
  }
}

function* piecesOf(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function readText(
  answer: IncomingMessage,
  fail: (error: unknown) => void,
  done: (text: string) => void,
): void {
  const { statusCode } = answer;
  const most = mostBytesOf(statusCode, MOST_ANSWER_BYTES.error);
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) fail(new AnswerTooLong(statusCode, most));
    else chunks.push(chunk);
  });
  answer.on('error', fail);
  answer.on('end', () => done(bytes === 0 ? '' : Buffer.concat(chunks).toString()));
}
