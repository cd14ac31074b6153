import { createHash } from 'node:crypto';
import { callCaller } from '../../shared/errors/callers-code.ts';
import { callable, oneOf, show } from '../../shared/options/checks.ts';

/** The layouts of keys that have a name. */
export const KEY_LAYOUTS = ['paths', 'hashed'] as const;

/** How an image is named at the target: by a layout, or by a function of its name in the source. */
export type KeyLayout = (typeof KEY_LAYOUTS)[number] | ((name: string) => string);

/**
 * So many hex digits begin a hashed key. OSS recommends a hexadecimal hash in front of keys, since keys that begin alike are
 * served by one partition (help page "OSS performance best practices").
 */
const HASH_DIGITS = 4;

/** Names of images at the target, by their layout. */
const LAYOUTS = {
  paths: (name) => name,
  hashed: (name) => `${createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS)}/${name}`,
} as const satisfies Record<(typeof KEY_LAYOUTS)[number], (name: string) => string>;

/** @throws {TypeError} for a value that is no layout */
export function checkLayout(layout: KeyLayout): KeyLayout {
  return typeof layout === 'string' ? oneOf(KEY_LAYOUTS, 'keys', layout) : callable('keys', layout);
}

/**
 * The name of an image at the target, below the prefix.
 *
 * @param name in the source, below its prefix
 * @throws {TypeError} when the caller's function gives no text
 */
export function nameBy(layout: KeyLayout, name: string, signal: AbortSignal | undefined): string {
  if (typeof layout === 'string') return LAYOUTS[layout](name);
  const made: unknown = callCaller(`'keys' threw for ${show(name)}`, () => layout(name), signal);
  if (typeof made === 'string') return made;
  throw new TypeError(
    `Cannot upload ${show(name)} as 'keys' must give a string: current value is ${show(made)}`,
  );
}
