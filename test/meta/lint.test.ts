import { describe, expect, test } from 'vitest';
import { MetaLineParser, type MetaLineParserOptions } from '../../src/meta/meta-line-parser.ts';
import type { LintOptions } from '../../src/meta/meta-lint.ts';
import { DUPLICATE_CODES, META_FILE_RULES } from '../../src/meta/rules/file-rules.ts';
import { collect } from '../shared/async/collect.ts';

const line = (OperationType: string, ProductId: string, PicName?: string) =>
  `${JSON.stringify({ OperationType, ProductId, PicName, ...(OperationType === 'ADD' && { CustomContent: '' }) })}\n`;

async function lint(text: string, options: LintOptions = {}, parser: MetaLineParserOptions = {}) {
  const found = new MetaLineParser(parser).lint(text, options);
  const issues = await collect(found);
  return {
    summary: found.summary,
    issues: issues.map(({ line: at, code, severity }) => [at, code, severity]),
  };
}

describe('lint', () => {
  test('finds nothing when every line names another image', async () => {
    const text = line('ADD', '1', 'a.jpg') + line('ADD', '1', 'b.jpg') + line('DELETE', '2', 'a.jpg');
    expect(await lint(text, { name: 'increment.meta' })).toEqual({
      summary: { lines: 3, adds: 2, deletes: 1, refused: 0, errors: 0, warnings: 0 },
      issues: [],
    });
  });

  test('tells what the file breaks as a whole after what its lines break', async () => {
    const text =
      line('ADD', '1', 'a.jpg') +
      line('DELETE', '2') +
      line('ADD', '1', 'a.jpg') +
      line('ADD', '2', 'c.jpg') +
      line('DELETE', '1', 'a.jpg') +
      '\n{}\n';
    const { issues, summary } = await lint(text, { name: 'products.meta' });
    expect(issues).toEqual([
      [2, 'META_DELETE_WHOLE_PRODUCT', 'warning'],
      [6, 'META_BLANK_LINE', 'warning'],
      [7, 'META_OPERATION_UNKNOWN', 'error'],
      [7, 'META_PRODUCT_ID_MISSING', 'error'],
      [1, 'META_FILE_NAME', 'warning'],
      [1, 'META_ADD_AND_DELETE', 'error'],
      [2, 'META_PRODUCT_REPLACED', 'warning'],
      [3, 'META_ADD_AND_DELETE', 'error'],
      [4, 'META_PRODUCT_REPLACED', 'warning'],
      [5, 'META_ADD_AND_DELETE', 'error'],
    ]);
    expect(summary).toEqual({ lines: 7, adds: 3, deletes: 2, refused: 2, errors: 5, warnings: 5 });
  });

  test('counts the keys of a line that are no fields when there are more than 20, and the sums stay exact', async () => {
    const keys = Array.from({ length: 50_000 }, (_, n) => `"key${n}":${n % 10 === 0 ? '"\\ud800"' : n}`);
    const text = `${line('DELETE', '1', 'a.jpg').slice(0, -2)},${keys.join()}}\n`;
    const parser = new MetaLineParser();
    const found = parser.lint(text);
    const issues = await collect(found);
    expect(issues).toHaveLength(22);
    expect(issues.slice(0, 20).map(({ field, count }) => [field, count])).toEqual(
      Array.from({ length: 20 }, (_, n) => [`key${n}`, undefined]),
    );
    expect(issues.slice(20)).toEqual([
      expect.objectContaining({ code: 'META_LONE_SURROGATE', severity: 'error', count: 4_998, line: 1 }),
      expect.objectContaining({
        ...{ code: 'META_UNKNOWN_KEY', severity: 'warning', field: null, path: [], count: 44_982 },
        ...{ column: 1, offset: 0, message: '44982 more keys are not fields of increment.meta' },
      }),
    ]);
    expect(found.summary).toMatchObject({ lines: 1, refused: 1, errors: 5_000, warnings: 45_000 });
    expect(parser.parseLine(text.trimEnd()).issues).toHaveLength(22);
  });

  test('takes the tighter reading when the profile is strict', async () => {
    const text = line('ADD', '1', 'a.jpg') + line('DELETE', '1', 'a.jpg') + line('DELETE', '1');
    const { issues } = await lint(text, {}, { profile: 'strict' });
    expect(issues).toEqual([
      [3, 'META_DELETE_WHOLE_PRODUCT', 'warning'],
      [1, 'META_ADD_AND_DELETE', 'error'],
      [1, 'META_ADD_AND_DELETE_PRODUCT', 'error'],
      [2, 'META_ADD_AND_DELETE', 'error'],
      [3, 'META_ADD_AND_DELETE_PRODUCT', 'error'],
    ]);
  });

  test('does not look for equal names when it is told not to', async () => {
    const text = line('ADD', '1', 'a.jpg').repeat(2);
    expect((await lint(text)).issues).toEqual([[2, 'META_DUPLICATE', 'error']]);
    expect((await lint(text, { duplicates: false })).issues).toEqual([]);
  });

  test('compares names as they are read, however they are written', async () => {
    const text =
      '{"OperationType":"ADD","ProductId":"商品","PicName":"a.jpg","CustomContent":""}\n' +
      '{"CustomContent":"x", "PicName":"\\u0061.jpg", "ProductId":"\\u5546\\u54c1", "OperationType":"ADD"}\n';
    expect((await lint(text)).issues).toEqual([[2, 'META_DUPLICATE', 'error']]);
  });

  test('counts only what was read when the reader stops', async () => {
    const found = new MetaLineParser().lint('{}\n'.repeat(5_000));
    for await (const _ of found) break;
    expect(found.summary.errors).toBe(1);
  });

  test('reports CRLF once, with the number of lines, when every line ends with it', async () => {
    const text = (line('ADD', '1', 'a.jpg') + line('DELETE', '2') + line('ADD', '1', 'b.jpg')).replaceAll(
      '\n',
      '\r\n',
    );
    expect(await lint(text)).toEqual({
      summary: { lines: 3, adds: 2, deletes: 1, refused: 0, errors: 0, warnings: 2 },
      issues: [
        [2, 'META_DELETE_WHOLE_PRODUCT', 'warning'],
        [1, 'META_CARRIAGE_RETURN', 'warning'],
      ],
    });
    const [, crlf] = await collect(new MetaLineParser().lint(text));
    expect(crlf).toMatchObject({ line: 1, column: 1, offset: 0 });
    expect(crlf?.message).toMatch(/^3 lines end with CRLF/);
  });

  const pretty = (record: object) => `${JSON.stringify(record, undefined, 2)}\n`;
  const ADD = { OperationType: 'ADD', ProductId: '1', PicName: 'a.jpg', CustomContent: '{}' };

  test.each([
    ['with line feeds', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with blank lines', (text: string) => text.replaceAll(',\n', ',\n\n')],
    ['with commas behind the objects', (text: string) => text.replaceAll('}\n', '},\n')],
  ])(
    'reports objects that stand over several lines once when a file is full of them, %s',
    async (_, change) => {
      const text = change(line('ADD', '9', 'z.jpg') + pretty(ADD).repeat(3));
      const { issues, summary } = await lint(text);
      const lines = change(pretty(ADD)).split('\n').length - 1;
      expect(
        issues.filter(([, code]) => code !== 'META_CARRIAGE_RETURN' && code !== 'META_NOT_JSON'),
      ).toEqual([[2, 'META_OBJECT_OVER_LINES', 'error']]);
      expect(summary.refused + summary.adds).toBe(3 * lines + 1);
      const found = await collect(new MetaLineParser().lint(text));
      expect(found.find(({ code }) => code === 'META_OBJECT_OVER_LINES')?.message).toMatch(
        `3 objects stand over ${3 * lines} lines`,
      );
    },
  );

  test('reports a line that ends inside its object by itself when the next line is one of its own', async () => {
    const torn = '{"OperationType":"ADD",\n';
    const good = line('ADD', '1', 'a.jpg');
    const unfinished = (at: number) => [at, 'META_OBJECT_UNFINISHED', 'error'];
    expect((await lint(torn + good)).issues).toEqual([unfinished(1)]);
    expect((await lint(torn + torn + good)).issues).toEqual([unfinished(1), unfinished(2)]);
    expect((await lint(good + torn)).issues).toEqual([unfinished(2)]);
    const { issues } = await lint(`${pretty(ADD)}no JSON\n${torn}${line('DELETE', '2')}`);
    expect(issues).toEqual([
      [7, 'META_NOT_JSON', 'error'],
      unfinished(8),
      [9, 'META_DELETE_WHOLE_PRODUCT', 'warning'],
      [1, 'META_OBJECT_OVER_LINES', 'error'],
    ]);
  });

  test('has an error when the file is empty', async () => {
    expect(await lint('')).toEqual({
      summary: { lines: 0, adds: 0, deletes: 0, refused: 0, errors: 1, warnings: 0 },
      issues: [[1, 'META_EMPTY', 'error']],
    });
  });

  test.each([...DUPLICATE_CODES, 'META_EMPTY'] as const)(
    'finds %s in its bad example and not in its good one',
    async (code) => {
      const { bad, good } = META_FILE_RULES[code];
      expect((await lint(bad)).issues.map(([, found]) => found)).toContain(code);
      expect((await lint(good)).issues.map(([, found]) => found)).not.toContain(code);
    },
  );
});
