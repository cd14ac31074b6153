/** What was found of one image in a verification. */
export interface GalleryFinding {
  /**
   * `as expected`; `missing`: the gallery should hold the image and does not; `differs`: it holds it with other content;
   * `still there`: it should no longer hold it; `superfluous`: it holds an image that was not expected, which only an export
   * can show; `unanswered`: nothing is known, as a question got no answer or the export was not fully understood.
   */
  readonly kind: 'as expected' | 'missing' | 'differs' | 'still there' | 'superfluous' | 'unanswered';
  /** The product of the image. */
  readonly productId: string;
  /** The image's name in the gallery. */
  readonly picName: string;
  /** Of an image that differs: the fields that do. */
  readonly fields?: readonly string[] | undefined;
  /** Why a question got no answer. */
  readonly message?: string | undefined;
}
