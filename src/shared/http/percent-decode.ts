/** Decodes a text of a URL; undefined for a text that is not percent-encoded UTF-8. */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Decodes a text of a URL, and keeps a text in which a percent sign encodes nothing. */
export const percentDecodeOrKeep = (text: string): string => percentDecode(text) ?? text;
