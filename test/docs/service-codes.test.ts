import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPERATIONS } from '../../src/service/calls/operations.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

it('the page of calls has the pace of every operation', () => {
  const table = page('service.md').split('## Pace')[1]?.split('## ')[0] ?? '';
  for (const [operation, { perSecond }] of Object.entries(OPERATIONS)) {
    const [row = ''] = table.match(new RegExp(`^\\| .*\\b${operation}\\b.*$`, 'm')) ?? [];
    expect(row).toContain(operation);
    if (perSecond !== undefined) expect(row).toMatch(new RegExp(`\\| ${perSecond}\\b`));
  }
});
