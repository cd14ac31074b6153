/** Codes that mean the same to a caller: whether the same call may succeed later, and the next step. */
export interface CodeRow {
  readonly codes: readonly string[];
  readonly retryable: boolean;
  readonly advice: string;
}

/** The rows of a table that has codes, separated by white space, by the advice for them. */
export const codeRows = (retryable: boolean, table: Readonly<Record<string, string>>): readonly CodeRow[] =>
  Object.entries(table).map(([advice, codes]) => ({ codes: codes.trim().split(/\s+/), retryable, advice }));

export const RUNNING = 'One batch task runs at a time per instance: wait for the running one';

const PERMANENT = {
  'Check the instance name: it is the name, not the id': 'InvalidInstance InvalidInstanceName',
  'Check the instance name (not its id) and the region it lives in': 'Console.InstanceNotFound',
  'The parameters do not fit the operation: compare them with its help page': 'BadRequest Console.BadRequest',
  // 400 in the metadata, 409 on the help page
  'Look at the instance in the console: it is not in service, such as while it is being made or when it has expired':
    'InstanceStatusError',
  'The request has the form of an older API: use that of 2020-12-14':
    'NoCaretSeperator EmptyMeta InvalidMetaItem NoPicList InvalidPicList',
  'Give the bytes of the picture':
    'NoSpecifiedPic NoSpecifiedSearchPic NoSpecifiedAddPic NoSpecifiedPicContent',
  'Give the names of the image: ProductId and PicName':
    'NoSpecifiedItemId NoSpecifiedProductId NoSpecifiedPicName',
  'Correct this field of the image: see the limits on the help page of AddImage':
    'InvalidProductId InvalidPicName InvalidCustomContent InvalidType',
  'Use a category of this type of instance: 88888888 except for product search': 'InvalidCategory',
  'Integer attributes hold whole numbers of 32 bits':
    'InvalidIntAttr InvalidIntAttr2 InvalidIntAttr3 InvalidIntAttr4',
  'String attributes hold 128 characters at most, and not every character':
    'InvalidStrAttr InvalidStrAttr2 InvalidStrAttr3 InvalidStrAttr4',
  'Correct the filter, such as int_attr>=3 AND str_attr="red": 4,096 characters at most':
    'InvalidFilterClause',
  'Give the region inside the picture, in the order x1,x2,y1,y2': 'InvalidRegion RegionError',
  'The picture must have 4 MiB at most: make it smaller': 'InvalidPicContent',
  'Use PNG, JPEG, BMP, GIF, WebP, TIFF or PPM': 'UnsupportedPicFormat UnsupportedPictureFormat',
  "Change the picture's width and height to what the instance takes": 'UnsupportedPicPixels',
  'Turn the pixels and remove the orientation from the metadata: repairImage() does': 'IncorrectOrientation',
  'Check that the picture is where its address says': 'InvalidPicUrl PicNotExist',
  'The gallery is full: delete images or buy a larger instance': 'InstanceOverQuota',
  'A search reaches 500 results, 100 in one answer: lower Start and Num':
    'OverflowMaxResultNum OverflowMaxReturnNum InvalidStartParameter InvalidNumParameter',
  'Correct this parameter of the search':
    'InvalidRequestId InvalidRequestIdTooLarge InvalidText InvalidTextLength',
  'See the help page of CompareSimilarByImage':
    'NeedRegisterBeforeInvoke Console.PidError InvalidPrimaryPicContent InvalidSecondaryPicContent',
  'Check that the account and its credentials are active': 'Console.LoginError',
  'Grant the RAM user this action on the instance: importPolicy() (imagesearch-import policy) writes what an import needs':
    'NoPermission Console.NoPermission Console.NoPermissionError Console.NotAllowedModifyToken',
  'Look at the instance and its order in the console: one of them is not active':
    'Console.InstanceStatusError Console.OrderStatusError',
  // permanent, although the status is 500
  'This type of instance does not have the operation': 'UnsupportedInstanceType UnsupportedOperationType',
};

const TRANSIENT = {
  'The search took too long: try again': 'SearchTimeout',
  'The picture did not arrive within 5 seconds: try again, with a smaller one if it stays':
    'TimeoutForTransferImage',
  // 403; 400 of Detail
  'The instance allows fewer requests per second: lower requestsPerSecond (--requests-per-second), or ask for more by ticket':
    'DeniedRequest',
  [RUNNING]: 'Console.IncrementStatusError',
  'One export runs at a time per instance: wait for it': 'Console.TaskAlreadyExist',
  'The service has trouble of its own: try again later': `
    UnknownException UnknownlException InternalError ServerInternalError NetworkException
    RequestTimeout ExtractFeatureTimeout AccessEngineFailed InternalOssError InternalSwiftError
    InternalTableStoreError ConnectionDVException Console.InternalError Console.CallServiceError`,
  'The service could not fetch the picture: try again, then check the picture': 'PictureError',
};

/**
 * Every code that Image Search documents (help page "Error codes", Jan 21 2026, and the metadata of API 2020-12-14). No
 * document says which calls may be retried: `retryable` is our reading.
 */
export const IMAGE_SEARCH_CODES: readonly CodeRow[] = [
  ...codeRows(false, PERMANENT),
  ...codeRows(true, TRANSIENT),
];
