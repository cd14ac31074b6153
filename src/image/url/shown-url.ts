/**
 * A URL for messages: scheme, host and path, decoded. User info and query are left out, since both can contain
 * secrets; characters that would break a line or hide a part of it stay encoded.
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
