import { retry } from '../shared/async/retry.ts';
import { processWait } from '../shared/async/shortage-wait.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/errors/image-search-error.ts';
import { show } from '../shared/options/checks.ts';
import { definedFields } from '../shared/options/defined-fields.ts';
import { CALLS, type CallMessage } from './calls/call-message.ts';
import type { Turn } from './calls/operation-rates.ts';
import { type ImageSearchOperation, OPERATIONS } from './calls/operations.ts';
import { type CallEnding, publishCall } from './calls/publish-call.ts';
import { readAnswer, requestIdIn, type ServiceAnswer } from './calls/read-answer.ts';
import { sendRequest } from './calls/send-request.ts';
import { loadSigner, signRequest } from './calls/sign-request.ts';
import { type Connected, Connection, type ServiceOptions } from './connection.ts';
import type { Credentials } from './credentials/credentials.ts';
import { isThrottling } from './errors/error-advice.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Makes signed calls of one instance (API 2020-12-14): no faster than documented, repeated where that is safe. A call that
 * fails rejects with an `ImageSearchError`.
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
    const { region, instance, endpoint, credentials, rates, clock } = this.connection;
    let attempt = 0;
    const send = async (keyPair: Credentials) => {
      using turn = await rates.turn(operation, signal); // the last wait: nothing may delay the call after its turn
      attempt += 1;
      const call: Omit<CallMessage, keyof CallEnding> = {
        ...{ operation, region, instance, endpoint: endpoint.host, attempt },
      };
      return await publishCall(
        CALLS,
        call,
        () => this.#send(operation, parameters, keyPair, turn, signal),
        endingOf,
      );
    };
    const once = async () => {
      await untilAborted(loadSigner(), signal);
      return credentials.use(send, signal);
    };
    const attempts = (error: ImageSearchError) =>
      OPERATIONS[operation].repeatable || wasNotSent(error) ? attemptsFor(error) : 1;
    // Without a connection nothing was sent, so this repeats operations that are sent once, too.
    return retry(() => processWait.run(once, { signal, clock }), { signal, clock, attempts });
  }

  async #send(
    operation: ImageSearchOperation,
    parameters: Parameters,
    credentials: Credentials,
    turn: Turn,
    signal: AbortSignal | undefined,
  ): Promise<ServiceAnswer> {
    const { instance, endpoint, agents, clock, connectTimeoutMs, readTimeoutMs } = this.connection;
    const url = new URL(`${endpoint.protocol}://${endpoint.host}`);
    const { parametersIn, alsoInQuery = [] } = OPERATIONS[operation];
    const all = definedFields({ InstanceName: instance, ...parameters });
    const isInQuery = (name: string) => parametersIn === 'query' || alsoInQuery.includes(name);
    const query = Object.fromEntries(Object.entries(all).filter(([name]) => isInQuery(name)));
    const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !isInQuery(name)));
    const request = await signRequest(
      {
        action: operation,
        version: '2020-12-14',
        host: endpoint.host,
        query,
        body: parametersIn === 'query' ? undefined : rest,
      },
      credentials,
    );
    const options = { url, agents, connectTimeoutMs, readTimeoutMs, onSent: () => turn.sent() };
    const sent = await sendRequest(request, options, signal);
    const answered = {
      what: `${operation} of instance ${show(instance)} at ${endpoint.host}`,
      credentials,
      parameters: all,
      url,
      proxy: agents.proxyFor(url),
      now: () => clock.now(),
    };
    return readAnswer(answered, sent);
  }
}

/** A call without credentials was not even tried, so that any operation can be repeated. */
const wasNotSent = ({ code }: ImageSearchError): boolean => code === 'NO_CREDENTIALS';

/** A throttled call is tried more often: other processes call the same instance, and a later try finds room. */
const attemptsFor = ({ code }: ImageSearchError): number => (isThrottling(code) ? 6 : 4);

/** The part of a call's message that is known when the call has ended. */
const endingOf = (outcome: { readonly answer: ServiceAnswer } | { readonly error: unknown }) => {
  if ('answer' in outcome) return { httpStatus: 200, requestId: requestIdIn(outcome.answer.body) };
  if (!isImageSearchError(outcome.error)) return {}; // aborted
  const { code, httpStatus, requestId } = outcome.error;
  return { code, httpStatus, requestId };
};
