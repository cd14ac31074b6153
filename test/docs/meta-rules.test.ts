import { expect, test } from 'vitest';
import { metaRulesPage } from './meta-rules-page.ts';

test.each([
  ['docs/meta-rules.md', 'en'],
  ['docs/zh/meta-rules.md', 'zh'],
] as const)('%s is what the tables of rules say', async (path, language) => {
  // `npx vitest run test/docs -u` writes it anew
  await expect(await metaRulesPage(language)).toMatchFileSnapshot(`../../${path}`);
});
