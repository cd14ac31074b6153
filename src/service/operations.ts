interface OperationRow {
  /** Where the official SDK puts the parameters, and so do we. */
  readonly parametersIn: 'query' | 'body';
  /** Whether the same call twice does no more than once. */
  readonly repeatable: boolean;
  /** The documented pace for one instance, where there is one that holds for every instance. */
  readonly perSecond?: number;
}

/** The operations of API 2020-12-14 that we call: @alicloud/imagesearch20201214 4.4.0. */
export const OPERATIONS: Readonly<Record<Operation, OperationRow>> = {
  IncreaseInstance: { parametersIn: 'query', repeatable: false },
  IncreaseList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  Detail: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  CheckImageExists: { parametersIn: 'body', repeatable: true }, // its pace is bought with the instance: GalleryClient keeps it
};

export type Operation = 'IncreaseInstance' | 'IncreaseList' | 'Detail' | 'CheckImageExists';
