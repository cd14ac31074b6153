/**
 * A copy of an error for `cause`, without the queries of URLs, which contain the parameters of the call, and without what
 * ali-oss adds about its request. The original is not used, since a client's error may refer to its request.
 */
export function bareCause(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const nested = error instanceof AggregateError ? error.errors.map(bareCause) : undefined;
  const message = error.message.replace(/, [A-Z]+ https?:\/\/[\s\S]*$/, '').replace(/\?[^\s]*/g, '');
  const bare = nested === undefined ? new Error(message) : new AggregateError(nested, message);
  bare.name = error.name;
  bare.stack = `${error.name}: ${message}`;
  return withCode(bare, typeof code === 'string' ? code : undefined);
}

/** The error, with a code where there is one. */
export const withCode = (error: Error | undefined, code: string | undefined) =>
  error === undefined || code === undefined ? error : Object.assign(error, { code });
