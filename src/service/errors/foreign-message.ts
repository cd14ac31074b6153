import { foreignText } from '../../shared/errors/foreign-text.ts';
import { type Credentials, withoutSecrets } from '../credentials/credentials.ts';

/**
 * A message of Image Search or OSS as our errors show it: `foreignText`, without secrets.
 *
 * @param hidden more texts that must not be shown
 */
export const foreignMessage = (
  said: unknown,
  credentials: Credentials,
  hidden: readonly (string | undefined)[] = [],
): string | undefined =>
  said === undefined || said === null
    ? undefined
    : foreignText(withoutSecrets(String(said), credentials, hidden));
