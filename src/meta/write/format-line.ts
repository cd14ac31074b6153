import type { MetaRecord } from '../meta-record.ts';
import { META_FIELDS } from '../rules/meta-fields.ts';
import { formatRegion, type Region } from '../rules/region.ts';

/** A record as a line of increment.meta, line feed included: fixed key order, nothing for what is not set. */
export function formatLine(record: MetaRecord): string {
  const values: Partial<Record<string, unknown>> = { ...record };
  const line: Record<string, unknown> = {};
  for (const { wire, key, type } of META_FIELDS) {
    const value = values[key];
    if (value !== undefined) line[wire] = type === 'region' ? formatRegion(value as Region) : value;
  }
  return `${JSON.stringify(line)}\n`;
}
