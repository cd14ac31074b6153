import type { Severity } from '../../shared/errors/issue.ts';

/** `strict` takes the tighter limit where documents disagree; `documented` refuses what every document refuses. */
export const META_PROFILES = ['documented', 'strict'] as const;
/** How strictly lines are judged: one of `META_PROFILES`. */
export type MetaProfile = (typeof META_PROFILES)[number];

/** A severity, or one for each profile. */
export type SeverityByProfile = Severity | Readonly<Record<MetaProfile, Severity>>;

/** Of what one document forbids and another allows, or none mentions although it may do harm. */
export const STRICT_ONLY = { documented: 'warning', strict: 'error' } as const satisfies SeverityByProfile;

export const severityIn = (severity: SeverityByProfile, profile: MetaProfile): Severity =>
  typeof severity === 'string' ? severity : severity[profile];
