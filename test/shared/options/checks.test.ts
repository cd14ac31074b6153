import { describe, expect, test } from 'vitest';
import { assertConserved } from '../../../src/shared/errors/conservation.ts';
import { ImageSearchError, isImageSearchError } from '../../../src/shared/errors/image-search-error.ts';
import { passes } from '../../../src/shared/errors/issue.ts';
import { atLeast, oneOf, show, text } from '../../../src/shared/options/checks.ts';

describe('checks', () => {
  test('hand back what is right', () => {
    expect(atLeast(1, 'concurrency', 1)).toBe(1);
    expect(text('region', 'cn-shanghai')).toBe('cn-shanghai');
    expect(oneOf(['a', 'b'], 'mode', 'b')).toBe('b');
  });

  test.each<[unknown, string]>([
    [0, '0'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['2', '"2"'],
    [Object.create(null), '{}'],
  ])('atLeast() throws RangeError with rule and value when the number is of kind %#', (value, shown) => {
    const check = () => atLeast(1, 'concurrency', value as number);
    expect(check).toThrow(RangeError);
    expect(check).toThrow(
      `Cannot continue as 'concurrency' must be an integer of at least 1: current value is ${shown}`,
    );
  });

  test('atLeast() throws RangeError when the number is a Proxy that was revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => atLeast(1, 'concurrency', proxy as never)).toThrow('current value is [object Proxy]');
  });

  test.each([
    ['', '""'],
    [undefined, 'undefined'],
    [7, '7'],
    [null, 'null'],
    [{}, '{}'],
  ])('text() throws TypeError with rule and value when the text is %j', (value, shown) => {
    const check = () => text('region', value);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(
      `Cannot continue as 'region' must be a non-empty string: current value is ${shown}`,
    );
  });

  test.each([
    ['c', '"c"'],
    [undefined, 'undefined'],
    ['toString', '"toString"'],
  ])('oneOf() throws TypeError with rule and value when the name is %j', (value, shown) => {
    const check = () => oneOf(['a', 'b'], 'mode', value);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(`Cannot continue as 'mode' must be one of a, b: current value is ${shown}`);
  });
});

describe('show', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;

  test.each<[string, unknown, string]>([
    ['a string', 'a"b', '"a\\"b"'],
    ['a number', 1.5, '1.5'],
    ['a bigint', 5n, '5'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['an array', [1, 'a'], '[1,"a"]'],
    ['an object that has no JSON', { toJSON: () => undefined }, 'undefined'],
    ['an object that holds itself', circle, '[object Object]'],
    ['an object with a bigint', { a: 1n }, '[object Object]'],
    ['an object without a prototype', Object.create(null), '{}'],
  ])('gives one line when the value is %s', (_, value, shown) => {
    expect(show(value)).toBe(shown);
  });

  test('cuts what is long', () => {
    expect(show('x'.repeat(78))).toHaveLength(80); // with its quotes
    expect(show('x'.repeat(78))).not.toContain('…');
    expect(show('x'.repeat(1_000))).toBe(`"${'x'.repeat(78)}…`);
    expect(show([1, 2, 3], 4)).toBe('[1,…');
  });
});

describe('assertConserved', () => {
  test('is silent when the parts make up the whole', () => {
    assertConserved('a stage', 5, { accepted: 3, refused: 2 });
    assertConserved('a stage', 0, {});
  });

  test.each([
    [5, { accepted: 3, refused: 1 }, '5 supplied, but 3 accepted + 1 refused = 4'],
    [5, { accepted: 6 }, '5 supplied, but 6 accepted = 6'],
    [1, { accepted: Number.NaN }, '1 supplied, but NaN accepted = NaN'],
  ])('throws with the counts when %d were supplied and %j counted', (supplied, parts, message) => {
    expect(() => assertConserved('a stage', supplied, parts)).toThrow(
      `Defect in a stage: ${message}. Please report this`,
    );
  });
});

describe('passes', () => {
  test('is false only when an issue is an error', () => {
    const issue = (severity: 'error' | 'warning') => ({ code: 'A', severity, path: [], message: '' });
    expect(passes([])).toBe(true);
    expect(passes([issue('warning')])).toBe(true);
    expect(passes([issue('warning'), issue('error')])).toBe(false);
  });
});

describe('ImageSearchError', () => {
  test('keeps what is known of the failed call', () => {
    const cause = new Error('ECONNRESET');
    const details = {
      code: 'NETWORK',
      requestId: 'R',
      httpStatus: 503,
      retryable: true,
      advice: 'Wait',
      cause,
    };
    const error = new ImageSearchError('The network failed', details);
    expect(error).toMatchObject({ name: 'ImageSearchError', message: 'The network failed', ...details });
    expect(error).toBeInstanceOf(Error);
    expect(`${error}`).toBe('ImageSearchError: The network failed');
  });

  test('is not retryable and has no cause when nothing is said of them', () => {
    const error = new ImageSearchError('No', { code: 'Forbidden' });
    expect(error.retryable).toBe(false);
    expect('cause' in error).toBe(false);
  });

  test('is known to another loaded copy of the package', async () => {
    const copy = '../../../src/shared/errors/image-search-error.ts?another-copy';
    const other = (await import(/* @vite-ignore */ copy)) as {
      ImageSearchError: typeof ImageSearchError;
      isImageSearchError: typeof isImageSearchError;
    };
    expect(other.ImageSearchError).not.toBe(ImageSearchError);
    const error = new other.ImageSearchError('Busy', { code: 'Throttling' });
    expect(error).not.toBeInstanceOf(ImageSearchError);
    expect(isImageSearchError(error)).toBe(true);
    expect(isImageSearchError(error, 'Throttling')).toBe(true);
    expect(isImageSearchError(error, 'Forbidden')).toBe(false);
    expect(other.isImageSearchError(new ImageSearchError('Busy', { code: 'Throttling' }))).toBe(true);
  });

  test.each([
    [new Error('Busy')],
    [Object.assign(new Error('Busy'), { name: 'ImageSearchError', code: 'Throttling' })],
    [{ name: 'ImageSearchError', code: 'Throttling' }],
    [null],
    ['ImageSearchError'],
  ])('is not what isImageSearchError() takes for one when it is %o', (error) => {
    expect(isImageSearchError(error)).toBe(false);
  });
});
