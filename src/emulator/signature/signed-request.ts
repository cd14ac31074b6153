import type { IncomingMessage } from 'node:http';

/** The parts of a received request that signatures cover. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: RequestHeaders;
  readonly body?: Uint8Array | undefined;
}

export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** A request whose body is still to be read. */
export const signedRequestOf = ({ method = '', url = '/', headers }: IncomingMessage): SignedRequest => ({
  method,
  url,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  ),
});
