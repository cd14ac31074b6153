/** What a setting is in the file of settings. */
type SettingKind = 'text' | 'number' | 'flag';

/**
 * The options that the environment and the file of settings may set, beside flags: those that hold for many calls. What
 * one call is about, such as the file to write, is typed.
 */
export const SETTINGS = {
  region: 'text',
  instance: 'text',
  endpoint: 'text',
  network: 'text',
  ossEndpoint: 'text',
  ossCustomDomain: 'flag',
  ossNetwork: 'text',
  ca: 'text',
  to: 'text',
  images: 'text',
  serviceType: 'text',
  profile: 'text',
  limits: 'text',
  picNameBase: 'text',
  followLinks: 'text',
  verify: 'text',
  concurrency: 'number',
  patienceMs: 'number',
  allowPrivateAddresses: 'flag',
} as const satisfies Readonly<Record<string, SettingKind>>;

export type SettingName = keyof typeof SETTINGS;

export const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** `ossEndpoint` → `IMAGESEARCH_OSS_ENDPOINT`. */
export const variableOf = (name: string): string =>
  `IMAGESEARCH_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** The profile of the file of settings that counts, by a variable. */
export const USE_VARIABLE = 'IMAGESEARCH_USE';

/** Where a call takes place. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}
