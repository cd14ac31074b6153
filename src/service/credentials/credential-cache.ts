import { SharedCall } from '../../shared/async/shared-call.ts';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import { NotAFile } from '../../shared/files/regular-file.ts';
import { callable, show } from '../../shared/options/checks.ts';
import {
  type CredentialSource,
  type Credentials,
  type IssuedCredentials,
  sameCredentials,
} from './credentials.ts';
import { defaultCredentialChain } from './default-credential-chain.ts';

/**
 * Credentials are not used in the last five minutes before they expire, since a call with its repeats takes minutes, and
 * clocks differ. STS issues credentials for 15 minutes or more, so that each key pair is used for ten at least.
 */
const MARGIN_MS = 5 * 60_000;

/** Codes by which Image Search and OSS refuse credentials that are no longer valid, where new ones may be. */
const NO_LONGER_VALID: readonly string[] = [
  ...['InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive', 'InvalidSecurityToken.Expired'],
  ...['InvalidAccessKeyId', 'SecurityTokenExpired'],
];

type IssuesCredentials = Exclude<CredentialSource, Credentials>;

/**
 * Gives the credentials for the next call: the cached ones while they are valid, else new ones from the source. Callers that
 * wait at the same time share one request to the source. A failure is not cached, and a caller that aborts does not abort
 * the request of the others. A source that has given credentials before may do so again: its failure is retryable.
 */
export class CredentialCache {
  readonly #source: CredentialSource;
  readonly #clock: Clock;
  #hasGiven = false;
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
    return this.#atHand() ?? this.#sharedRequest.ask(signal);
  }

  /** Those that need no request. */
  #atHand(): Credentials | undefined {
    const source = this.#source;
    if (!('getCredential' in source)) return keyPair(source);
    return this.#cached !== undefined && this.#clock.now() < this.#cached.until
      ? this.#cached.credentials
      : undefined;
  }

  /**
   * Makes a call with the current credentials. When the service says that they are no longer valid, the source is asked
   * anew, and the call is made once more if that gives others. The service has refused the first call, so it did nothing.
   *
   * @throws what the call throws, or `current()`
   */
  async use<T>(call: (credentials: Credentials) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const credentials = this.#atHand() ?? (await this.current(signal));
    try {
      return await call(credentials);
    } catch (error) {
      if (!isImageSearchError(error) || !NO_LONGER_VALID.includes(error.code)) throw error;
      if (this.#cached !== undefined && sameCredentials(this.#cached.credentials, credentials))
        this.#cached = undefined;
      const others = await this.current(signal);
      if (sameCredentials(others, credentials)) throw error;
      return call(others);
    }
  }

  async #request(): Promise<Credentials> {
    const failed = this.#hasGiven ? noCredentialsNow : noCredentials;
    let issued: IssuedCredentials;
    try {
      issued = await (this.#source as IssuesCredentials).getCredential();
    } catch (cause) {
      throw cause instanceof NotAFile ? cause : (shortageOf(cause) ?? failed(cause));
    }
    const credentials = keyPair(issued ?? {}, failed);
    this.#hasGiven = true;
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

function keyPair(
  { accessKeyId, accessKeySecret, securityToken }: IssuedCredentials,
  failed = noCredentials,
): Credentials {
  if (
    typeof accessKeyId !== 'string' ||
    typeof accessKeySecret !== 'string' ||
    accessKeyId === '' ||
    accessKeySecret === ''
  )
    throw failed(new Error('The key pair must be two non-empty strings'));
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

/** For a source that gave credentials before: it is set up, and may be away. */
const noCredentialsNow = (cause: unknown) =>
  new ImageSearchError(
    'Cannot get new credentials for Alibaba Cloud: their source gave some before, and fails now',
    {
      code: 'NO_CREDENTIALS',
      retryable: true,
      advice: 'See the cause, which is what the source of the credentials said, and try again',
      cause,
    },
  );

const noCredentials = (cause: unknown) =>
  new ImageSearchError('Cannot find credentials for Alibaba Cloud', {
    code: 'NO_CREDENTIALS',
    advice:
      'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile in ~/.aliyun/config.json',
    cause,
  });
