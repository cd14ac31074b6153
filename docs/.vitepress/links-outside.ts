import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

const { repository } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly repository?: { readonly url: string };
};
const address = repository?.url.replace(/^git\+/, '').replace(/\.git$/, '');

/**
 * A link from a page to a file that is beside docs/, such as an example, leads to it in the repository that package.json
 * names. Where none is named the text of the link stands there without a link.
 */
export function withoutLinksOutside(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('links-outside', ({ tokens, env }) => {
    const folder = posix.dirname((env as { readonly relativePath: string }).relativePath);
    for (const { children } of tokens)
      for (const [at, token] of (children ?? []).entries()) {
        const path = token.type === 'link_open' ? posix.join(folder, token.attrGet('href') ?? '') : '';
        if (!path.startsWith('../')) continue;
        if (address !== undefined) {
          token.attrSet('href', `${address}/blob/main/${path.slice('../'.length)}`);
          continue;
        }
        const end = children?.slice(at).find(({ type }) => type === 'link_close');
        for (const one of [token, end])
          if (one) Object.assign(one, { type: 'text', nesting: 0, content: '' });
      }
  });
}
