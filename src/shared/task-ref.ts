/** Identifies a batch task, as plain JSON: it can be saved, and used in another process. */
export interface TaskRef {
  readonly version: 1;
  readonly region: string;
  readonly instance: string;
  /** Always a string here; the service gives a string in one answer and a number in the others. */
  readonly id: string;
  readonly bucket: string;
  /** The folder of increment.meta as the service knows it: `/` and the folder. */
  readonly path: string;
}
