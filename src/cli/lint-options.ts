import type { MetaDialect } from '../meta/model/meta-fields.ts';
import type { MetaProfile } from '../meta/model/meta-profile.ts';
import type { ServiceType } from '../shared/service-type.ts';

/** Of the command `lint`. */
export interface LintOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly dialect: MetaDialect;
  readonly maxErrors?: number | undefined;
  readonly duplicates: boolean;
  /** The file to write, corrected. */
  readonly fix?: string | undefined;
  /** What the file is written in; only with `fix`. */
  readonly encoding?: string | undefined;
}
