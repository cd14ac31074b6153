import { show } from '../shared/checks.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { retry } from '../shared/retry.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { published } from './call-message.ts';
import { type Connected, Connection, type ServiceOptions } from './connection.ts';
import type { Credentials } from './credentials.ts';
import { isThrottling } from './error-advice.ts';
import { type ImageSearchOperation, OPERATIONS } from './operations.ts';
import { readAnswer, requestIdIn, type ServiceAnswer } from './read-answer.ts';
import { sendRequest } from './send-request.ts';
import { loadSigner, signRequest } from './sign-request.ts';

type Parameters = Readonly<Record<string, string>>;

/**
 * Signed calls of one instance (API 2020-12-14): paced as documented, repeated where that is safe,
 * and every failure an `ImageSearchError`.
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
    const { region, instance, endpoint, credentials, pace, clock } = this.connection;
    const once = async (attempt = 1) => {
      await untilAborted(loadSigner(), signal);
      const key = await credentials.current(signal);
      await pace.turn(operation, signal); // last, so that the call goes out at once
      const about = { operation, region, instance, endpoint: endpoint.host, attempt };
      return published(about, () => this.#send(operation, parameters, key, signal), endingOf);
    };
    return OPERATIONS[operation].repeatable ? retry(once, { signal, clock, attempts }) : once();
  }

  async #send(
    operation: ImageSearchOperation,
    parameters: Parameters,
    credentials: Credentials,
    signal: AbortSignal | undefined,
  ): Promise<ServiceAnswer> {
    const { instance, endpoint, agents, pace, clock, connectTimeoutMs, readTimeoutMs } = this.connection;
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
    const route = { url, agents, connectTimeoutMs, readTimeoutMs, onSent: () => pace.sent(operation) };
    const sent = await sendRequest(request, route, signal);
    const asked = {
      what: `${operation} of instance ${show(instance)} at ${endpoint.host}`,
      credentials,
      parameters,
      url,
      proxy: agents.proxyFor(url),
      now: () => clock.now(),
    };
    return readAnswer(asked, sent);
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
