import { describe, expect, it } from 'vitest';
import { foreignText, foreignWord } from '../../../src/shared/errors/foreign-text.ts';
import fc from '../../support/properties.ts';

const IMAGE = Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 89 + (i >> 5) * 7) % 256));

describe('foreignText()', () => {
  it.each([
    [
      'the text to sign',
      'Not matched. server string to sign is:POST&%2F&Action%3DDetail',
      'Not matched. server…',
    ],
    ['StringToSign', 'Wrong <StringToSign>PUT\n1B2M2Y8A', 'Wrong <…'],
    ['SignatureProvided', 'Wrong SignatureProvided: abc=', 'Wrong…'],
    ['a canonical request', 'The CanonicalRequest was PUT', 'The…'],
    ['the first line of a request', 'Refused: PUT /bucket/a.jpg?x=1 HTTP/1.1', 'Refused:…'],
    ['a header of a request', 'Refused: x-oss-security-token: abc', 'Refused:…'],
    ['an authorization', 'Refused Authorization: OSS4-HMAC-SHA256 Credential=LTAI', 'Refused…'],
    ['the bytes of an image', `Refused ${IMAGE.toString()}`, 'Refused…'],
    ['an image in base64', `Refused "${IMAGE.toString('base64')}".`, 'Refused "…".'],
    [
      'an image in lines of base64',
      `Refused ${IMAGE.toString('base64').replace(/.{76}/g, '$&\r\n')} here`,
      'Refused … here',
    ],
    ['an image in hex', `Refused ${IMAGE.toString('hex')} here`, 'Refused … here'],
  ])('shows nothing of it when a text repeats %s', (_, text, shown) => {
    expect(foreignText(text)).toBe(shown);
  });

  it.each([
    'The specified bucket does not exist.',
    '指定的实例不存在，请检查实例名称。',
    'Signature does not match: check the AccessKey secret',
    'The object products/spring/2026/shoe-0001.jpg is too large',
  ])('keeps a text as it is when it is %j', (text) => {
    expect(foreignText(text)).toBe(text);
  });

  it('cuts a text to 500 characters when it is longer, between whole characters', () => {
    expect(foreignText('no such thing '.repeat(1_000))).toHaveLength(500);
    expect(foreignText(`${'ab '.repeat(166)}😀 and more`)).toBe(`${'ab '.repeat(166)}…`);
  });

  it('is never longer than 500 characters, and never a part of a pair, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const shown = foreignText(text);
        expect(shown.length).toBeLessThanOrEqual(500);
        expect(shown).not.toMatch(/\p{Surrogate}/u);
        expect(shown).not.toMatch(/[^\P{Cc}\t\n\r]/u);
      }),
    );
  });
});

describe('foreignWord()', () => {
  it.each([
    ['NoSuchBucket', 'NoSuchBucket'],
    ['Console.InstanceNotFound', 'Console.InstanceNotFound'],
    [404, '404'],
    ['two words\u001b', 'two?words?'],
    ['C'.repeat(129), undefined],
    ['', undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('of %j is %j', (value, word) => {
    expect(foreignWord(value)).toBe(word);
  });
});
