import { expect, test } from 'vitest';
import { knownOptions, pickOptions } from '../../../src/shared/options/known-options.ts';

interface Options {
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
const NAMES = { concurrency: true, signal: true } as const;
const check = (options: unknown) => knownOptions<Options>('validateAll()', options as Options, NAMES);

test('knownOptions() gives the options back when it knows all their names', () => {
  const options = { concurrency: 4, signal: undefined };
  expect(check(options)).toBe(options);
  expect(check({})).toEqual({});
});

test.each([
  [
    { concurency: 4 },
    `Cannot continue as validateAll() has no option "concurency": did you mean 'concurrency'?`,
  ],
  [{ Signal: null }, `Cannot continue as validateAll() has no option "Signal": did you mean 'signal'?`],
  [{ retries: 4 }, 'Cannot continue as validateAll() has no option "retries": it has concurrency, signal'],
  [
    { __proto__x: 4 },
    'Cannot continue as validateAll() has no option "__proto__x": it has concurrency, signal',
  ],
  [null, 'Cannot continue as the options of validateAll() must be an object: current value is null'],
  ['fast', 'Cannot continue as the options of validateAll() must be an object: current value is "fast"'],
])('knownOptions() refuses %j', (options, message) => {
  expect(() => check(options)).toThrow(new TypeError(message));
});

test('pickOptions() leaves out what is no option', () => {
  const given = { concurrency: 4, signal: undefined, other: 1 };
  expect(pickOptions<Options>(given, NAMES)).toEqual({ concurrency: 4, signal: undefined });
  expect(Object.keys(pickOptions<Options>(given, NAMES))).toEqual(['concurrency', 'signal']);
});
