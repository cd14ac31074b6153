import { IMAGE_SEARCH_CODES } from '../../service/image-search-codes.ts';

/** What to do with an image that the service did not take. */
export interface FailureReason {
  /**
   * `retry`: submit it again as it is. `repair`: repair the image or correct its line, then submit it again. `giveUp`:
   * nothing that is done to the image or its line helps.
   */
  readonly remedy: 'retry' | 'repair' | 'giveUp';
  /** The next step for a person. */
  readonly advice: string;
}

const again = (advice = 'Submit it again: the trouble was at the service'): FailureReason => ({
  remedy: 'retry',
  advice,
});
const repair = (advice: string): FailureReason => ({ remedy: 'repair', advice });
const giveUp = (advice: string): FailureReason => ({ remedy: 'giveUp', advice });

const MEND_IMAGE = 'Repair the image (repairImage) and submit it again';

/**
 * By the code of a failure. No document lists the codes of a batch task: these are those that `AddImage` has for one image
 * (help page "Error codes", Jan 21 2026), and what to do is our reading.
 */
export const FAILURE_REASONS: Readonly<Record<string, FailureReason>> = {
  // the service, or the way to it
  ...Object.fromEntries(
    IMAGE_SEARCH_CODES.filter(({ retryable }) => retryable).flatMap(({ codes }) =>
      codes.map((code) => [code, again()]),
    ),
  ),
  TimeoutForTransferImage: again('Submit it again; if it stays, make the file smaller: it has 5 seconds'),
  PictureError: again('Check that the object can be read, then submit it again'),
  DeniedRequest: again('Submit it again later: the instance was asked too often'),
  ServiceUnavailable: again(),
  // the image
  InvalidPicContent: repair(`${MEND_IMAGE}: it has at most 4 MB, and must be whole`),
  UnsupportedPictureFormat: repair(`${MEND_IMAGE}: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are taken`),
  UnsupportedPicFormat: repair(`${MEND_IMAGE}: PNG, JPEG, BMP, GIF, WebP, TIFF and PPM are taken`),
  UnsupportedPicPixels: repair(`${MEND_IMAGE}: its sides are out of the limits of the instance`),
  IncorrectOrientation: repair(`${MEND_IMAGE}: it must be upright, without a rotation in its metadata`),
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

const UNKNOWN = giveUp('No document knows this failure: look at the image and at its message');

/** Of a code that no document knows, or of none, nothing is guessed. */
export const reasonOf = (code: string | undefined): FailureReason =>
  (code !== undefined && Object.hasOwn(FAILURE_REASONS, code) ? FAILURE_REASONS[code] : undefined) ?? UNKNOWN;
