import { describe, expect, it } from 'vitest';
import { html, jsonInScript } from '../../src/report/html/html.ts';
import { bytesText, percent } from '../../src/report/html/numbers.ts';
import { visibleText } from '../../src/report/html/visible-text.ts';
import fc from '../support/properties.ts';
import { HOSTILE } from './report-data.ts';

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));

describe('html', () => {
  it('keeps texts as texts, between tags and between quotes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const made = html`<p title="${text}">${text}</p>`.text;
        const inside = made.slice('<p title="'.length, -'</p>'.length);
        expect(inside.replace('">', '')).not.toMatch(/[<>"']/);
        const read = made.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
        expect(read).toBe(`<p title="${visibleText(text)}">${visibleText(text)}</p>`);
      }),
    );
  });

  it('names what nobody could see', () => {
    expect(html`${'a\u202Egpj.exe\0'}`.text).toBe('a\\u{202e}gpj.exe\\u{0}');
  });

  it('takes pieces of HTML as they are, and undefined as nothing', () => {
    const pieces = ['<', '>'].map((text) => html`<b>${text}</b>`);
    expect(html`${pieces}${undefined}${0}`.text).toBe('<b>&#60;</b><b>&#62;</b>0');
  });

  it('writes JSON that cannot end its script element', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const written = jsonInScript({ text }).text;
        expect(written).not.toContain('<');
        expect(JSON.parse(written)).toEqual({ text });
      }),
    );
  });
});

describe('the numbers of a page', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [16_384, '16 KiB'],
    [4_194_304, '4 MiB'],
    [1_572_864, '1.5 MiB'],
  ])('shows %d bytes as %s', (bytes, shown) => {
    expect(bytesText(bytes)).toBe(shown);
  });

  it('tells a small share from none', () => {
    expect([0, 0.0001, 0.5].map(percent)).toEqual(['0.0 %', '< 0.1 %', '50.0 %']);
  });
});
