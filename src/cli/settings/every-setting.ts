import type { Command, Option } from 'commander';
import { COMMANDS } from '../command-table.ts';
import { isSetting, SETTINGS, type SettingName } from './setting-table.ts';

/** The option of each setting, as import has it, or else the first command that does. */
export async function settingOptions(
  empty: (name: string) => Command,
): Promise<ReadonlyMap<SettingName, Option>> {
  const entries = COMMANDS.filter(({ ignoresSettings = false }) => !ignoresSettings).toSorted(
    (one, other) => Number(other.name === 'import') - Number(one.name === 'import'),
  );
  const all = await Promise.all(
    entries.map(async ({ name, load }) => (await load()).definition.options(empty(name)).options),
  );
  const found = new Map<SettingName, Option>();
  for (const option of all.flat()) {
    const name = option.attributeName();
    if (isSetting(name) && !found.has(name)) found.set(name, option);
  }
  return new Map((Object.keys(SETTINGS) as SettingName[]).map((name) => [name, found.get(name) as Option]));
}

/** Gives a command that was parsed the options of the settings that it lacks: `doctor --settings` shows them all. */
export async function withEverySetting(command: Command): Promise<void> {
  const own = command.options.map((option) => option.attributeName());
  for (const [name, option] of await settingOptions((called) => command.createCommand(called)))
    if (!own.includes(name)) command.addOption(option.makeOptionMandatory(false));
}
