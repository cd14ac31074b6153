import type { ExportSummary } from '../../gallery/export/export-account.ts';
import type { GalleryTasks } from './gallery-tasks.ts';

/** Why superfluous images are not deleted, by code. */
export const WITHHELD_RULES = {
  NOT_ASKED_TO_DELETE: 'Superfluous images are deleted only where `deleteSuperfluous` says so.',
  CATALOGUE_NOT_UNDERSTOOD:
    'Entries of the catalogue were refused: an image that one of them names would seem superfluous.',
  EXPORT_NOT_UNDERSTOOD: 'Lines of the export were not understood, so that the rest may be misread, too.',
  EXPORT_STALE:
    'A batch task was running, or has ended after the export was started: the export shows an older gallery.',
  EXPORT_TOO_SMALL: 'The export has fewer images than `Detail` counts in the gallery.',
  TOO_MANY_DELETED: 'More images than `maxDeletedShare` allows are superfluous.',
} as const satisfies Readonly<Record<string, string>>;

/** A code of `WITHHELD_RULES`. */
export type WithheldCode = keyof typeof WITHHELD_RULES;

/** Superfluous images that are not deleted, and each reason for that. */
export interface WithheldDeletions {
  /** Images that are superfluous and were not deleted. */
  readonly images: number;
  /** Every reason, with its code. */
  readonly because: readonly { readonly code: WithheldCode; readonly message: string }[];
}

export interface DeletionFacts {
  readonly superfluous: number;
  readonly deleteSuperfluous: boolean;
  readonly maxDeletedShare: number;
  readonly refused: number;
  readonly held: number;
  readonly export: ExportSummary | undefined;
  readonly tasks: GalleryTasks;
  /** What `Detail` counts: the smaller one of before and after the export. */
  readonly counted: number;
}

/** Superfluous images are deleted all or none. */
export function withheldDeletions(facts: DeletionFacts): WithheldDeletions {
  const { superfluous, deleteSuperfluous } = facts;
  if (superfluous === 0) return { images: 0, because: [] };
  const because = deleteSuperfluous ? DOUBTS.flatMap((doubt) => doubt(facts) ?? []) : [NOT_ASKED];
  return { images: because.length === 0 ? 0 : superfluous, because };
}

type Doubt = (facts: DeletionFacts) => WithheldDeletions['because'][number] | undefined;

const NOT_ASKED = {
  code: 'NOT_ASKED_TO_DELETE',
  message: 'deleteSuperfluous (--delete-superfluous) is not given',
} as const;

const DOUBTS: readonly Doubt[] = [
  ({ refused }) =>
    refused === 0
      ? undefined
      : { code: 'CATALOGUE_NOT_UNDERSTOOD', message: `${refused} entries of the catalogue were refused` },
  ({ export: { notUnderstood = 0, lines = 0 } = {} }) =>
    notUnderstood === 0
      ? undefined
      : {
          code: 'EXPORT_NOT_UNDERSTOOD',
          message: `${notUnderstood} of ${lines} lines of the export were not understood`,
        },
  ({ export: exported, tasks: { running, lastEndedAt, newest } }) => {
    if (running !== undefined) return { code: 'EXPORT_STALE', message: `Batch task ${running} is running` };
    if (exported?.createdAt !== undefined && lastEndedAt <= exported.createdAt) return undefined;
    if (newest === undefined) return undefined;
    const message =
      exported?.createdAt === undefined
        ? 'The service does not say when the export was started'
        : 'A batch task has ended after the export was started';
    return { code: 'EXPORT_STALE', message };
  },
  ({ held, counted }) =>
    held >= counted
      ? undefined
      : {
          code: 'EXPORT_TOO_SMALL',
          message: `The export has ${held} images, and the gallery ${counted}`,
        },
  ({ superfluous, held, maxDeletedShare }) =>
    superfluous <= maxDeletedShare * held
      ? undefined
      : {
          code: 'TOO_MANY_DELETED',
          message: `${superfluous} of ${held} images are superfluous, and 'maxDeletedShare' is ${percent(maxDeletedShare)}`,
        },
];

/** As the command line takes it. */
const percent = (share: number): string => `${Number((100 * share).toFixed(9))}%`;
