/** Codes that mean the same to a caller: whether the same call may succeed later, and the next step. */
export interface CodeRow {
  readonly codes: readonly string[];
  readonly retryable: boolean;
  readonly advice: string;
}

export const RUNNING = 'One batch task runs at a time per instance: wait for the running one';
const OWN_TROUBLE = 'The service has trouble of its own: try again later';
const FIELD = 'Correct this field of the image: see the limits on the help page of AddImage';
const QUERY = 'Correct this parameter of the search';
const RIGHTS = 'Grant the RAM user imagesearch:* on this instance';
const NAME = 'Check the instance name: it is the name, not the id';

/**
 * Every code that Image Search documents (help page "Error codes", Jan 21 2026, and the metadata of API 2020-12-14),
 * by status. No document says which calls may be retried: `retryable` is our reading.
 */
export const IMAGE_SEARCH_CODES: readonly CodeRow[] = [
  // 400
  { codes: ['InvalidInstance', 'InvalidInstanceName'], retryable: false, advice: NAME },
  {
    codes: ['Console.InstanceNotFound'],
    retryable: false,
    advice: 'Check the instance name (not its id) and the region it lives in',
  },
  {
    codes: ['BadRequest', 'Console.BadRequest'],
    retryable: false,
    advice: 'The parameters do not fit the operation: compare them with its help page',
  },
  {
    codes: ['InstanceStatusError'], // 400 in the metadata, 409 on the help page
    retryable: false,
    advice:
      'Look at the instance in the console: it is not in service, such as while it is being made or when it has expired',
  },
  {
    codes: ['NoCaretSeperator', 'EmptyMeta', 'InvalidMetaItem', 'NoPicList', 'InvalidPicList'],
    retryable: false,
    advice: 'The request has the form of an older API: use that of 2020-12-14',
  },
  {
    codes: ['NoSpecifiedPic', 'NoSpecifiedSearchPic', 'NoSpecifiedAddPic', 'NoSpecifiedPicContent'],
    retryable: false,
    advice: 'Give the bytes of the picture',
  },
  {
    codes: ['NoSpecifiedItemId', 'NoSpecifiedProductId', 'NoSpecifiedPicName'],
    retryable: false,
    advice: 'Give the names of the image: ProductId and PicName',
  },
  {
    codes: ['InvalidProductId', 'InvalidPicName', 'InvalidCustomContent', 'InvalidType'],
    retryable: false,
    advice: FIELD,
  },
  {
    codes: ['InvalidCategory'],
    retryable: false,
    advice: 'Use a category of this type of instance: 88888888 except for product search',
  },
  {
    codes: ['InvalidIntAttr', 'InvalidIntAttr2', 'InvalidIntAttr3', 'InvalidIntAttr4'],
    retryable: false,
    advice: 'Integer attributes hold whole numbers of 32 bits',
  },
  {
    codes: ['InvalidStrAttr', 'InvalidStrAttr2', 'InvalidStrAttr3', 'InvalidStrAttr4'],
    retryable: false,
    advice: 'String attributes hold 128 characters at most, and not every character',
  },
  {
    codes: ['InvalidFilterClause'],
    retryable: false,
    advice: 'Correct the filter, such as int_attr>=3 AND str_attr="red": 4,096 characters at most',
  },
  {
    codes: ['InvalidRegion', 'RegionError'],
    retryable: false,
    advice: 'Give the region inside the picture, in the order x1,x2,y1,y2',
  },
  {
    codes: ['InvalidPicContent'],
    retryable: false,
    advice: 'The picture must have 4 MiB at most: make it smaller',
  },
  {
    codes: ['UnsupportedPicFormat', 'UnsupportedPictureFormat'],
    retryable: false,
    advice: 'Use PNG, JPEG, BMP, GIF, WebP, TIFF or PPM',
  },
  {
    codes: ['UnsupportedPicPixels'],
    retryable: false,
    advice: "Change the picture's width and height to what the instance takes",
  },
  {
    codes: ['IncorrectOrientation'],
    retryable: false,
    advice: 'Turn the pixels and remove the orientation from the metadata: repairImage() does',
  },
  {
    codes: ['InvalidPicUrl', 'PicNotExist'],
    retryable: false,
    advice: 'Check that the picture is where its address says',
  },
  {
    codes: ['InstanceOverQuota'],
    retryable: false,
    advice: 'The gallery is full: delete images or buy a larger instance',
  },
  {
    codes: ['OverflowMaxResultNum', 'OverflowMaxReturnNum', 'InvalidStartParameter', 'InvalidNumParameter'],
    retryable: false,
    advice: 'A search reaches 500 results, 100 in one answer: lower Start and Num',
  },
  { codes: ['SearchTimeout'], retryable: true, advice: 'The search took too long: try again' },
  {
    codes: ['TimeoutForTransferImage'],
    retryable: true,
    advice: 'The picture did not arrive within 5 seconds: try again, with a smaller one if it stays',
  },
  {
    codes: ['InvalidRequestId', 'InvalidRequestIdTooLarge', 'InvalidText', 'InvalidTextLength'],
    retryable: false,
    advice: QUERY,
  },
  {
    codes: [
      'NeedRegisterBeforeInvoke',
      'Console.PidError',
      'InvalidPrimaryPicContent',
      'InvalidSecondaryPicContent',
    ],
    retryable: false,
    advice: 'See the help page of CompareSimilarByImage',
  },
  {
    codes: ['DeniedRequest'], // 403; 400 of Detail
    retryable: true,
    advice:
      'The instance allows fewer requests per second: lower requestsPerSecond, or ask for more by ticket',
  },
  // 401, 403
  {
    codes: ['Console.LoginError'],
    retryable: false,
    advice: 'Check that the account and its credentials are active',
  },
  {
    codes: [
      'NoPermission',
      'Console.NoPermission',
      'Console.NoPermissionError',
      'Console.NotAllowedModifyToken',
    ],
    retryable: false,
    advice: RIGHTS,
  },
  // 409
  { codes: ['Console.IncrementStatusError'], retryable: true, advice: RUNNING },
  {
    codes: ['Console.TaskAlreadyExist'],
    retryable: true,
    advice: 'One export runs at a time per instance: wait for it',
  },
  {
    codes: ['Console.InstanceStatusError', 'Console.OrderStatusError'],
    retryable: false,
    advice: 'Look at the instance and its order in the console: one of them is not active',
  },
  // 500
  {
    codes: [
      ...[
        'UnknownException',
        'UnknownlException',
        'InternalError',
        'ServerInternalError',
        'NetworkException',
      ],
      ...[
        'RequestTimeout',
        'ExtractFeatureTimeout',
        'AccessEngineFailed',
        'InternalOssError',
        'InternalSwiftError',
      ],
      ...[
        'InternalTableStoreError',
        'ConnectionDVException',
        'Console.InternalError',
        'Console.CallServiceError',
      ],
    ],
    retryable: true,
    advice: OWN_TROUBLE,
  },
  {
    codes: ['PictureError'],
    retryable: true,
    advice: 'The service could not fetch the picture: try again, then check the picture',
  },
  {
    codes: ['UnsupportedInstanceType', 'UnsupportedOperationType'],
    retryable: false, // although the status is 500
    advice: 'This type of instance does not have the operation',
  },
];
