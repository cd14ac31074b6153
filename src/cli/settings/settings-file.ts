import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closestName } from '../../shared/options/closest-name.ts';
import { isSetting, SETTINGS } from './setting-table.ts';

/** The name of the file of settings, which is looked for in the folder of the call and in those above it. */
export const SETTINGS_FILE = 'imagesearch-import.config.json';

const MOST_BYTES = 1_000_000;

type Values = Readonly<Record<string, string | number | boolean>>;

/** The settings of a file: those at its top, and below them those of the profile that was asked for. */
export interface SettingsFile {
  readonly path: string;
  readonly values: Values;
  readonly profile: string | undefined;
  readonly profileValues: Values;
}

/**
 * Reads the file of settings; undefined where there is none.
 *
 * @param folder where to begin looking
 * @param use the name of a profile
 * @throws {TypeError} for a file that cannot be used, or a profile that it does not have
 */
export function readSettingsFile(folder: string, use: string | undefined): SettingsFile | undefined {
  const path = findUpwards(folder);
  if (path === undefined) {
    if (use === undefined) return undefined;
    throw new TypeError(
      `Cannot use the profile "${use}" as no folder from ${folder} upwards has ${SETTINGS_FILE}`,
    );
  }
  const { $schema: _, use: chosen, profiles = {}, ...values } = objectIn(path);
  check(path, values);
  if (!isObject(profiles))
    throw new TypeError(`Cannot use ${path} as "profiles" must be an object of profiles by their names`);
  for (const [name, profile] of Object.entries(profiles)) {
    if (!isObject(profile))
      throw new TypeError(`Cannot use ${path} as the profile "${name}" must be an object of settings`);
    check(path, profile);
  }
  const profile = use ?? chosen;
  if (profile === undefined) return { path, values: values as Values, profile: undefined, profileValues: {} };
  if (typeof profile !== 'string' || !Object.hasOwn(profiles, profile)) {
    const names = Object.keys(profiles);
    throw new TypeError(
      `Cannot use the profile ${JSON.stringify(profile)} of ${path} as it has no such profile${names.length === 0 ? '' : `, but ${names.join(', ')}`}${meant(String(profile), names)}`,
    );
  }
  return { path, values: values as Values, profile, profileValues: profiles[profile] as Values };
}

function findUpwards(folder: string): string | undefined {
  const path = join(folder, SETTINGS_FILE);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  const above = dirname(folder);
  return above === folder ? undefined : findUpwards(above);
}

function objectIn(path: string): Record<string, unknown> {
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    throw new TypeError(`Cannot use ${path} as it has ${size} bytes: the limit is ${MOST_BYTES}`);
  const text = readFileSync(path, 'utf8');
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (isObject(value)) return value;
  } catch (error) {
    throw new TypeError(`Cannot use ${path} as it is no JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new TypeError(`Cannot use ${path} as it must be an object, such as { "region": "cn-shanghai" }`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const JSON_TYPES = { text: 'string', path: 'string', number: 'number', flag: 'boolean' } as const;

function check(path: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (/access.?key|secret|token|password/i.test(name))
      throw new TypeError(
        `Cannot use ${path} as credentials have no place in it, and it has "${name}": take it out, and set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET`,
      );
    if (!isSetting(name))
      throw new TypeError(
        `Cannot use ${path} as it has no setting "${name}"${meant(name, Object.keys(SETTINGS)) || `: settings are ${Object.keys(SETTINGS).join(', ')}`}`,
      );
    const type = JSON_TYPES[SETTINGS[name]];
    if (typeof value !== type)
      throw new TypeError(
        `Cannot use ${path} as "${name}" must be a ${type}: current value is ${JSON.stringify(value)}`,
      );
  }
}

function meant(name: string, names: readonly string[]): string {
  const close = closestName(name, names, (one) => one);
  return close === undefined ? '' : `: did you mean "${close}"?`;
}
