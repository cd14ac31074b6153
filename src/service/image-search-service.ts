import { randomUUID } from 'node:crypto';
import { atLeast, show, text } from '../shared/checks.ts';
import { ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { retry } from '../shared/retry.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { type AnswerStatus, withAnswerStatus } from './answer-status.ts';
import { published } from './call-message.ts';
import {
  type CredentialSource,
  type Credentials,
  defaultChain,
  resolveCredentials,
  withoutSecrets,
} from './credentials.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import { adviceFor, isRetryable } from './error-advice.ts';
import { networkFailure } from './network-error.ts';
import { OpenApiClient } from './openapi-client.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { RateLimit } from './rate-limit.ts';

/** How to reach one Image Search instance. */
export interface ServiceOptions {
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL. @default imagesearch.REGION.aliyuncs.com */
  readonly endpoint?: string | undefined;
  /** @default 5_000 */
  readonly connectTimeoutMs?: number;
  /** From the connection to the end of the answer. @default 20_000 */
  readonly readTimeoutMs?: number;
  /** For the waits: the pace of the calls, and between repeats. @default the machine's */
  readonly clock?: Clock | undefined;
}

/** An answer whose `Success`, where it has one, is true. */
export type ServiceAnswer = Readonly<Record<string, unknown>>;

/**
 * Signed calls of one instance (API 2020-12-14): paced as documented, repeated where that is safe,
 * and every failure an `ImageSearchError`.
 */
export class ImageSearchService {
  readonly region: string;
  readonly instance: string;
  readonly #endpoint: Endpoint;
  readonly #credentials: CredentialSource;
  readonly #client: OpenApiClient;
  readonly #readTimeoutMs: number;
  readonly #clock: Clock;
  readonly #limits = new Map<Operation, RateLimit>();

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ServiceOptions) {
    const { connectTimeoutMs = 5_000, readTimeoutMs = 20_000 } = options;
    this.region = text('region', options.region);
    this.instance = text('instance', options.instance);
    this.#endpoint = parseEndpoint('endpoint', options.endpoint ?? `imagesearch.${this.region}.aliyuncs.com`);
    this.#credentials = options.credentials ?? defaultChain();
    this.#readTimeoutMs = atLeast(1, 'readTimeoutMs', readTimeoutMs);
    this.#client = new OpenApiClient({
      endpoint: this.#endpoint,
      region: this.region,
      connectTimeoutMs: atLeast(1, 'connectTimeoutMs', connectTimeoutMs),
      readTimeoutMs,
    });
    this.#clock = options.clock ?? systemClock;
    for (const [operation, { perSecond }] of Object.entries(OPERATIONS)) {
      if (perSecond !== undefined)
        this.#limits.set(operation as Operation, new RateLimit(perSecond, this.#clock));
    }
  }

  /** @throws {ImageSearchError} or the signal's reason */
  call(
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ServiceAnswer> {
    const once = async () => {
      await this.#limits.get(operation)?.turn(signal);
      const { region, instance } = this;
      const about = { operation, region, instance, endpoint: this.#endpoint.host };
      return published(about, () => this.#send(operation, parameters, signal), endingOf);
    };
    return OPERATIONS[operation].repeatable ? retry(once, { signal, clock: this.#clock }) : once();
  }

  async #send(
    operation: Operation,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<ServiceAnswer> {
    signal?.throwIfAborted();
    const credentials = await resolveCredentials(this.#credentials, signal);
    const nonce = randomUUID();
    const inQuery = OPERATIONS[operation].parametersIn === 'query';
    const all = { InstanceName: this.instance, ...parameters };
    return withAnswerStatus(nonce, this.#readTimeoutMs, async (seen) => {
      try {
        const request = {
          action: operation,
          version: '2020-12-14',
          nonce,
          query: inQuery ? all : {},
          body: inQuery ? undefined : all,
        };
        const { statusCode, headers, body } = await untilAborted(
          this.#client.send(credentials, request, signal),
          signal,
        );
        const status = { httpStatus: statusCode, requestId: headers['x-acs-request-id'] };
        return this.#read(operation, status, body, credentials);
      } catch (error) {
        signal?.throwIfAborted();
        throw this.#failure(operation, error, seen(), credentials);
      }
    });
  }

  #read(operation: Operation, status: AnswerStatus, body: string, credentials: Credentials): ServiceAnswer {
    const answer = status.httpStatus === 200 ? parseObject(body) : undefined;
    if (answer === undefined)
      throw this.#error(
        operation,
        'BAD_ANSWER',
        `it answered ${described(status)} without a JSON object`,
        status,
      );
    if (answer['Success'] === false) {
      const code = String(answer['Code'] ?? 'UNSUCCESSFUL');
      const message = String(answer['Msg'] ?? answer['Message'] ?? 'it reported no success');
      const requestId = idIn(answer) ?? status.requestId;
      throw this.#error(operation, code, withoutSecrets(message, credentials), { ...status, requestId });
    }
    return answer;
  }

  /** Turns what the client throws into our error. An answer is no cause of it: it may repeat what was sent. */
  #failure(
    operation: Operation,
    error: unknown,
    seen: AnswerStatus,
    credentials: Credentials,
  ): ImageSearchError {
    if (error instanceof ImageSearchError) return error;
    if (error instanceof SyntaxError) {
      return this.#error(operation, 'BAD_ANSWER', `it answered ${described(seen)} without JSON`, seen);
    }
    const { code, data, statusCode } = error as {
      code?: string;
      data?: Record<string, unknown>;
      statusCode?: number;
    };
    if (data !== undefined && statusCode !== undefined) {
      const requestId = idIn(data) ?? seen.requestId;
      const message = String(data['Message'] ?? data['Msg'] ?? `it answered ${described(seen)}`);
      const known = code === undefined || code === 'undefined' ? 'BAD_ANSWER' : code;
      const status = { httpStatus: statusCode, requestId };
      return this.#error(operation, known, withoutSecrets(message, credentials), status);
    }
    const network = networkFailure(error);
    if (network !== undefined) return this.#error(operation, network.code, network.what, seen, error);
    return this.#error(
      operation,
      'BAD_ANSWER',
      `it answered ${described(seen)} in an unknown form`,
      seen,
      error,
    );
  }

  #error(
    operation: Operation,
    code: string,
    what: string,
    status: AnswerStatus,
    cause?: unknown,
  ): ImageSearchError {
    const where = `instance ${show(this.instance)} at ${this.#endpoint.host}`;
    return new ImageSearchError(`Cannot call ${operation} of ${where}: ${what}`, {
      code,
      requestId: status.requestId,
      httpStatus: status.httpStatus,
      retryable: isRetryable(code, status.httpStatus),
      advice: adviceFor(code).advice,
      cause,
    });
  }
}

/** What is told of a call that is over. */
const endingOf = (outcome: { readonly answer: ServiceAnswer } | { readonly error: unknown }) => {
  if ('answer' in outcome) return { httpStatus: 200, requestId: idIn(outcome.answer) };
  if (!isImageSearchError(outcome.error)) return {}; // aborted
  const { code, httpStatus, requestId } = outcome.error;
  return { code, httpStatus, requestId };
};

const described = ({ httpStatus }: AnswerStatus) =>
  httpStatus === undefined ? 'something' : `HTTP ${httpStatus}`;

const idIn = ({ RequestId: id }: Readonly<Record<string, unknown>>) =>
  typeof id === 'string' && id !== '' ? id : undefined;

function parseObject(body: string): ServiceAnswer | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ServiceAnswer)
      : undefined;
  } catch {
    return undefined; // the caller reports the answer as bad, with its status
  }
}
