/** One batch task, as IncreaseList tells of it. */
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
  /** Where its failures lie in OSS, once there are any. */
  failureKey: string | undefined;
}
