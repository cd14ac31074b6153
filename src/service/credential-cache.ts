import { callable, show } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import { SharedCall } from '../shared/shared-call.ts';
import { type Clock, systemClock } from '../shared/sleep.ts';
import type { CredentialSource, Credentials, IssuedCredentials } from './credentials.ts';
import { defaultChain } from './default-chain.ts';

/**
 * Credentials are not used in the last minutes of their life: a call, its repeats and an upload take some, and clocks
 * differ. The shortest that STS issues live 15 minutes, so that each pair is of use for ten.
 */
const MARGIN_MS = 5 * 60_000;

type IssuesCredentials = Exclude<CredentialSource, Credentials>;

/**
 * Has the credentials for the next call: those that were issued last while they are valid, else it asks the source,
 * once for all who wait. No failure is kept, and a caller that aborts leaves the others their answer.
 */
export class CredentialCache {
  readonly #source: CredentialSource;
  readonly #clock: Clock;
  #kept: { readonly credentials: Credentials; readonly until: number } | undefined;
  readonly #asking = new SharedCall(() => this.#ask());

  /** @throws {TypeError} when the source is neither a key pair nor hands one out */
  constructor(source: CredentialSource = defaultChain(), clock: Clock = systemClock) {
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
    if (this.#kept !== undefined && this.#clock.now() < this.#kept.until) return this.#kept.credentials;
    return this.#asking.ask(signal);
  }

  async #ask(): Promise<Credentials> {
    let issued: IssuedCredentials;
    try {
      issued = await (this.#source as IssuesCredentials).getCredential();
    } catch (cause) {
      throw noCredentials(cause);
    }
    const credentials = keyPair(issued ?? {});
    const until = endOf(issued) - MARGIN_MS;
    this.#kept = this.#clock.now() < until ? { credentials, until } : undefined;
    return credentials;
  }
}

/** In ms; NaN, which is later than nothing, when it is not told. Seconds since 1970 lie in the past, and are not relied on. */
const endOf = ({ expiration }: IssuedCredentials) =>
  expiration === undefined || expiration === null ? Number.NaN : new Date(expiration).getTime();

function keyPair({ accessKeyId, accessKeySecret, securityToken }: IssuedCredentials): Credentials {
  if (
    typeof accessKeyId !== 'string' ||
    typeof accessKeySecret !== 'string' ||
    accessKeyId === '' ||
    accessKeySecret === ''
  )
    throw noCredentials(new Error('The key pair is empty, or not of texts'));
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

const noCredentials = (cause: unknown) =>
  new ImageSearchError('Cannot find credentials for Alibaba Cloud', {
    code: 'NO_CREDENTIALS',
    advice:
      'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile in ~/.aliyun/config.json',
    cause,
  });
