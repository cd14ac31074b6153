import type { Command, Option } from 'commander';
import { isSetting, variableOf } from '../settings/setting-table.ts';
import { SETTINGS_FILE } from '../settings/settings-file.ts';

/** Takes over from commander the options that must be there, since settings are read after it: these are returned. */
export function takeNeededOptions({ options }: Command): readonly Option[] {
  const needed = options.filter(({ mandatory }) => mandatory);
  for (const option of needed) option.makeOptionMandatory(false);
  return needed;
}

/** The commands that are about an import, whose images go to --to unless it takes the direct route. */
const NEED_PLACE: readonly string[] = ['import', 'sync', 'undo', 'doctor', 'policy'];

const placeOption = ({ options }: Command): readonly Option[] =>
  options.filter((option) => option.attributeName() === 'to');

/** @throws {TypeError} for options that are not set, which says how each can be */
export function checkNeededOptions(command: Command, needed: readonly Option[]): void {
  const isGiven = (name: string) => command.getOptionValue(name) !== undefined;
  const isDirect = command.getOptionValue('route') === 'direct';
  const place = NEED_PLACE.includes(command.name()) && !isDirect ? placeOption(command) : [];
  const missing = [...needed, ...place].filter((option) => !isGiven(option.attributeName()));
  if (missing.length === 0) return;
  const ways = missing.map((option) => {
    const name = option.attributeName();
    const way = isSetting(name)
      ? `${option.flags} (or ${variableOf(name)}, or "${name}" in ${SETTINGS_FILE})`
      : option.flags;
    return place.includes(option) ? `${way}, unless --route is direct` : way;
  });
  throw new TypeError(`Cannot run ${command.name()} as it needs ${ways.join(' and ')}`);
}
