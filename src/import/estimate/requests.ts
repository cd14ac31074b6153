import { sampleSize } from '../settle/sample.ts';
import type { Verify } from '../settle/verification.ts';
import { PLAN_FIGURES } from './figures.ts';

/** What an import has to do, as far as it is counted. */
export interface ImportWork {
  readonly route: 'batch' | 'direct';
  /** Images that are sent: not those that the bucket has already. */
  readonly send: { readonly images: number; readonly bytes: number };
  /** Of these images, those that OSS copies by itself. @default 0 */
  readonly copies?: number;
  /** Requests for parts of images in a source. @default 0 */
  readonly reads?: number;
  readonly deletes: number;
  /** Batch tasks; 0 by the direct route. */
  readonly tasks: number;
  /** Objects that are listed in the bucket. */
  readonly listed: number;
  /** Questions to the gallery. */
  readonly questions: number;
  readonly verify: Verify;
}

/** How many shards a catalogue is cut into, and so how many tasks it takes as a rule. */
export const shardsOf = (entries: number, linesPerTask: number): number => Math.ceil(entries / linesPerTask);

interface Asked {
  readonly verify: Verify;
  readonly entries: number;
  /** Entries that the gallery can be asked for. */
  readonly askable: number;
  readonly linesPerTask: number;
  readonly queriesPerSecond: number;
}

/** Questions to the gallery while no image is missing. Each shard asks for its share of the sample, for one image at least. */
export function questionsOf({ verify, entries, askable, linesPerTask, queriesPerSecond }: Asked): number {
  if (verify === 'no' || verify === 'export' || entries === 0) return 0;
  if (verify === 'all') return askable;
  const share = Math.min(1, linesPerTask / entries);
  const inShard = Math.ceil(share * sampleSize(queriesPerSecond));
  return Math.min(askable, shardsOf(entries, linesPerTask) * inShard);
}

/** Requests by operation, of OSS and of all instances, when nothing fails: the least. */
export function requestsOf(work: ImportWork) {
  const { route, send, copies = 0, reads = 0, deletes, tasks, listed, questions, verify } = work;
  const { keysInAList, listsOfATask, pollsOfATask } = PLAN_FIGURES;
  const sending =
    route === 'direct'
      ? { AddImage: send.images, DeleteImage: deletes, ...(reads > 0 && { GetObject: reads }) }
      : {
          GetObject: 1 + reads,
          ListObjectsV2: Math.max(1, Math.ceil(listed / keysInAList.value)),
          ...(copies > 0 && { CopyObject: copies }),
          ...{ PutObject: send.images - copies + tasks, HeadObject: tasks, IncreaseInstance: tasks },
          IncreaseList: tasks * (listsOfATask.value + pollsOfATask.value),
        };
  const exports = verify === 'export' ? { DumpMeta: 1, DumpMetaList: 1 } : {};
  return { Detail: 1, ...sending, CheckImageExists: questions, ...exports };
}
