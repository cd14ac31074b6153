import { callable, show } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import { SharedCall } from '../shared/shared-call.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import type { CredentialSource, Credentials, IssuedCredentials } from './credentials.ts';
import { defaultCredentialChain } from './default-credential-chain.ts';

/**
 * Credentials are not used in their last minutes: a call, its repeats and an upload take time, and clocks differ. STS issues
 * credentials for 15 minutes at least, so that each key pair can be used for ten.
 */
const MARGIN_MS = 5 * 60_000;

type IssuesCredentials = Exclude<CredentialSource, Credentials>;

/**
 * Gives the credentials for the next call: the cached credentials while they are valid; else it asks the source, once for all
 * callers that wait. Failures are not cached, and a caller that aborts does not end the request of the others.
 */
export class CredentialCache {
  readonly #source: CredentialSource;
  readonly #clock: Clock;
  #cached: { readonly credentials: Credentials; readonly until: number } | undefined;
  readonly #request = new SharedCall(() => this.#ask());

  /** @throws {TypeError} when the source is neither a key pair nor has getCredential() */
  constructor(source: CredentialSource = defaultCredentialChain(), clock: Clock = systemClock) {
    if (typeof source !== 'object' || source === null) {
      throw new TypeError(
        `Cannot continue as 'credentials' must be a key pair or have getCredential(): current value is ${show(typeof source)}`,
      );
    }
    if ('getCredential' in source) callable('credentials.getCredential', source.getCredential);
    this.#source = source;
    this.#clock = clock;
  }

  /** @throws {ImageSearchError} `NO_CREDENTIALS`, or the signal's reason */
  async current(signal?: AbortSignal): Promise<Credentials> {
    signal?.throwIfAborted();
    const source = this.#source;
    if (!('getCredential' in source)) return keyPair(source);
    if (this.#cached !== undefined && this.#clock.now() < this.#cached.until) return this.#cached.credentials;
    return this.#request.ask(signal);
  }

  async #ask(): Promise<Credentials> {
    let issued: IssuedCredentials;
    try {
      issued = await (this.#source as IssuesCredentials).getCredential();
    } catch (cause) {
      throw noCredentials(cause);
    }
    const credentials = keyPair(issued ?? {});
    const until = expiryOf(issued) - MARGIN_MS;
    this.#cached = this.#clock.now() < until ? { credentials, until } : undefined;
    return credentials;
  }
}

/**
 * Expiry in ms; NaN if the source gives none, so that the comparison above is false and nothing is cached. Seconds since 1970,
 * read as milliseconds, lie in the past, so that nothing is cached either.
 */
const expiryOf = ({ expiration }: IssuedCredentials) =>
  expiration === undefined || expiration === null ? Number.NaN : new Date(expiration).getTime();

function keyPair({ accessKeyId, accessKeySecret, securityToken }: IssuedCredentials): Credentials {
  if (
    typeof accessKeyId !== 'string' ||
    typeof accessKeySecret !== 'string' ||
    accessKeyId === '' ||
    accessKeySecret === ''
  )
    throw noCredentials(new Error('The key pair is empty, or its parts are no strings'));
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

const noCredentials = (cause: unknown) =>
  new ImageSearchError('Cannot find credentials for Alibaba Cloud', {
    code: 'NO_CREDENTIALS',
    advice:
      'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile in ~/.aliyun/config.json',
    cause,
  });
