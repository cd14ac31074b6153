/** Our code of a failure below HTTP, and what it says to a person. */
export interface NetworkFailure {
  readonly code: 'CONNECTION_REFUSED' | 'HOST_NOT_FOUND' | 'CONNECTION_LOST' | 'TIMEOUT';
  readonly what: string;
}

const FAILURES: readonly (NetworkFailure & { readonly sign: RegExp })[] = [
  { sign: /ECONNREFUSED|EADDRNOTAVAIL/, code: 'CONNECTION_REFUSED', what: 'the connection was refused' },
  { sign: /ENOTFOUND|EAI_AGAIN/, code: 'HOST_NOT_FOUND', what: 'the host name is unknown' },
  { sign: /timeout|ETIMEDOUT/i, code: 'TIMEOUT', what: 'no answer came in time' },
  {
    sign: /ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up|aborted|premature/i,
    code: 'CONNECTION_LOST',
    what: 'the connection broke',
  },
];

/** Recognises a failure below HTTP by what the clients leave of it: a code, a name, or only a text. */
export function networkFailure(error: unknown): NetworkFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = allSaid(error);
  return FAILURES.find(({ sign }) => sign.test(said));
}

/**
 * The failure without what was sent: a URL's query has the parameters of the call in it. Made anew, as the client's own
 * error holds on to its request.
 */
export function bareCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.map(bareCause) : undefined;
  const message = error.message.replace(/\?[^\s]*/g, '');
  const bare = nested === undefined ? new Error(message) : new AggregateError(nested, message);
  bare.name = error.name;
  bare.stack = `${error.name}: ${message}`;
  return Object.assign(bare, typeof code === 'string' && { code });
}

/** Without URLs: the name of an image may contain any of the signs. */
function allSaid(error: Error): string {
  const { code, name, message } = error as Error & { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const own = `${typeof code === 'string' ? code : ''} ${name} ${message.replace(/https?:\/\/\S+/g, '')}`;
  return [own, ...nested.map(allSaid)].join(' ');
}
