/** One batch task, with what IncreaseList reports. */
export interface BatchTask {
  readonly id: number;
  readonly bucket: string;
  readonly path: string;
  readonly callbackAddress: string;
  readonly createdAt: number;
  modifiedAt: number;
  status: 'PROCESSING' | 'SUCCESS' | 'FAIL';
  /** `0` is success. */
  code: string;
  message: string;
  /** Key of the task's failure file in OSS; undefined without failures. */
  failureKey: string | undefined;
}
