import { isRetryable } from '../../service/errors/error-advice.ts';
import { networkFailure } from '../../service/errors/network-error.ts';
import { Deadline } from '../../shared/async/deadline.ts';
import { retry } from '../../shared/async/retry.ts';
import { processWait } from '../../shared/async/shortage-wait.ts';
import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../../shared/async/sleep.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { foreignText, foreignWord } from '../../shared/errors/foreign-text.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { AgentPool, IDLE_MS } from '../../shared/http/agent-pool.ts';
import { type ProxyOption, type ProxyServer, readProxy } from '../../shared/http/proxy.ts';
import { type CertificateOption, readTrust } from '../../shared/http/trusted-certificates.ts';
import { within } from '../../shared/options/checks.ts';
import { cloudAdviceFor } from './cloud-advice.ts';

/** How a bucket of another cloud is called. */
export interface CloudCallOptions {
  /** As `ServiceOptions.proxy`. @default calls go out directly */
  readonly proxy?: ProxyOption | undefined;
  /** As `ServiceOptions.ca`. @default what Node trusts */
  readonly ca?: CertificateOption | undefined;
  /** Time allowed to one request, from connecting to the end of the body, in ms. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /** The clock for the waits between repeats. @default the system's clock */
  readonly clock?: Clock | undefined;
}

export const CLOUD_CALL_OPTIONS = { proxy: true, ca: true, timeoutMs: true, clock: true } as const;

/** What an error of a cloud's package says. */
export interface CloudFailure {
  /** The service's code, where the service has answered. */
  readonly code: unknown;
  readonly httpStatus: number | undefined;
  readonly requestId: unknown;
  /** @default the error's own */
  readonly message?: string | undefined;
  /** Whether the package has found no credentials, and asked nobody. */
  readonly lacksCredentials?: boolean | undefined;
}

const MOST_SOCKETS = 64;

/**
 * Makes the calls of one bucket: each within its time, repeated while that is of use, through the proxy and with the trust
 * that the options name. Failures become `ImageSearchError`s with the service's code, without the original: that has the
 * request in it, with its signature.
 */
export class CloudCalls {
  readonly agents: AgentPool;
  readonly #url: URL;
  readonly #failureOf: (error: Error) => CloudFailure;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  /**
   * @param url the endpoint, for messages and for the choice of the proxy
   * @param failureOf reads an error of the cloud's package
   * @throws {TypeError | RangeError} for a value that an option cannot have
   */
  constructor(url: URL, options: CloudCallOptions, failureOf: (error: Error) => CloudFailure) {
    this.#url = url;
    this.#failureOf = failureOf;
    this.#timeoutMs = within(1, MAX_TIMER_MS, 'timeoutMs', options.timeoutMs ?? 60_000);
    this.#clock = clockOf(options.clock ?? systemClock);
    this.agents = new AgentPool(readProxy(options.proxy), {
      ...{ keepAlive: true, timeout: IDLE_MS, maxSockets: MOST_SOCKETS },
      ...readTrust('ca', options.ca),
    });
  }

  /** @param action what is done, for the message: `read s3://bucket/key` */
  run<T>(
    action: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const clock = this.#clock;
    const once = () => this.#once(action, signal, work);
    return retry(() => processWait.run(once, { signal, clock }), { signal, clock });
  }

  async #once<T>(
    action: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const late = () => new Error(`timeout of ${this.#timeoutMs} ms`);
    const deadline = new Deadline(this.#timeoutMs, signal, late);
    try {
      return await untilAborted(work(deadline.signal), deadline.signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#errorOf(`${action} at ${this.#url.host}`, error);
    } finally {
      deadline.clear();
    }
  }

  #errorOf(action: string, error: unknown): unknown {
    if (!(error instanceof Error) || error instanceof ImageSearchError) return error;
    const {
      httpStatus,
      lacksCredentials = false,
      message = error.message,
      ...words
    } = this.#failureOf(error);
    const [code, requestId] = [foreignWord(words.code), foreignWord(words.requestId)];
    const proxy: ProxyServer | undefined = this.agents.proxyFor(this.#url);
    const network = httpStatus === undefined ? networkFailure(underOwnName(error), proxy) : undefined;
    const said = lacksCredentials ? 'NO_CREDENTIALS' : httpStatus === undefined ? undefined : code;
    const known = network?.code ?? said ?? 'BAD_ANSWER';
    const status = httpStatus === undefined ? '' : `, HTTP ${httpStatus},`;
    const strange = `the answer${status} is not one of this service`;
    const what = network?.what ?? (known === 'BAD_ANSWER' ? strange : foreignText(message));
    return new ImageSearchError(`Cannot ${action}: ${what}`, {
      code: known,
      requestId,
      httpStatus: network?.httpStatus ?? httpStatus,
      retryable: network?.retryable ?? isRetryable(known, httpStatus),
      advice: cloudAdviceFor(known),
      cause: network?.cause,
    });
  }
}

/** An error of Node without the name that a package has given it: Amazon's calls every broken connection a `TimeoutError`. */
const underOwnName = (error: Error & { readonly code?: unknown }): Error =>
  typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code)
    ? Object.assign(new Error(error.message), { code: error.code })
    : error;
