import { IMAGE_SEARCH_CODES } from '../../service/errors/image-search-codes.ts';

/** What to do with an image that the service did not take. */
export interface FailureReason {
  /**
   * `retry`: submit the image again as it is, since the cause was the service or the network. `repair`: repair the image, or
   * correct its line, and submit it again. `giveUp`: no change of the image or its line helps.
   */
  readonly remedy: 'retry' | 'repair' | 'giveUp';
  /** The next step for a person. */
  readonly advice: string;
}

const again = (advice = 'Submit it again: the service had an error of its own'): FailureReason => ({
  remedy: 'retry',
  advice,
});
const repair = (advice: string): FailureReason => ({ remedy: 'repair', advice });
const giveUp = (advice: string): FailureReason => ({ remedy: 'giveUp', advice });

const ONE_TASK =
  'Wait until the running task has ended, then submit it again: an instance runs one at a time';
const REPAIR_IMAGE = 'Repair the image (repairImage) and submit it again';

/**
 * What to do, by the code of a failure. No document lists the codes of a batch task: these are the codes that `AddImage`
 * has for one image (help page "Error codes", Jan 21 2026), and the remedies are our reading.
 */
export const FAILURE_REASONS: Readonly<Record<string, FailureReason>> = {
  // the service, or the network
  ...Object.fromEntries(
    IMAGE_SEARCH_CODES.filter(({ retryable }) => retryable).flatMap(({ codes }) =>
      codes.map((code) => [code, again()]),
    ),
  ),
  TimeoutForTransferImage: again('Submit it again; if it stays, make the file smaller: it has 5 seconds'),
  PictureError: again('Check that the object can be read, then submit it again'),
  DeniedRequest: again('Submit it again later: the instance was asked too often'),
  ServiceUnavailable: again(),
  'Console.IncrementStatusError': again(ONE_TASK),
  'Console.TaskAlreadyExist': again(ONE_TASK),
  // the image
  InvalidPicContent: repair(`${REPAIR_IMAGE}: it has at most 4 MB, and must be whole`),
  UnsupportedPictureFormat: repair(`${REPAIR_IMAGE}: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are taken`),
  UnsupportedPicFormat: repair(`${REPAIR_IMAGE}: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are taken`),
  UnsupportedPicPixels: repair(`${REPAIR_IMAGE}: its sides are out of the limits of the instance`),
  IncorrectOrientation: repair(`${REPAIR_IMAGE}: it must be upright, without a rotation in its metadata`),
  // its line, or its object
  InvalidPicUrl: repair('Upload the image to where PicName says, then submit it again'),
  PicNotExist: repair('Upload the image to where PicName says, then submit it again'),
  InvalidProductId: repair('Correct ProductId in its line'),
  InvalidPicName: repair('Correct PicName in its line'),
  InvalidCategory: repair('Correct CategoryId in its line, or leave it out'),
  InvalidCustomContent: repair('Correct CustomContent in its line'),
  InvalidRegion: repair('Correct Region in its line: x1,x2,y1,y2 within the image'),
  RegionError: repair('Correct Region in its line: x1,x2,y1,y2 within the image'),
  InvalidMetaItem: repair('Correct its line: it is no JSON object with the fields of increment.meta'),
  NoSpecifiedProductId: repair('Add ProductId to its line'),
  NoSpecifiedPicName: repair('Add PicName to its line'),
  ...Object.fromEntries(
    ['IntAttr', 'StrAttr'].flatMap((field) =>
      ['', '2', '3', '4'].map((n) => [`Invalid${field}${n}`, repair(`Correct ${field}${n} in its line`)]),
    ),
  ),
  // the instance
  InstanceOverQuota: giveUp(
    'The gallery is full: delete images or buy a larger instance, then submit it again',
  ),
};

const UNKNOWN = giveUp('No document lists this failure: look at the image and at the message');

/** Nothing is guessed for a code that no document lists, or for a failure without a code. */
export const reasonOf = (code: string | undefined): FailureReason =>
  (code !== undefined && Object.hasOwn(FAILURE_REASONS, code) ? FAILURE_REASONS[code] : undefined) ?? UNKNOWN;
