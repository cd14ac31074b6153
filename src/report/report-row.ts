import type { Issue } from '../shared/issue.ts';

/** What became of one entry or image. An outcome of an import is one. */
export interface ReportRow {
  /** As of an outcome; `accepted` is an image that was only checked. */
  readonly status: 'imported' | 'deleted' | 'ready' | 'accepted' | 'skipped' | 'refused' | 'failed';
  /** Where the entry stands in its catalogue; undefined for what has no catalogue. */
  readonly place?: { readonly source: string | null; readonly line: number } | undefined;
  readonly productId?: string | null | undefined;
  /** The name of the image: its PicName, path, URL or key. */
  readonly picName?: string | null | undefined;
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
