import { adviceFor, isRetryable } from '../../service/error-advice.ts';
import { type NetworkFailure, networkFailure, proxyRefusal } from '../../service/network-error.ts';
import type { AgentPool } from '../../shared/agent-pool.ts';
import { ImageSearchError } from '../../shared/image-search-error.ts';
import { readLines } from '../../shared/lines.ts';
import { FailureLines, type ImageFailure } from './failure-line.ts';
import { gunzipIfCompressed } from './gunzip-if-compressed.ts';
import { openFailureFile } from './open-failure-file.ts';
import type { ResultHosts } from './result-hosts.ts';

const MAX_LINE_BYTES = 1_048_576;

export interface FailureFileOptions {
  readonly hosts: ResultHosts;
  /** Makes the connections to these hosts. */
  readonly agents: AgentPool;
  /** How long the file may send nothing, in ms. */
  readonly mostSilentMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Downloads a file of failures, line by line. A proxy's login page or empty answer is not taken for such a file: every
 * answer of OSS has a request id, and an answer without one must at least look like a file of failures.
 *
 * @throws {ImageSearchError} `FAILURE_FILE_UNREADABLE` or `PROXY_REFUSED`
 */
export async function* readFailureFile(
  url: string,
  { hosts, agents, mostSilentMs, signal }: FailureFileOptions,
): AsyncGenerator<ImageFailure, void, void> {
  const { address, refusal } = hosts.checkedUrl(url);
  if (address === undefined) throw unreadable(refusal, undefined, undefined, false);
  const proxy = agents.proxyFor(new URL(address));
  const late = new AbortController();
  const startTimer = () => setTimeout(() => late.abort(), mostSilentMs);
  let timer = startTimer();
  const lines = new FailureLines();
  try {
    const either = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
    const answer = await openFailureFile(address, agents, either);
    const { statusCode = 0, headers } = answer;
    const requestId = headers['x-oss-request-id']?.toString();
    if (statusCode < 200 || statusCode > 299) {
      answer.destroy();
      throw (
        proxyRefusal(proxy, new URL(address), { httpStatus: statusCode, requestId }) ??
        unreadable(`it answered HTTP ${statusCode}`, statusCode)
      );
    }
    const isFromOss = requestId !== undefined;
    let isEmpty = true;
    for await (const { bytes } of readLines(gunzipIfCompressed(answer), MAX_LINE_BYTES)) {
      const raw = new TextDecoder()
        .decode(bytes)
        .replace(/^\uFEFF/, '')
        .trim();
      clearTimeout(timer); // the reader of the failures may take any time
      if (isEmpty && !isFromOss && raw.startsWith('<')) throw unreadable(NOT_FROM_OSS, statusCode);
      isEmpty &&= raw === '';
      if (raw !== '') yield* await lines.read(raw);
      timer = startTimer();
    }
    if (isEmpty && !isFromOss) throw unreadable(NOT_FROM_OSS, statusCode);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ImageSearchError) throw error;
    const failure = networkFailure(error, proxy);
    throw failure?.code === 'PROXY_REFUSED'
      ? proxyRefused(failure)
      : unreadable(
          late.signal.aborted ? 'no answer came in time' : 'the connection failed',
          undefined,
          error,
        );
  } finally {
    clearTimeout(timer);
  }
}

const NOT_FROM_OSS = 'the answer did not come from OSS';

const proxyRefused = ({ code, what, httpStatus }: NetworkFailure) =>
  new ImageSearchError(`Cannot read the task's file of failures: ${what}`, {
    ...{ code, httpStatus, retryable: isRetryable(code, httpStatus) },
    advice: adviceFor(code).advice,
  });

/** The message does not name the URL, which is signed. */
const unreadable = (what: string, httpStatus: number | undefined, cause?: unknown, retryable = true) =>
  new ImageSearchError(`Cannot read the task's file of failures: ${what}`, {
    code: 'FAILURE_FILE_UNREADABLE',
    httpStatus,
    retryable,
    advice: retryable
      ? 'Ask for the failures again: each IncreaseList gives the URL, and it is valid for two hours'
      : 'Look at the task in the console; if the host is one you trust, name it in resultHosts',
    cause,
  });
