import { expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/index.ts';

const line = (n: number): string =>
  `${JSON.stringify({ OperationType: 'ADD', ProductId: `p${n}`, PicName: `${n}.jpg`, CustomContent: '红' })}\n`;

/** Lines of all kinds, about 60 kB: from its middle on another scanner reads them. */
const lines = Array.from({ length: 700 }, (_, n) => {
  if (n % 50 === 7) return line(n - 1); // named twice
  if (n % 50 === 11) return '{"OperationType":"ADD"\n';
  return n % 50 === 13 ? line(n).replace('\n', '\r\n') : line(n);
});
const text = lines.join('');

async function read(chunks: readonly string[], lines: 'lint' | 'parse') {
  const found: unknown[] = [];
  const parser = new MetaLineParser();
  const source = (async function* () {
    yield* chunks;
  })();
  for await (const one of parser[lines](source)) found.push(one);
  return found;
}

test.each(['lint', 'parse'] as const)('%s finds the same however a source of 60 kB is cut', async (how) => {
  const whole = await read([text], how);
  expect(whole.length).toBeGreaterThan(how === 'lint' ? 20 : 600);
  for (const size of [1_000, 10_007, 32_768, 32_769, 40_000]) {
    const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(await read(chunks, how)).toEqual(whole);
  }
  expect(await read(lines, how)).toEqual(whole);
});
