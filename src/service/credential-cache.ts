import { callable, show } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import { SharedCall } from '../shared/shared-call.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import type { CredentialSource, Credentials, IssuedCredentials } from './credentials.ts';
import { defaultCredentialChain } from './default-credential-chain.ts';

/**
 * Credentials are not used in the last five minutes before they expire, since a call with its repeats takes minutes, and
 * clocks differ. STS issues credentials for 15 minutes or more, so that each key pair is used for ten at least.
 */
const MARGIN_MS = 5 * 60_000;

type IssuesCredentials = Exclude<CredentialSource, Credentials>;

/**
 * Gives the credentials for the next call: the cached ones while they are valid, else new ones from the source. Callers that
 * wait at the same time share one request to the source. A failure is not cached, and a caller that aborts does not abort
 * the request of the others.
 */
export class CredentialCache {
  readonly #source: CredentialSource;
  readonly #clock: Clock;
  #cached: { readonly credentials: Credentials; readonly until: number } | undefined;
  readonly #sharedRequest = new SharedCall(() => this.#request());

  /** @throws {TypeError} when the source is neither a key pair nor an object with `getCredential()` */
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
    return this.#sharedRequest.ask(signal);
  }

  async #request(): Promise<Credentials> {
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
 * Expiry in ms; NaN if the source gives no expiry, so that the comparison is false and nothing is cached. An expiry in
 * seconds would be read as a time long ago, and is not cached either.
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
    throw noCredentials(new Error('The key pair must be two non-empty strings'));
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

const noCredentials = (cause: unknown) =>
  new ImageSearchError('Cannot find credentials for Alibaba Cloud', {
    code: 'NO_CREDENTIALS',
    advice:
      'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile in ~/.aliyun/config.json',
    cause,
  });
