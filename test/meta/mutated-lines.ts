import { makeRecords } from '../../samples/make-meta.ts';
import { META_FIELDS } from '../../src/meta/model/meta-fields.ts';
import { formatRegion, type Region } from '../../src/meta/model/region.ts';
import fc from '../support/properties.ts';

/** Good lines of many shapes, as they are written by hand, by Python and by us. */
const GOOD = [...makeRecords({ count: 300, seed: 7 })].map((record) => {
  const values: Record<string, unknown> = { ...record };
  return META_FIELDS.filter(({ key }) => values[key] !== undefined).map(({ wire, key }): [string, string] => [
    wire,
    JSON.stringify(key === 'region' ? formatRegion(values[key] as Region) : values[key]),
  ]);
});

/** What is put in the place of a value. */
const VALUES = [
  '"ADD"',
  '"DELETE"',
  '"add"',
  '""',
  '"商品"',
  '"\\u5546\\u54c1"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"😀"',
  '"a\\u0000b"',
  '"\u2028"',
  '"a\\/b.jpg"',
  '"/a.jpg"',
  '"a//b.jpg"',
  '"../a.jpg"',
  '"a.b/c"',
  '"...jpg"',
  '"a.jpg."',
  '"a.123456789"',
  '"a\\\\b.jpg"',
  '"a.JPEG"',
  '"a.pdf"',
  '"商.tf8"',
  '"a\u200b.jpg"',
  '"a\\u00a0b.jpg"',
  '"P\ufeff1"',
  '"¥5"',
  '"5%"',
  '"\u0085.jpg"',
  `"${'x'.repeat(126)}é"`,
  `"${'😀'.repeat(64)}"`,
  `"${'😀'.repeat(65)}"`,
  `"${'x'.repeat(252)}.jpg"`,
  `"${'x'.repeat(253)}.jpg"`,
  `"${'商'.repeat(513)}"`,
  `"${'a'.repeat(4097)}"`,
  '0',
  '-0',
  '-5',
  '10',
  '88888888',
  '01',
  '5.0',
  '1e2',
  '2147483647',
  '2147483648',
  '-2147483648',
  '99999999999',
  'true',
  'false',
  'tru',
  'null',
  '[]',
  '{"a":"b"}',
  '"20,40,60,80"',
  '"20,40,60,60"',
  '"020,40,60,80"',
  '"1,2,3"',
  '"1,2,3,4 "',
  '"\\u0031,2,3,4"',
  '"1,2,3,1234567890"',
];

/** What is put between bytes. */
const PIECES = [
  '"',
  '\\',
  ',',
  ':',
  '{',
  '}',
  ' ',
  '\t',
  '\r',
  '\0',
  '\u007f',
  '\u0085',
  '\u00a0',
  '商',
  '\uFEFF',
  '\\u',
  '\\ud800',
  '//',
  'e',
  '0',
];

/** A value in so many of a hundred cases, or else null. */
const sometimes = <T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 100 - percent }, { arbitrary, weight: percent });

const encoder = new TextEncoder();

/** A good line, damaged now and then: in its fields, its spacing, its bytes. */
export const mutatedLine: fc.Arbitrary<Uint8Array> = fc
  .record({
    line: fc.constantFrom(...GOOD),
    space: fc.constantFrom('', '', ' ', '\t', '  '),
    swap: sometimes(20, fc.tuple(fc.nat(14), fc.nat(14))),
    value: sometimes(40, fc.tuple(fc.nat(14), fc.constantFrom(...VALUES))),
    drop: sometimes(15, fc.nat(14)),
    repeat: sometimes(5, fc.nat(14)),
    extra: sometimes(
      12,
      fc.tuple(
        fc.constantFrom(
          'a',
          'productId',
          'Picname',
          'Region ',
          '__proto__',
          'Crop',
          'operator',
          '',
          '1',
          '颜色',
          '\\u0061',
        ),
        fc.constantFrom(
          '"x"',
          '"红"',
          '"\\ud83d"',
          '"\\n"',
          '5',
          '-0',
          '1e5',
          'true',
          'null',
          'nul',
          '[]',
          '{"a":1}',
          '{}',
        ),
        fc.nat(14),
      ),
    ),
    bytes: sometimes(
      15,
      fc.tuple(
        fc.nat(1_000),
        fc.nat(3),
        fc.oneof(
          fc.constantFrom(...PIECES).map((text) => encoder.encode(text)),
          fc.uint8Array({ maxLength: 3 }),
        ),
      ),
    ),
    end: sometimes(25, fc.constantFrom(' ', '\r', '\r', '\r', ' \r', '\r\r', '}', ',', '{}')),
  })
  .map(({ line, space, swap, value, drop, repeat, extra, bytes, end }) => {
    const fields = line.map(([name, text]): [string, string] => [name, text]);
    const at = (n: number) => n % Math.max(1, fields.length);
    if (swap) {
      const [a, b] = [at(swap[0]), at(swap[1])];
      [fields[a], fields[b]] = [fields[b] as [string, string], fields[a] as [string, string]];
    }
    if (value) (fields[at(value[0])] as [string, string])[1] = value[1];
    if (drop !== null) fields.splice(at(drop), 1);
    if (repeat !== null && fields.length > 0) fields.push(fields[at(repeat)] as [string, string]);
    if (extra !== null) fields.splice(extra[2] % (fields.length + 1), 0, [extra[0], extra[1]]);
    const text = fields.map(([name, raw]) => `"${name}":${space}${raw}`).join(`,${space}`);
    const whole = encoder.encode(`{${space}${text}}${end ?? ''}`);
    if (bytes === null) return whole;
    const [place, count, put] = bytes;
    const from = place % (whole.length + 1);
    return Uint8Array.from([...whole.subarray(0, from), ...put, ...whole.subarray(from + count)]);
  })
  .map((line) => line.filter((byte) => byte !== 0x0a)); // one line each
