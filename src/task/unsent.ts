import type { ImageSearchError } from '../shared/image-search-error.ts';

const CODES: readonly string[] = ['CONNECTION_REFUSED', 'HOST_NOT_FOUND', 'PROXY_REFUSED', 'NO_CREDENTIALS'];

/** Whether a call never got to the service. */
export const isUnsent = ({ code }: ImageSearchError): boolean => CODES.includes(code);
