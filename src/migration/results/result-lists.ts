import type { MigrationRoute } from '../model/routes.ts';

/** What a mover's list says of the files in it. */
export type Said = 'sent' | 'present' | 'failed';

/** A kind of list that a mover leaves. */
export interface ResultList {
  /** Matches its path below the folder of lists. */
  readonly path: RegExp;
  readonly says: Said;
  /** The column with the name, from 1. */
  readonly column: number;
  /** Whether the column has the key, URL-encoded, or the name as the list of ossimport has it. */
  readonly has: 'encoded key' | 'name';
}

/**
 * The lists of each mover. Data Online Migration: `uid@jobid@runtimeid_failed_list_0` and so on, whose fields begin with the
 * names of source and destination, URL-encoded (help page "Subsequent operations", fields of a migration report). ossimport:
 * `failed_tasks/TASK/error.list`, with the relative paths of what failed (help page "ossimport FAQ").
 */
export const RESULT_LISTS: Readonly<Record<MigrationRoute, readonly ResultList[]>> = {
  import: [],
  'online-migration': [
    { path: /_failed_list_\d+(\.[a-z.]+)?$/, says: 'failed', column: 2, has: 'encoded key' },
    { path: /_skipped_list_\d+(\.[a-z.]+)?$/, says: 'present', column: 2, has: 'encoded key' },
    { path: /_total_list_\d+(\.[a-z.]+)?$/, says: 'sent', column: 2, has: 'encoded key' },
  ],
  ossimport: [{ path: /(^|\/)error\.list$/, says: 'failed', column: 1, has: 'name' }],
};
