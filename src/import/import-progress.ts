import type { ServiceAway } from '../service/patience.ts';
import type { TaskRef } from '../shared/model/task-ref.ts';

/** Where an import stands. */
export interface ImportProgress {
  /** What is done at the moment. */
  readonly stage: 'reading' | 'listing' | 'uploading' | 'waiting' | 'verifying';
  /**
   * In `reading`, entries that were read; in `listing`, objects of the store that an upload is from; in `uploading`, entries
   * that are checked, and uploaded where they passed; in `verifying`, images that the gallery was asked for.
   */
  readonly done: number;
  /**
   * In `uploading`: bytes of the images that were sent, as they were supplied. Of earlier runs, those that this run has read of.
   * Undefined in other stages and in a dry run.
   */
  readonly bytes?: number | undefined;
  /** How many this stage will have to do; undefined while the number is not known. */
  readonly of: number | undefined;
  /** The batch task, once there is one. It goes on at the service whatever happens here. */
  readonly taskId: string | undefined;
  /** In `waiting`: the task of somebody else that runs on the instance, and must end before that of the import can start. */
  readonly otherTask?: TaskRef | undefined;
  /**
   * In `reading`, for a state in a store: the process that had the import last, and has given no sign since this one looks. When
   * it gives none for `leftMs` more, this one takes the import over.
   */
  readonly silentProcess?:
    | { readonly host: string; readonly pid: number; readonly leftMs: number }
    | undefined;
  /** What the stage does in a second, as a moving average; undefined while it is not known. */
  readonly perSecond?: number | undefined;
  /** The same of bytes. */
  readonly bytesPerSecond?: number | undefined;
  /** How long the stage will take at that rate; undefined while it is not known. */
  readonly secondsLeft?: number | undefined;
  /** The service that does not answer, for which the import waits. */
  readonly waitingFor?: Outage | undefined;
}

/** A service that is away. */
export interface Outage extends ServiceAway {
  /** `the source`: the store that images are uploaded from. */
  readonly service: 'OSS' | 'Image Search' | 'the source';
}
