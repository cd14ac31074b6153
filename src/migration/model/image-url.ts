import { loneSurrogate } from '../../shared/text/lone-surrogate.ts';

/** The URL of a name below a folder; undefined for a name that no URL can have. */
export const urlBelow = (baseUrl: string | undefined, name: string): string | undefined =>
  baseUrl === undefined || loneSurrogate(name) !== undefined ? undefined : baseUrl + encodedPath(name);

/** The beginning of a URL that ends with a slash and the name, up to the name; undefined for another URL. */
export function beginningOf(url: string, name: string): string | undefined {
  const ending = [name, encodedPath(name)].find((path) => url.endsWith(`/${path}`));
  return ending === undefined ? undefined : url.slice(0, url.length - ending.length);
}

const MOST_CHARACTERS = 4096;

/** Whether a mover can fetch a URL: http or https, no blanks, no secret in the place of a user, and not too long. */
export function canBeFetched(url: string): boolean {
  if (url.length >= MOST_CHARACTERS || !URL.canParse(url) || /[\s\p{Cc}\p{Surrogate}]/u.test(url))
    return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

const encodedPath = (name: string): string => name.split('/').map(encodeURIComponent).join('/');
