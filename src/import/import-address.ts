import { type OssAddress, parseOssAddress } from '../service/addresses/oss-address.ts';
import { oneOf, show, text } from '../shared/options/checks.ts';
import type { ImportOptions } from './import-options.ts';
import { ROUTES } from './route.ts';

/**
 * Where images and increment.meta go; undefined when nothing is stored.
 *
 * @throws {TypeError} for a bucket that is needed and not given, or for an option that only a bucket makes sense of
 */
export function addressOf({
  route = 'batch',
  to,
  skipUnchanged,
  store,
}: Pick<ImportOptions, 'route' | 'to' | 'skipUnchanged' | 'store'>): OssAddress | undefined {
  if (to === undefined && oneOf(ROUTES, 'route', route) !== 'direct')
    throw new TypeError(
      `Cannot import as 'to' must be given unless 'route' is 'direct': current value is ${show(to)}`,
    );
  if (to !== undefined) return parseOssAddress(text('to', to));
  const needless = store !== undefined ? 'store' : skipUnchanged === true ? 'skipUnchanged' : undefined;
  if (needless === undefined) return undefined;
  throw new TypeError(
    `Cannot import as '${needless}' needs 'to': with the route 'direct' alone, nothing is stored in a bucket`,
  );
}
