import type { Issue } from '../shared/errors/issue.ts';

/** What became of one entry or image. An outcome of an import is one. */
export interface ReportRow {
  /**
   * As of an outcome; `accepted` is an image that was only checked. Of a sync, what is left alone, as the names of its counts
   * say, and `withheld`: an image that is superfluous and not deleted. Of a verification, the names of its counts.
   */
  readonly status:
    | ('imported' | 'deleted' | 'ready' | 'accepted' | 'skipped' | 'refused' | 'failed')
    | ('withheld' | 'same' | 'repeated' | 'gone' | 'productDeletes' | 'elsewhere' | 'heldAgain')
    | ('asExpected' | 'missing' | 'differs' | 'stillThere' | 'superfluous' | 'unanswered' | 'notAsked');
  /** How the gallery differed from the catalogue, in a sync. */
  readonly difference?:
    | 'missing'
    | 'changed'
    | 'image changed'
    | 'renamed'
    | 'superfluous'
    | 'deleted'
    | 'undone'
    | undefined;
  /** What else is to be said of it, such as the fields that differ. */
  readonly note?: string | undefined;
  /** Where the entry stands in its catalogue; undefined for what has no catalogue. */
  readonly place?: { readonly source: string | null; readonly line: number } | undefined;
  /** The product's id; null where the row has none. */
  readonly productId?: string | null | undefined;
  /** The name of the image: its PicName, path, URL or key. */
  readonly picName?: string | null | undefined;
  /** What was found; empty for a row that is in order. */
  readonly issues: readonly Issue[];
  /** The size of the image, as far as it is known: bytes, and sides in px as stored. */
  readonly image?:
    | {
        readonly bytes?: number | null | undefined;
        readonly width?: number | null | undefined;
        readonly height?: number | null | undefined;
      }
    | undefined;
  /** The image on this machine, for a small picture of it: its path, and the folder that it must not lead out of. */
  readonly file?: { readonly path: string; readonly folder?: string | undefined } | undefined;
}
