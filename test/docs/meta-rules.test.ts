import { expect, test } from 'vitest';
import { metaRulesPage } from './meta-rules-page.ts';

test('docs/meta-rules.md is what the tables of rules say', async () => {
  // `npx vitest run test/docs -u` writes it anew
  await expect(await metaRulesPage()).toMatchFileSnapshot('../../docs/meta-rules.md');
});
