/** A reference to a batch task, as plain JSON that can be saved and used in another process. */
export interface TaskRef {
  /** The version of the format, for those that save it. */
  readonly version: 1;
  /** The region of the instance. */
  readonly region: string;
  /** The instance that runs the task. */
  readonly instance: string;
  /** Always a string here; the service gives a string in one answer and a number in the others. */
  readonly id: string;
  /** The bucket that increment.meta is in. */
  readonly bucket: string;
  /** The folder of increment.meta as the service knows it: `/` and the folder. */
  readonly path: string;
}
