import type { Issue } from '../../shared/errors/issue.ts';

/** What became of an image of a plan. */
export interface MigrationOutcome {
  /**
   * `sent`: the mover has it among what it moved. `present`: it was in the bucket, and the mover left it out. `refused`: it
   * was not in the mover's list. `failed`: the mover names it as failed, or names it nowhere.
   */
  readonly status: 'sent' | 'present' | 'refused' | 'failed';
  /** The image's name in its source. */
  readonly name: string;
  /** Its key in the target. */
  readonly key: string;
  /** Its size. */
  readonly bytes: number;
  /** Why it was refused or failed; empty for others. */
  readonly issues: readonly Issue[];
}

/** The sums of a reading. supplied = sent + present + refused + failed, and lines = used + repeated + unknown. */
export interface MigrationResultsSummary {
  /** Images of the plan: the sum of what became of them. */
  readonly supplied: number;
  /** Images that the mover put into the target. */
  readonly sent: number;
  /** Images that the target had already. */
  readonly present: number;
  /** Images that were not given to the mover. */
  readonly refused: number;
  /** Images that the mover did not bring, each with its issues. */
  readonly failed: number;
  /** Listed images that no list of the mover names; by `unreported` they count as failed or sent. */
  readonly unreported: number;
  /** Lines of the mover's lists. */
  readonly lines: number;
  /** Lines that name an image of the plan. */
  readonly used: number;
  /** Lines that name an image again in a list of the same kind. */
  readonly repeated: number;
  /** Lines that name no image of the mover's list: a header, or another job's files. */
  readonly unknown: number;
  /** Files in the folder of lists that are none. */
  readonly otherFiles: number;
}

/**
 * What the list of a mover says of an image that it did not bring, by the code of the issue.
 *
 * @example
 * for await (const { issues } of readMigrationResults('plan', 'lists'))
 *   for (const { code } of issues) console.log(MIGRATION_RESULT_RULES[code as 'MIGRATION_FAILED']?.means);
 */
export const MIGRATION_RESULT_RULES = {
  MIGRATION_FAILED: { means: 'the mover names the image as failed; the message has what it says' },
  MIGRATION_UNREPORTED: { means: 'no list of the mover names the image' },
} as const;

export const resultIssue = (
  code: keyof typeof MIGRATION_RESULT_RULES,
  message: string,
): Issue<keyof typeof MIGRATION_RESULT_RULES> => ({
  ...{ code, severity: 'error', path: ['name'], message },
});
