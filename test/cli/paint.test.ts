import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hasColours, paint } from '../../src/cli/output/paint.ts';
import fc from '../support/properties.ts';

describe('paint()', () => {
  it.each([
    ['a.meta:1:1 error META_NOT_JSON x', 'error', 31],
    ['a.meta:1:1 warning META_DUPLICATE x', 'warning', 33],
    ['a.meta:1:1 fixed META_FIXED_BLANK_LINE x', 'fixed', 32],
    ['shop.csv:2 refused 1 a.jpg IMAGE_FORMAT_UNSUPPORTED x', 'refused', 31],
    ['a.jpg ok jpeg 200×200', 'ok', 32],
    ['error: unknown command', 'error', 31],
    ['warning  clock           x', 'warning', 33],
  ])('colours the verdict of: %s', (line, word, colour) => {
    expect(paint(line)).toBe(line.replace(word, `\u001b[${colour}m${word}\u001b[39m`));
  });

  it('leaves the text of any line as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (line) => {
        expect(stripVTControlCharacters(paint(line))).toBe(line);
      }),
    );
  });
});

describe('hasColours()', () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const pipe = new PassThrough();
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a terminal that knows none', terminal, { TERM: 'dumb' }, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['a pipe with an empty FORCE_COLOR', pipe, { FORCE_COLOR: '' }, false],
    ['both variables', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('of %s', (_, stream, env, expected) => {
    expect(hasColours(stream, env)).toBe(expected);
  });
});
