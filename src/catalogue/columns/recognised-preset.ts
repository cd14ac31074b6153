import type { ColumnOptions } from './column-map.ts';
import { placeOf } from './given-columns.ts';
import { PRESETS, type Preset } from './presets.ts';

/**
 * The preset whose names a header has, or the one that is named. None is looked for where product and image have names of
 * their own already.
 */
export function recognisedPreset(
  header: readonly string[],
  { preset: named, recognised }: ColumnOptions,
  isNamed: boolean,
): Preset | undefined {
  if (named === 'none') return undefined;
  if (named !== undefined) return PRESETS.find(({ name }) => name === named);
  if (isNamed) return undefined;
  return PRESETS.find(
    ({ recognisedBy, delimiter }) =>
      (delimiter === undefined || delimiter === recognised.delimiter) &&
      recognisedBy.some((names) => names.every((name) => placeOf(name, header) >= 0)),
  );
}
