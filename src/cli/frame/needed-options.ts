import type { Command, Option } from 'commander';
import { isSetting, variableOf } from '../settings/setting-table.ts';
import { SETTINGS_FILE } from '../settings/settings-file.ts';

/** Takes over from commander the options that must be there, since settings are read after it: these are returned. */
export function takeNeededOptions({ options }: Command): readonly Option[] {
  const needed = options.filter(({ mandatory }) => mandatory);
  for (const option of needed) option.makeOptionMandatory(false);
  return needed;
}

/** @throws {TypeError} for options that are not set, which says how each can be */
export function checkNeededOptions(command: Command, needed: readonly Option[]): void {
  const missing = needed.filter((option) => command.getOptionValue(option.attributeName()) === undefined);
  if (missing.length === 0) return;
  const ways = missing.map((option) => {
    const name = option.attributeName();
    return isSetting(name)
      ? `${option.flags} (or ${variableOf(name)}, or "${name}" in ${SETTINGS_FILE})`
      : option.flags;
  });
  throw new TypeError(`Cannot run ${command.name()} as it needs ${ways.join(' and ')}`);
}
