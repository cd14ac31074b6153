import { oneOf } from '../shared/checks.ts';
import { SERVICE_TYPE_NAMES, type ServiceType } from '../shared/service-type.ts';
import { META_PROFILES, type MetaProfile } from './meta-profile.ts';
import type { MetaContext } from './rules/check-record.ts';

/** What decides between limits, for the builder and the parser alike. */
export interface MetaOptions {
  /** The kind of instance that will read the file. @default 'product' */
  readonly serviceType?: ServiceType | undefined;
  /** Which reading counts where documents disagree. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
}

/** @throws {TypeError} when a name is none of the known ones */
export const metaContext = ({
  serviceType = 'product',
  profile = 'documented',
}: MetaOptions): MetaContext => ({
  serviceType: oneOf(SERVICE_TYPE_NAMES, 'serviceType', serviceType),
  profile: oneOf(META_PROFILES, 'profile', profile),
});
