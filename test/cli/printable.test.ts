import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openOutput } from '../../src/cli/output/output.ts';
import { printable, printableJson } from '../../src/cli/output/printable.ts';
import fc from '../support/properties.ts';
import { HOSTILE, UNSAFE } from './hostile-text.ts';

const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE, '\ud800', '商品', '👍')), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

describe('printable()', () => {
  it.each([
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['a C1 control', '\u009b2J', '\\u009b2J'],
    ['a line feed', 'a\nb', 'a\\u000ab'],
    ['a control of direction', 'a\u202eb', 'a\\u202eb'],
    ['a soft hyphen and a byte order mark', '\u00ad\ufeff', '\\u00ad\\ufeff'],
    ['a tag', '\u{e0041}', '\\U000e0041'],
    ['a variation selector', '❤\ufe0f', '❤\\ufe0f'],
    ['half of a character', 'a\ud83d', 'a\\ud83d'],
  ])('makes %s visible', (_, given, shown) => {
    expect(printable(given)).toBe(shown);
  });

  it.each(['商品 – déjà', 'e\u0301', 'सन्', '👍', 'a\u00a0b'])('leaves %s as it is', (given) => {
    expect(printable(given)).toBe(given);
  });

  it('leaves nothing that is unsafe, and changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(printable(given)).not.toMatch(UNSAFE);
        expect(printable(given)).not.toContain('\n');
        expect(printable(printable(given))).toBe(printable(given));
      }),
    );
  });
});

describe('printableJson()', () => {
  it('is read as the same value, and has nothing that is unsafe', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (value) => {
        const json = printableJson(value);
        expect(json).not.toMatch(UNSAFE);
        expect(json).not.toContain('\n');
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('Output', () => {
  it('prints a string as one line, and a list as so many, whatever is in them', () => {
    const [stdout, stderr] = [0, 1].map(() => new PassThrough({ encoding: 'utf8' })) as [
      PassThrough,
      PassThrough,
    ];
    const output = openOutput(false, stdout, stderr, new AbortController().signal);
    void output.result({}, 'a\nb');
    void output.result({}, ['c\n', 'd']);
    void output.result({});
    output.flush();
    output.note(['e\u001b', 'f']);
    expect([stdout.read(), stderr.read()]).toEqual(['a\\u000ab\nc\\u000a\nd\n', 'e\\u001b\nf\n']);
  });
});
