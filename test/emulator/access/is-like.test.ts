import { expect, it } from 'vitest';
import { isLike } from '../../../src/emulator/access/is-like.ts';
import fc from '../../support/properties.ts';

it.each([
  ['acs:oss:cn-shanghai:1:bucket/a/b.jpg', 'acs:oss:*:*:bucket/a/*', true],
  ['acs:oss:cn-shanghai:1:bucket/a/', 'acs:oss:*:*:bucket/a/*', true],
  ['acs:oss:cn-shanghai:1:bucket/ab', 'acs:oss:*:*:bucket/a/*', false],
  ['', '*', true],
  ['', '?', false],
  ['oss:GetObject', 'oss:Get*', true],
  ['oss:GetObject', 'oss:GetObjec?', true],
  ['oss:GetObject', 'oss:get*', false],
])('isLike(%j, %j) is %j', (text, pattern, expected) => {
  expect(isLike(text, pattern)).toBe(expected);
});

it('isLike() says what a regular expression of the same meaning says', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(texts, patterns, (text, pattern) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(isLike(text, pattern)).toBe(new RegExp(`^${source}$`).test(text));
    }),
  );
});
