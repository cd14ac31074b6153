import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import type { SettingOrigin } from './setting-origin.ts';
import { isSetting, SETTINGS, variableOf } from './setting-table.ts';
import { readSettingsFile, type SettingsFile } from './settings-file.ts';

/** Where settings come from, beside the flags. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the call; undefined when no file counts. */
  readonly folder: string | undefined;
  /** The profile of the file of settings that counts. */
  readonly use: string | undefined;
}

interface Found {
  readonly text: string;
  readonly from: 'environment' | 'file';
  readonly place: string;
}

/**
 * Sets the options of a command that was parsed, where no flag did: by the environment, else by the file of settings, in
 * it by its profile first. An empty variable counts as none.
 *
 * @returns every option that settings may set, with what it is now
 * @throws {TypeError} for a value that the option does not take, which says where it comes from
 */
export function applySettings(
  command: Command,
  { env, folder, use }: SettingSources,
): readonly SettingOrigin[] {
  const file = folder === undefined ? undefined : readSettingsFile(folder, use);
  return command.options
    .filter((option) => isSetting(option.attributeName()))
    .map((option) => {
      const name = option.attributeName();
      const found = command.getOptionValueSource(name) === 'cli' ? undefined : find(name, env, file);
      if (found !== undefined) command.setOptionValueWithSource(name, readValue(option, found), 'config');
      const value = (command.getOptionValue(name) as SettingOrigin['value'] | undefined) ?? null;
      const { from, place } = found ?? { from: value === null ? null : originOf(command, name), place: null };
      return { flag: option.long ?? option.flags, value, from, place };
    });
}

const originOf = (command: Command, name: string) =>
  command.getOptionValueSource(name) === 'cli' ? 'flag' : 'default';

/** Whether a setting is a path, which in the file counts from the folder of the file. */
const isPath = (name: string): boolean => isSetting(name) && SETTINGS[name] === 'path';

function find(name: string, env: SettingSources['env'], file: SettingsFile | undefined): Found | undefined {
  const variable = variableOf(name);
  const text = env[variable];
  if (text !== undefined && text !== '') return { text, from: 'environment', place: variable };
  if (file === undefined) return undefined;
  const { path, values, profile, profileValues } = file;
  const inFile = (value: unknown) => (isPath(name) ? resolve(dirname(path), String(value)) : String(value));
  if (Object.hasOwn(profileValues, name))
    return { text: inFile(profileValues[name]), from: 'file', place: `${path}, profile ${profile}` };
  return Object.hasOwn(values, name) ? { text: inFile(values[name]), from: 'file', place: path } : undefined;
}

const FLAG_WORDS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

function readValue(option: Option, { text, place }: Found): unknown {
  const name = option.attributeName();
  if (isSetting(name) && SETTINGS[name] === 'flag') {
    const value = FLAG_WORDS[text.toLowerCase()];
    if (value !== undefined) return value;
    throw new TypeError(
      `Cannot use ${place} for ${option.long} as it must be true or false: current value is ${text}`,
    );
  }
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new TypeError(`Cannot use ${place} for ${option.long}, ${text}: ${error.message}`, {
      cause: error,
    });
  }
}
