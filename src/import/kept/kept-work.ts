import type { ImportIdentity } from '../state/import-identity.ts';

/** What a state folder can be of. */
export const WORK_KINDS = ['import', 'sync', 'undo', 'upload', 'ingester'] as const;
/** The kind of work that a state folder is of. */
export type WorkKind = (typeof WORK_KINDS)[number];

/** What a state folder says of its work. Plain JSON. */
export interface KeptWork {
  /** The folder, below the path that was asked for. */
  readonly folder: string;
  /** Undefined where `problem` says why. */
  readonly kind?: WorkKind | undefined;
  /**
   * `over`: nothing is left to do. `running`: a process has the folder open. `interrupted`: it goes on when the same work
   * is begun again with this folder. `unreadable`: see `problem`.
   */
  readonly status: 'over' | 'running' | 'interrupted' | 'unreadable';
  /** The process that has the folder open. */
  readonly pid?: number | undefined;
  /** What is imported or uploaded; undefined while it is not known, and for a stream. */
  readonly source?: string | undefined;
  /** Where its images go; undefined where they stay. */
  readonly to?: string | undefined;
  /** The Image Search instance; undefined for an upload, which has none. */
  readonly instance?: string | undefined;
  /** That of the instance. */
  readonly region?: string | undefined;
  /** Entries, differences or images that were planned; undefined while they are counted, and for an ingester. */
  readonly planned?: number | undefined;
  /** Those that have an outcome on the disk; of an ingester, those that wait for one are in `waiting`. */
  readonly settled?: number | undefined;
  /** Of an ingester: entries that were taken and have no outcome. */
  readonly waiting?: number | undefined;
  /** When the folder's journal was last written, in ms since 1970. */
  readonly changedAt: number;
  /** The command that goes on, or does the same again; undefined where the folder does not say enough to name it. */
  readonly command?: readonly string[] | undefined;
  /** Why the folder cannot be read. */
  readonly problem?: string | undefined;
}

/** What one kind of work says of itself. */
export type WorkSays = Pick<
  KeptWork,
  'kind' | 'source' | 'to' | 'instance' | 'region' | 'planned' | 'settled' | 'waiting' | 'command'
> & { readonly isOver: boolean };

/** The facts of an import's target, as `KeptWork` has them. */
export const targetOf = ({
  region,
  instance,
  to,
}: Pick<ImportIdentity, 'region' | 'instance' | 'to'>): Pick<KeptWork, 'region' | 'instance' | 'to'> => ({
  ...{ region, instance, to: to ?? undefined },
});
