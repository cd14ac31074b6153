import { show } from '../shared/checks.ts';
import { definedOnly } from '../shared/defined-only.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { retry } from '../shared/retry.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { publishCall } from './call-message.ts';
import { type Connected, Connection, type ServiceOptions } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { isThrottling } from './error-advice.ts';
import { type ImageSearchOperation, OPERATIONS } from './operations.ts';
import { readAnswer, requestIdIn, type ServiceAnswer } from './read-answer.ts';
import { sendRequest } from './send-request.ts';
import { loadSigner, signRequest } from './sign-request.ts';

/** By the service's names; a parameter that is undefined is not sent. */
type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Signed calls of one instance (API 2020-12-14): limited to the documented rates, repeated where that is safe, and rejected
 * with an `ImageSearchError`.
 */
export class ImageSearchService {
  readonly connection: Connection;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ServiceOptions | Connected) {
    this.connection = Connection.of(options);
  }

  /** @throws {ImageSearchError} or the signal's reason */
  call(
    operation: ImageSearchOperation,
    parameters: Parameters,
    signal?: AbortSignal,
  ): Promise<ServiceAnswer> {
    const { region, instance, endpoint, credentials, rateLimits, clock } = this.connection;
    const sent = definedOnly(parameters);
    const once = async (attempt = 1) => {
      await untilAborted(loadSigner(), signal);
      const key = await credentials.current(signal);
      await rateLimits.turn(operation, signal); // last, so that the call is sent at once after its turn
      const call = { operation, region, instance, endpoint: endpoint.host, attempt };
      return publishCall(call, () => this.#send(operation, sent, key, signal), resultOf);
    };
    return OPERATIONS[operation].repeatable ? retry(once, { signal, clock, attempts }) : once();
  }

  async #send(
    operation: ImageSearchOperation,
    parameters: Readonly<Record<string, string>>,
    credentials: Credentials,
    signal: AbortSignal | undefined,
  ): Promise<ServiceAnswer> {
    const { instance, endpoint, agents, rateLimits, clock, connectTimeoutMs, readTimeoutMs } =
      this.connection;
    const url = new URL(`${endpoint.protocol}://${endpoint.host}`);
    const inQuery = OPERATIONS[operation].parametersIn === 'query';
    const all = { InstanceName: instance, ...parameters };
    const request = await signRequest(
      {
        action: operation,
        version: '2020-12-14',
        host: endpoint.host,
        query: inQuery ? all : {},
        body: inQuery ? undefined : all,
      },
      credentials,
    );
    const route = { url, agents, connectTimeoutMs, readTimeoutMs, onSent: () => rateLimits.sent(operation) };
    const result = await sendRequest(request, route, signal);
    const call = {
      what: `${operation} of instance ${show(instance)} at ${endpoint.host}`,
      credentials,
      parameters,
      url,
      proxy: agents.proxyFor(url),
      now: () => clock.now(),
    };
    return readAnswer(call, result);
  }
}

/** A throttled call is tried more often: other processes call the same instance, and their share of the rate varies. */
const attempts = ({ code }: ImageSearchError): number => (isThrottling(code) ? 6 : 4);

/** What is published of a call when it is over. */
const resultOf = (outcome: { readonly answer: ServiceAnswer } | { readonly error: unknown }) => {
  if ('answer' in outcome) return { httpStatus: 200, requestId: requestIdIn(outcome.answer.body) };
  if (!isImageSearchError(outcome.error)) return {}; // the call was aborted
  const { code, httpStatus, requestId } = outcome.error;
  return { code, httpStatus, requestId };
};
