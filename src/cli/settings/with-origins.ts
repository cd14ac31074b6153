import type { SettingOrigin } from './setting-origin.ts';

/** Has the message of a misuse say what has set the options that it names, where nobody has typed them. */
export function withOrigins(error: unknown, settings: readonly SettingOrigin[]): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError)) return error;
  const { message } = error;
  const set = settings.filter(
    ({ flag, from }) => (from === 'environment' || from === 'file') && message.includes(`'${flag}'`),
  );
  error.message += set.map(({ flag, place }) => ` (${flag} is set by ${place})`).join('');
  return error;
}
