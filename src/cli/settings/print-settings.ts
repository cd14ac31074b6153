import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { masked } from '../output/masked.ts';
import type { SettingOrigin } from './setting-origin.ts';

/** Variables that matter beside the settings: none of their values is printed, but whether they are set. */
const SECRETS = [
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  'ALIBABA_CLOUD_SECURITY_TOKEN',
];
const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy'];

/** `doctor --settings`: what each setting is, and what has set it. Secrets are masked. */
export async function printSettings({ output, settings, env }: Context): Promise<ExitCode> {
  const rows = [
    ...settings.map((origin) => ({ ...origin, value: withoutAccount(origin.value) })),
    ...variables(env),
  ];
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  for (const { flag, value, from, place } of rows) {
    const origin = from === null ? '' : place === null ? from : `${from}: ${place}`;
    await output.result(
      { setting: flag, value, from, place },
      `${flag.padEnd(width)}  ${value ?? 'not set'}  ${origin}`.trimEnd(),
    );
  }
  return EXIT.fine;
}

function variables(env: Context['env']): readonly SettingOrigin[] {
  const shown = (name: string, value: string) => (SECRETS.includes(name) ? '********' : masked(value));
  return [...SECRETS, ...PROXIES.filter((name) => env[name] !== undefined)].map((name) => {
    const value = env[name];
    return value === undefined || value === ''
      ? { flag: name, value: null, from: null, place: null }
      : { flag: name, value: shown(name, value), from: 'environment', place: name };
  });
}

const withoutAccount = <Value extends SettingOrigin['value']>(value: Value): Value | string =>
  typeof value === 'string' ? masked(value) : value;
