import { describe, expect, test } from 'vitest';
import { loneSurrogate } from '../../../src/shared/text/lone-surrogate.ts';
import fc from '../../support/properties.ts';

describe('loneSurrogate', () => {
  test.each([
    ['', undefined],
    ['shoe 👟', undefined],
    ['\u{10000}\u{10ffff}\ud7ff\ue000\ufffd', undefined],
    ['\ud83d', 'U+D83D'],
    ['👟\udc5f', 'U+DC5F'],
    ['\ud83d👟', 'U+D83D'],
    ['\udc5f\ud83d', 'U+DC5F'],
  ])('tells the first half of a pair that stands alone when the text is %j', (text, expected) => {
    expect(loneSurrogate(text)).toBe(expected);
  });

  test('tells one of exactly the texts that encodeURIComponent throws for', () => {
    const unit = fc.constantFrom('a', '商', '\ud800', '\udbff', '\udc00', '\udfff');
    const throws = (text: string) => {
      try {
        encodeURIComponent(text);
        return false;
      } catch {
        return true;
      }
    };
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6 }), (units) => {
        expect(loneSurrogate(units.join('')) !== undefined).toBe(throws(units.join('')));
      }),
      { numRuns: 1_000 },
    );
  });
});
