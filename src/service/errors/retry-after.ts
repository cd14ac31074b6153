import { MAX_RETRY_AFTER_MS } from '../../shared/async/retry.ts';

/** The wait that `Retry-After` asks for, in ms from `now`. Undefined when the header has neither seconds nor an HTTP date. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1000
    : HTTP_DATE.test(text)
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}

/** Such as `Sat, 21 Nov 2026 10:00:00 GMT`: Date.parse() alone accepts texts that are not dates. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
