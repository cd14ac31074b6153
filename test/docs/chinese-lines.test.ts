import { createMarkdownRenderer, disposeMdItInstance } from 'vitepress';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinChineseLines } from '../../docs/.vitepress/chinese-lines.ts';
import { ROOT } from './pages.ts';

// VitePress has one renderer, which a file before this one may have made.
beforeEach(disposeMdItInstance);
afterEach(disposeMdItInstance);

it('the end of a line is a blank between words, and nothing between Chinese characters', async () => {
  const markdown = await createMarkdownRenderer(`${ROOT}docs`, { config: joinChineseLines });
  const shown = (text: string) => markdown.render(text).trim();
  expect(shown('第一行，\n第二行')).toBe('<p>第一行，第二行</p>');
  expect(shown('上传\n**图片**')).toBe('<p>上传<strong>图片</strong></p>');
  expect(shown('在 shell 中\n原样运行 OSS\n的命令')).toBe('<p>在 shell 中原样运行 OSS\n的命令</p>');
  expect(shown('one\ntwo')).toBe('<p>one\ntwo</p>');
});
