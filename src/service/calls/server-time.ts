import type { Connection } from '../connection.ts';
import { sendRequest } from './send-request.ts';

/** A request dated further from the service's time than that is refused, by Image Search and by OSS alike. */
export const MOST_SKEW_MS = 15 * 60_000;

/**
 * How far the machine's clock is ahead of the service's, in ms, to the second: below 0 when it is behind. Asks without
 * credentials, since those of a wrong clock are refused: the refusal has the time. Undefined when no answer of the service
 * came.
 */
export async function clockSkewMs(
  { endpoint, agents, connectTimeoutMs, readTimeoutMs }: Connection,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const url = new URL(`${endpoint.protocol}://${endpoint.host}`);
  const request = { path: '/', headers: { host: endpoint.host }, body: '' };
  const sentAt = Date.now(); // signatures have the machine's time, whatever clock a client is given
  const { status } = await sendRequest(request, { url, agents, connectTimeoutMs, readTimeoutMs }, signal);
  const ours = (sentAt + Date.now()) / 2;
  const theirs = Date.parse(status.date ?? '') + 500; // whole seconds
  const isFromService = status.requestId !== undefined; // and not from a proxy
  return isFromService && !Number.isNaN(theirs) ? ours - theirs : undefined;
}
