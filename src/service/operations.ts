/** The operations of API 2020-12-14 that we call. */
export type ImageSearchOperation =
  | 'IncreaseInstance'
  | 'IncreaseList'
  | 'Detail'
  | 'CheckImageExists'
  | 'AddImage'
  | 'DeleteImage';

interface OperationRow {
  /** Where the parameters go, as in the official SDK. */
  readonly parametersIn: 'query' | 'body';
  /** Whether a second call of the same content changes nothing more. */
  readonly repeatable: boolean;
  /** The documented calls a second; the lowest number where instances differ. */
  readonly perSecond?: number | undefined;
}

/** Facts from @alicloud/imagesearch20201214 4.4.0; the rates are from the help page "Limits". */
export const OPERATIONS: Readonly<Record<ImageSearchOperation, OperationRow>> = {
  IncreaseInstance: { parametersIn: 'query', repeatable: false }, // an instance runs one task at a time
  IncreaseList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  Detail: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  CheckImageExists: { parametersIn: 'body', repeatable: true }, // the rate is bought with the instance: Detail reports it
  AddImage: { parametersIn: 'body', repeatable: true, perSecond: 1 }, // overwrites; 5 unless the instance is one of 100,000 images
  DeleteImage: { parametersIn: 'body', repeatable: true, perSecond: 20 }, // succeeds when there is nothing to delete
};
