interface OperationRow {
  /** Where the parameters are sent: as in Alibaba's SDK. */
  readonly parametersIn: 'query' | 'body';
  /** Whether the call is idempotent. */
  readonly repeatable: boolean;
  /** The documented rate of an instance; the lowest, where it differs between instances. */
  readonly perSecond?: number | undefined;
}

/** The operations of API 2020-12-14 that are called: @alicloud/imagesearch20201214 4.4.0; rates from the help page "Limits". */
const ROWS = {
  IncreaseInstance: { parametersIn: 'query', repeatable: false }, // limited to one task at a time
  IncreaseList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  Detail: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  CheckImageExists: { parametersIn: 'body', repeatable: true }, // its rate is bought with the instance: Detail returns it
  AddImage: { parametersIn: 'body', repeatable: true, perSecond: 1 }, // overwrites; 5 unless the instance holds 100,000 images
  DeleteImage: { parametersIn: 'body', repeatable: true, perSecond: 20 }, // succeeds where nothing is left to delete
} as const satisfies Readonly<Record<string, OperationRow>>;

export type ImageSearchOperation = keyof typeof ROWS;

export const OPERATIONS: Readonly<Record<ImageSearchOperation, OperationRow>> = ROWS;
