import { ImageSearchError } from '../shared/errors/image-search-error.ts';

/** What Redis says of a login, and the codes of PostgreSQL for logins, databases and rights. To ask again changes nothing. */
const REFUSED_MESSAGE = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|SASL: .*client password)/;
const REFUSED_CODE = /^(28...|3D000|42501)$/;

/**
 * What is thrown for an error by which a server refuses a login.
 *
 * @returns undefined for another error
 */
export function queueRefusal(name: string, error: unknown): ImageSearchError | undefined {
  const { message = '', code = '' } = (error ?? {}) as { readonly message?: string; readonly code?: unknown };
  if (!REFUSED_MESSAGE.test(message) && !REFUSED_CODE.test(String(code))) return undefined;
  return new ImageSearchError(`Cannot use the queue at ${name} as it refuses the login: ${message}`, {
    code: 'QUEUE_REFUSED',
    advice: 'Check user, password and database in its address, and what this user may do there',
    cause: error,
  });
}
