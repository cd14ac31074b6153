/** What a setting is in the file of settings. A path that is relative there counts from the folder of the file. */
type SettingKind = 'text' | 'path' | 'number' | 'flag';

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
  ca: 'path',
  to: 'text',
  images: 'path',
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

/** The queue of workers. It may hold a password, which has no place in a file of settings, and which all users can see in a flag. */
export const QUEUE_VARIABLE = 'IMAGESEARCH_QUEUE';

/** Variables that are no settings, as they hold secrets, and what each is for. */
export const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  [QUEUE_VARIABLE]: 'the queue of import, worker and imports, whose URL may hold a password',
  IMAGESEARCH_SOURCE_ACCESS_KEY_ID: 'the account that reads a bucket of OSS, where it is another one',
  IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET: 'its secret',
  IMAGESEARCH_SOURCE_SECURITY_TOKEN: 'its token, where it has one',
};

/** Where a call takes place. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}
