import type { ImageSearchError } from '../../shared/errors/image-search-error.ts';

/** What an export of the gallery says of the lines of one shard. */
export interface ExportedShard {
  /** Lines that the export does not confirm: only a question can tell, as the gallery may show late what a task has added. */
  readonly doubtful: ReadonlySet<number>;
  /** Why there is no export. Undefined when it was read. */
  readonly trouble: ImageSearchError | undefined;
}
