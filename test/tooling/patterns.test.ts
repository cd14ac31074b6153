import { expect, it } from 'vitest';
import { literalsIn, slowPatterns } from '../../tooling/check-patterns.ts';

it.each([
  ['two repeats that share a character', String.raw`/^line\s*(?:no)?\s*:\d+$/`, 'quadratic'],
  ['a repeat that may begin anywhere', String.raw`/\/+$/`, 'quadratic'],
  ['a repeat of a repeat', '/^(a+)+$/', 'exponential'],
])('check-patterns names the place and the growth of a pattern when it has %s', (_, pattern, growth) => {
  const found = slowPatterns(literalsIn('src/some.ts', `\nexport const pattern = ${pattern};\n`));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`src/some.ts:2: ${pattern} takes ${growth} time`);
});

it('check-patterns says nothing when every pattern looks at a character a fixed number of times', () => {
  const source = String.raw`const patterns = [/^oss:\/\/([^/]+)(?:\/(.*))?$/s, /[\\/]/g, 'a/+$/'];`;
  expect(literalsIn('src/some.ts', source)).toHaveLength(2);
  expect(slowPatterns(literalsIn('src/some.ts', source))).toEqual([]);
});
