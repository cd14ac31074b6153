/** An ETag without the quotes that HTTP puts around it. */
export function unquoted(etag: string): string;
export function unquoted(etag: string | undefined): string | undefined;
export function unquoted(etag: string | undefined): string | undefined {
  return etag?.replace(/^"|"$/g, '');
}
