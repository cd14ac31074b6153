import { randomUUID } from 'node:crypto';
import { show, text, within } from '../shared/checks.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';

import { retry } from '../shared/retry.ts';
import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { answerStatus, withAnswerStatus } from './answer-status.ts';
import { published } from './call-message.ts';
import { CredentialKeeper } from './credential-keeper.ts';
import type { CredentialSource } from './credentials.ts';
import { chooseEndpoint, type Endpoint, type Network, regionName } from './endpoint.ts';
import { isThrottling } from './error-advice.ts';
import { OpenApiClient } from './openapi-client.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { paceOf, type RequestsPerSecond } from './pace.ts';
import { type ProxyOption, readProxy, warnOfProxy } from './proxy.ts';
import type { RateLimit } from './rate-limit.ts';
import { callFailure, readAnswer, requestIdIn, type ServiceAnswer } from './read-answer.ts';

/** How to reach one Image Search instance. */
export interface ServiceOptions {
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL; not together with `network`. @default that of the region on the network */
  readonly endpoint?: string | undefined;
  /**
   * `public`, imagesearch.REGION.aliyuncs.com, or `vpc`, imagesearch-vpc.REGION.aliyuncs.com, which is reached from a VPC
   * of the same region.
   *
   * @default 'public'
   */
  readonly network?: Network | undefined;
  /**
   * Handed to Alibaba's client as it is. **The present client does not use it**: calls go out directly, and a warning
   * says so (`PROXY_WITHOUT_EFFECT`).
   */
  readonly proxy?: ProxyOption | undefined;
  /** To connect, in ms. @default 5_000 */
  readonly connectTimeoutMs?: number;
  /** From the connection to the end of the answer, sending included, in ms. @default 20_000 */
  readonly readTimeoutMs?: number;
  /**
   * Calls a second of single operations, where the instance takes another number than documented, such as one that was
   * raised by ticket: `{ AddImage: 5 }`. Each client keeps its own pace.
   *
   * @default the documented: Detail and IncreaseList 1, AddImage 1, DeleteImage 20
   */
  readonly requestsPerSecond?: RequestsPerSecond | undefined;
  /** For the waits: the pace of the calls, and between repeats; and the age of credentials. @default the machine's */
  readonly clock?: Clock | undefined;
}

/**
 * Signed calls of one instance (API 2020-12-14): paced as documented, repeated where that is safe,
 * and every failure an `ImageSearchError`.
 */
export class ImageSearchService {
  readonly region: string;
  readonly instance: string;
  readonly endpoint: Endpoint;
  readonly #credentials: CredentialKeeper;
  readonly #client: OpenApiClient;
  readonly readTimeoutMs: number;
  readonly #clock: Clock;
  readonly #pace: ReadonlyMap<Operation, RateLimit>;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ServiceOptions) {
    const { connectTimeoutMs = 5_000, readTimeoutMs = 20_000, clock = systemClock } = options;
    this.region = regionName(options.region);
    this.instance = text('instance', options.instance);
    const hosts = {
      public: `imagesearch.${this.region}.aliyuncs.com`,
      vpc: `imagesearch-vpc.${this.region}.aliyuncs.com`,
    };
    this.endpoint = chooseEndpoint('endpoint', hosts, options);
    this.#credentials = new CredentialKeeper(options.credentials, clock);
    this.readTimeoutMs = within(1, MAX_TIMER_MS, 'readTimeoutMs', readTimeoutMs);
    const proxy = readProxy(options.proxy);
    this.#client = new OpenApiClient({
      endpoint: this.endpoint,
      region: this.region,
      connectTimeoutMs: within(1, MAX_TIMER_MS, 'connectTimeoutMs', connectTimeoutMs),
      readTimeoutMs,
      proxy,
    });
    if (proxy !== undefined) warnOfProxy();
    this.#clock = clockOf(clock);
    this.#pace = paceOf(options.requestsPerSecond ?? {}, clock);
  }

  /** @throws {ImageSearchError} or the signal's reason */
  call(
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ServiceAnswer> {
    const { region, instance } = this;
    const once = async (attempt = 1) => {
      await untilAborted(this.#client.load(), signal);
      await this.#pace.get(operation)?.turn(signal);
      const about = { operation, region, instance, endpoint: this.endpoint.host, attempt };
      return published(about, () => this.#send(operation, parameters, signal), endingOf);
    };
    return OPERATIONS[operation].repeatable ? retry(once, { signal, clock: this.#clock, attempts }) : once();
  }

  async #send(
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ServiceAnswer> {
    const credentials = await this.#credentials.current(signal);
    const asked = {
      what: `${operation} of instance ${show(this.instance)} at ${this.endpoint.host}`,
      credentials,
      parameters,
      now: () => this.#clock.now(),
    };
    const inQuery = OPERATIONS[operation].parametersIn === 'query';
    const all = { InstanceName: this.instance, ...parameters };
    const nonce = randomUUID();
    const request = {
      action: operation,
      version: '2020-12-14',
      nonce,
      query: inQuery ? all : {},
      body: inQuery ? undefined : all,
    };
    return withAnswerStatus(nonce, this.readTimeoutMs, async (seen) => {
      try {
        const { statusCode, headers, body } = await untilAborted(
          this.#client.send(credentials, request, signal),
          signal,
        );
        return readAnswer(asked, answerStatus(statusCode, headers), body);
      } catch (error) {
        signal?.throwIfAborted();
        throw callFailure(asked, error, seen());
      }
    });
  }
}

/** A call that comes too soon is not refused for good: others ask the same instance, and some turn is ours. */
const attempts = ({ code }: ImageSearchError): number => (isThrottling(code) ? 6 : 4);

/** What is told of a call that is over. */
const endingOf = (outcome: { readonly answer: ServiceAnswer } | { readonly error: unknown }) => {
  if ('answer' in outcome) return { httpStatus: 200, requestId: requestIdIn(outcome.answer.body) };
  if (!isImageSearchError(outcome.error)) return {}; // aborted
  const { code, httpStatus, requestId } = outcome.error;
  return { code, httpStatus, requestId };
};
