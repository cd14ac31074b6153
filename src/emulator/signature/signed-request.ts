import type { IncomingMessage } from 'node:http';

/** A request as it came over the wire, as far as signatures look at it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: RequestHeaders;
  readonly body?: Uint8Array | undefined;
}

export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** The request that is coming in, its body still to be read. */
export const signedRequestOf = ({ method = '', url = '/', headers }: IncomingMessage): SignedRequest => ({
  method,
  url,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  ),
});
