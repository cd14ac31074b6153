import { InvalidArgumentError } from 'commander';
import type { ImageSearchClientOptions } from '../../index.ts';
import { amountAboveZero } from './numbers.ts';

/** How often each operation may be called in a second. */
export type Pace = NonNullable<ImageSearchClientOptions['requestsPerSecond']>;

/** `AddImage=5` adds to what was given before. Which operations there are, the client knows. */
export function addPace(given: string, before: Pace = {}): Pace {
  const [, operation, perSecond] = /^\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(given) ?? [];
  if (operation !== undefined && perSecond !== undefined)
    return { ...before, [operation]: amountAboveZero(perSecond) };
  throw new InvalidArgumentError('It must be an operation, = and its calls in a second, such as AddImage=5.');
}
