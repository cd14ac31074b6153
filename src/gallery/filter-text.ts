import { parseFilter } from '../service/filter/parse-filter.ts';
import { show, wholeText } from '../shared/options/checks.ts';

/** @throws {TypeError} for a filter that the service could not read; the message has the character */
export function filterText(filter: unknown): string {
  const text = wholeText('filter', filter);
  const parsed = parseFilter(text);
  if ('matches' in parsed) return text;
  throw new TypeError(`Cannot use 'filter': ${parsed.fault}: current value is ${show(text, 200)}`);
}
