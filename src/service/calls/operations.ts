/** The operations of API 2020-12-14 that we call. */
export type ImageSearchOperation =
  | 'IncreaseInstance'
  | 'IncreaseList'
  | 'Detail'
  | 'CheckImageExists'
  | 'AddImage'
  | 'UpdateImage'
  | 'DeleteImage'
  | 'SearchImageByPic'
  | 'SearchImageByName'
  | 'SearchImageByText'
  | 'SearchImageByFilter'
  | 'DumpMeta'
  | 'DumpMetaList';

interface OperationRow {
  /** Where the parameters go, as in the official SDK. */
  readonly parametersIn: 'query' | 'body';
  /** Parameters that go into the query although the others go into the body. */
  readonly alsoInQuery?: readonly string[] | undefined;
  /** Whether a second call of the same content changes nothing more. */
  readonly repeatable: boolean;
  /** The documented calls a second. Undefined where it depends on the instance: `Detail` tells it. */
  readonly perSecond?: number | undefined;
}

/** The operations whose rate is bought with the instance. SearchImageByFilter has no documented rate: it gets that of the others. */
export const QUERIES = [
  'CheckImageExists',
  'SearchImageByPic',
  'SearchImageByName',
  'SearchImageByText',
  'SearchImageByFilter',
] as const satisfies readonly ImageSearchOperation[];

/** Instances of so many images take one image a second, and larger ones five (help page "Limits", Jan 12 2026). */
const SMALL_CAPACITY = 100_000;

/** Calls of AddImage a second, by how many images the instance can hold. */
export const addsPerSecond = (capacity: number): number => (capacity <= SMALL_CAPACITY ? 1 : 5);

/** Calls of UpdateImage a second. */
export const UPDATES_PER_SECOND = 20;

/** Calls of DeleteImage a second. */
export const DELETES_PER_SECOND = 20;

/** Facts from @alicloud/imagesearch20201214 4.4.0; the rates are from the help page "Limits". */
export const OPERATIONS: Readonly<Record<ImageSearchOperation, OperationRow>> = {
  IncreaseInstance: { parametersIn: 'query', repeatable: false }, // an instance runs one task at a time
  IncreaseList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  Detail: { parametersIn: 'query', repeatable: true, perSecond: 1 },
  CheckImageExists: { parametersIn: 'body', repeatable: true }, // the rate is bought with the instance
  AddImage: { parametersIn: 'body', repeatable: true }, // overwrites; 1 a second for 100,000 images, 5 for more
  UpdateImage: {
    ...{ parametersIn: 'body', alsoInQuery: ['IntAttr3', 'IntAttr4', 'StrAttr3', 'StrAttr4'] },
    ...{ repeatable: true, perSecond: UPDATES_PER_SECOND },
  },
  DeleteImage: { parametersIn: 'body', repeatable: true, perSecond: DELETES_PER_SECOND }, // succeeds when there is nothing to delete
  SearchImageByPic: { parametersIn: 'body', alsoInQuery: ['ScoreThreshold'], repeatable: true },
  SearchImageByName: { parametersIn: 'body', alsoInQuery: ['ScoreThreshold'], repeatable: true },
  SearchImageByText: { parametersIn: 'body', alsoInQuery: ['ScoreThreshold'], repeatable: true },
  SearchImageByFilter: { parametersIn: 'body', repeatable: true },
  DumpMeta: { parametersIn: 'query', repeatable: false, perSecond: 1 }, // an instance runs one export at a time
  DumpMetaList: { parametersIn: 'query', repeatable: true, perSecond: 1 },
};
