/** What an import takes, before it begins: plain JSON. */
export interface ImportPlan {
  /** By a batch task, or by a call for each entry. */
  readonly route: 'batch' | 'direct';
  /** The arithmetic of `route: 'auto'`. */
  readonly because?: string | undefined;
  /** Entries of the catalogue, as they were counted or given. */
  readonly entries: number;
  /** Images that are sent, and their bytes. */
  readonly send: { readonly images: number; readonly bytes: number };
  /** How many, and of how many images each is to be bought: the smallest that holds its part. */
  readonly instances: { readonly count: number; readonly capacity: number };
  /** Imports that the catalogue is cut into: one for each worker, and one for each instance at least. */
  readonly imports: number;
  /** Batch tasks, of all instances. */
  readonly tasks: number;
  /** Requests by operation, of all workers, when nothing fails: the least. */
  readonly requests: Readonly<Record<string, number>>;
  /**
   * `all` is less than the sum, as images are sent while tasks run. Batch tasks have the least that they take, and the most:
   * both are the same once `taskSeconds` is known.
   */
  readonly hours: {
    readonly reading: number;
    readonly sending: number;
    readonly tasks: { readonly least: number; readonly most: number };
    readonly verification: number;
    readonly all: { readonly least: number; readonly most: number };
  };
  /** Of the machine of each worker: bytes of memory at most, and of the disk for its state at most and in the end. */
  readonly worker: {
    readonly entries: number;
    readonly memory: number;
    readonly disk: number;
    readonly diskInTheEnd: number;
  };
  /** What a bill counts, without prices. `source` is a document, or says that there is none. */
  readonly costs: readonly {
    readonly name: string;
    readonly amount: number;
    readonly unit: string;
    readonly source: string;
  }[];
  /** The figures that the plan is computed from, beside the options, and where each comes from. */
  readonly figures: Readonly<
    Record<string, { readonly value: number; readonly unit: string; readonly source: string }>
  >;
}
