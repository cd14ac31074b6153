/** An ETag without the quotes that HTTP puts around it. */
export const unquoted = (etag: string): string => etag.replace(/^"|"$/g, '');
