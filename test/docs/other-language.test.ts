import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { otherLanguage } from '../../docs/.vitepress/pages.ts';
import { DOCS, ROOT } from './pages.ts';

const fileOf = (address: string) => join(ROOT, 'docs', `${address.replace(/\/$/, '/index')}.md`);

it.each(DOCS)('%s leads to a page that is there when the other language is chosen', (path) => {
  const address = otherLanguage(path.slice('docs/'.length));
  expect(existsSync(fileOf(address)), address).toBe(true);
});

it('a page of the reference of the API leads to the first page in Chinese', () => {
  expect(otherLanguage('api/index.md')).toBe('/zh/');
  expect(otherLanguage('api/meta/functions/fixMeta.md')).toBe('/zh/');
});
