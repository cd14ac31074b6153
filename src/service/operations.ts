/** The operations of API 2020-12-14 that we call. */
export type ImageSearchOperation =
  | 'IncreaseInstance'
  | 'IncreaseList'
  | 'Detail'
  | 'CheckImageExists'
  | 'AddImage'
  | 'DeleteImage';

interface OperationRow {
  /** Where the official SDK puts the parameters, and so do we. */
  readonly parametersIn: 'query' | 'body';
  /** Whether the same call twice does no more than once. */
  readonly repeatable: boolean;
  /** The documented pace of an instance: the slowest, where it differs between them. */
  readonly perSecond?: number | undefined;
}

/** Facts from @alicloud/imagesearch20201214 4.4.0; the pace from the help page "Limits". */
export const OPERATIONS: Readonly<Record<ImageSearchOperation, OperationRow>> = {
  IncreaseInstance: { parametersIn: 'query', repeatable: false }, // its pace: one task at a time
  IncreaseList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  Detail: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  CheckImageExists: { parametersIn: 'body', repeatable: true }, // its pace is bought with the instance: Detail tells it
  AddImage: { parametersIn: 'body', repeatable: true, perSecond: 1 }, // overwrites; 5 unless the instance is one of 100,000 images
  DeleteImage: { parametersIn: 'body', repeatable: true, perSecond: 20 }, // succeeds where nothing is left to delete
};
