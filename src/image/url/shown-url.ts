/**
 * A URL as people may see it: scheme, host and path, decoded. User info and query are left out, as both hold
 * secrets; so is what would break a line or hide part of it.
 */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${decoded(url.pathname)}`;
}

function decoded(path: string): string {
  try {
    return decodeURI(path).replace(/[\p{C}\p{Z}]/gu, encodeURIComponent);
  } catch {
    return path; // a percent sign that encodes nothing
  }
}
