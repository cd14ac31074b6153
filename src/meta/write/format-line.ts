import { META_FIELDS } from '../model/meta-fields.ts';
import { formatRegion, type Region } from '../model/region.ts';
import type { FieldValues } from '../rules/field-values.ts';

/** A record as a line of increment.meta, line feed included: fixed key order, nothing for what is not set. */
export function formatLine(values: FieldValues): string {
  let line = '';
  for (let n = 0; n < COLUMNS.length; n++) {
    const value = values[n];
    if (value === undefined) continue;
    const { before, write } = COLUMNS[n] as (typeof COLUMNS)[number];
    line += before + write(value);
  }
  return `${line}}\n`;
}

/** What `JSON.stringify` escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A text in quotes, as `JSON.stringify` writes it, without calling that for the many that need no escape. */
const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

const WRITERS = {
  string: (value) => quoted(value as string),
  integer: (value) => String(value),
  boolean: (value) => String(value),
  region: (value) => `"${formatRegion(value as Region)}"`,
} satisfies Record<(typeof META_FIELDS)[number]['type'], (value: unknown) => string>;

const COLUMNS = META_FIELDS.map(({ wire, type }, at) => ({
  before: `${at === 0 ? '{' : ','}"${wire}":`,
  write: WRITERS[type],
}));
