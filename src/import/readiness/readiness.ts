import type { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { READINESS_RULES, type ReadinessCode } from './readiness-rules.ts';

/** What one check found. */
export interface ReadinessFinding {
  /** What was checked, such as `capacity`. */
  readonly check: string;
  /** An `error` keeps an import from beginning, or from coming to its end. */
  readonly level: 'fine' | 'warning' | 'error';
  /** A code of `READINESS_RULES`, or that of the error with which a service refused. */
  readonly code: ReadinessCode | (string & {});
  /** What was found, and what to do about it. */
  readonly message: string;
  /** What to do; undefined where all is fine. */
  readonly remedy: string | undefined;
}

/** What `checkReadiness` found. */
export interface Readiness {
  /** Whether no finding is an error. */
  readonly isReady: boolean;
  /** In the order of the checks, always the same. */
  readonly findings: readonly ReadinessFinding[];
}

/** What a check makes of an answer. */
export type Judgement =
  | { readonly code: ReadinessCode; readonly message: string }
  /** What a service refused, or what its answer means for an import. */
  | { readonly error: ImageSearchError; readonly level?: ReadinessFinding['level'] | undefined };

/** For a code that no table of ours has. */
const LOOK_UP = 'Look this code up on the help pages of the service, or ask its support';

export function findingOf(check: string, judgement: Judgement): ReadinessFinding {
  if ('error' in judgement) {
    const { code, message, advice: remedy = LOOK_UP } = judgement.error;
    return { check, level: judgement.level ?? 'error', code, message, remedy };
  }
  const { code, message } = judgement;
  const { level, remedy } = READINESS_RULES[code];
  return { check, level, code, message, remedy };
}
