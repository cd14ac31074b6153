import type { Issue } from '../../shared/issue.ts';

/** What became of an image of a plan. */
export interface MigrationOutcome {
  /**
   * `sent`: the mover has it among what it moved. `present`: it was in the bucket, and the mover left it out. `refused`: it
   * was not in the mover's list. `failed`: the mover names it as failed, or names it nowhere.
   */
  readonly status: 'sent' | 'present' | 'refused' | 'failed';
  readonly name: string;
  readonly key: string;
  readonly bytes: number;
  readonly issues: readonly Issue[];
}

/** The sums of a reading. supplied = sent + present + refused + failed, and lines = used + repeated + unknown. */
export interface MigrationResultsSummary {
  readonly supplied: number;
  readonly sent: number;
  readonly present: number;
  readonly refused: number;
  readonly failed: number;
  /** Listed images that no list of the mover names; by `unreported` they count as failed or sent. */
  readonly unreported: number;
  readonly lines: number;
  readonly used: number;
  /** Lines that name an image again in a list of the same kind. */
  readonly repeated: number;
  /** Lines that name no image of the mover's list: a header, or another job's files. */
  readonly unknown: number;
  /** Files in the folder of lists that are none. */
  readonly otherFiles: number;
}

/** What is said of an image by an issue of its outcome. */
export const RESULT_RULES = {
  MIGRATION_FAILED: { means: 'the mover names the image as failed; the message has what it says' },
  MIGRATION_UNREPORTED: { means: 'no list of the mover names the image' },
} as const;

export const resultIssue = (
  code: keyof typeof RESULT_RULES,
  message: string,
): Issue<keyof typeof RESULT_RULES> => ({
  ...{ code, severity: 'error', path: ['name'], message },
});
