import type { IncomingHttpHeaders } from 'node:http';
import { processWait } from '../../shared/async/shortage-wait.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { AgentPool } from '../../shared/http/agent-pool.ts';
import { firstNonBlank } from '../../shared/text/blank-bytes.ts';
import { adviceFor } from '../errors/error-advice.ts';
import { refusalOnTheWay } from '../errors/foreign-answer.ts';
import { networkFailure } from '../errors/network-error.ts';
import { gunzipIfCompressed } from './gunzip-if-compressed.ts';
import { openResultFile } from './open-result-file.ts';
import type { ResultHosts } from './result-hosts.ts';
import { type ResultFileKind, unreadableFile } from './unreadable-file.ts';

export interface ResultFileOptions {
  readonly kind: ResultFileKind;
  readonly hosts: ResultHosts;
  /** Makes the connections to these hosts. */
  readonly agents: AgentPool;
  /** How long the file may send nothing, in ms. */
  readonly mostSilentMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Downloads a file that a task has left, and decompresses it. What a proxy answers is not taken for such a file: every answer
 * of OSS has a request id. One of a host that the caller has named may lack it, and must then not be empty or look like a page.
 *
 * @throws {ImageSearchError} with the code of the kind, or `PROXY_REFUSED`. No message has the URL, which is signed
 */
export async function* readResultFile(
  url: string,
  { kind, hosts, agents, mostSilentMs, signal }: ResultFileOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { address, isOss, refusal } = hosts.checkedUrl(url);
  if (address === undefined) throw unreadableFile(kind, refusal, { retryable: false });
  const proxy = agents.proxyFor(new URL(address));
  const late = new AbortController();
  const startTimer = () => setTimeout(() => late.abort(), mostSilentMs);
  let timer = startTimer();
  try {
    const either = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
    const open = () => {
      clearTimeout(timer); // the server is not to blame for a shortage of this machine
      timer = startTimer();
      return openResultFile(address, agents, either);
    };
    const answer = await processWait.run(open, { signal: either });
    const { statusCode: httpStatus = 0, headers } = answer;
    const requestId = headers['x-oss-request-id']?.toString();
    const refuse = (what: string): Error => {
      answer.destroy();
      return unreadableFile(kind, what, { httpStatus });
    };
    if (httpStatus < 200 || httpStatus > 299) {
      const refused = refuse(`it answered HTTP ${httpStatus}`);
      throw refusalOnTheWay(proxy, new URL(address), { httpStatus, requestId, body: '' }) ?? refused;
    }
    if (isOss && requestId === undefined) throw refuse(NOT_FROM_OSS);
    if (!saysItsLength(headers)) throw refuse('it does not say its length, so that a cut would go unnoticed');
    let isEmpty = true;
    for await (const bytes of gunzipIfCompressed(answer)) {
      clearTimeout(timer); // the reader of the file may take any time
      const first: number = isEmpty ? firstNonBlank(bytes) : -1;
      if (bytes[first] === LESS_THAN && requestId === undefined) throw refuse(NOT_FROM_OSS);
      isEmpty &&= first === -1;
      yield bytes;
      timer = startTimer();
    }
    if (isEmpty && requestId === undefined) throw refuse(NOT_FROM_OSS);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ImageSearchError) throw error;
    const failure = networkFailure(error, proxy);
    if (failure?.code === 'PROXY_REFUSED')
      throw new ImageSearchError(`Cannot read ${kind.name}: ${failure.what}`, {
        ...{ code: failure.code, httpStatus: failure.httpStatus, retryable: failure.retryable },
        advice: adviceFor(failure.code).advice,
      });
    const what = late.signal.aborted ? 'no answer came in time' : (failure?.what ?? 'the connection failed');
    throw unreadableFile(kind, what, { cause: failure?.cause ?? error });
  } finally {
    clearTimeout(timer);
  }
}

const NOT_FROM_OSS = 'the answer did not come from OSS';

const LESS_THAN = 0x3c;

const saysItsLength = (headers: IncomingHttpHeaders): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
