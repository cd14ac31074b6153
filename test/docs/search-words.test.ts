import { expect, it } from 'vitest';
import { wordsOf } from '../../docs/.vitepress/words.ts';

it('wordsOf() parts Chinese into words, and keeps a code whole', () => {
  expect(wordsOf('去除方向标记（IMAGE_ROTATED），然后重试。')).toEqual(
    expect.arrayContaining(['方向', '标记', 'IMAGE_ROTATED']),
  );
});

it('wordsOf() works as its source text alone, as the site takes it', () => {
  const alone = new Function(`return ${wordsOf.toString()}`)() as typeof wordsOf;
  expect(alone('upload images')).toEqual(['upload', 'images']);
});
