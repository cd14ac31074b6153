/** One export of the gallery, with what DumpMetaList reports. */
export interface ExportTask {
  readonly id: number;
  readonly createdAt: number;
  modifiedAt: number;
  status: 'PROCESSING' | 'SUCCESS' | 'FAIL';
  /** `0` is success. */
  code: string;
  message: string;
  /** Key of the file in OSS; undefined before the export has succeeded. */
  fileKey: string | undefined;
}
