import type { META_DIALECTS, MetaProfile, ServiceType } from '../../meta/index.ts';

/** The options of the command `lint`. */
export interface LintOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly dialect: (typeof META_DIALECTS)[number];
  readonly maxErrors?: number | undefined;
  readonly duplicates: boolean;
  /** The file to write, corrected. */
  readonly fix?: string | undefined;
  /** The encoding of the file to read; only with `fix`. */
  readonly encoding?: string | undefined;
}
