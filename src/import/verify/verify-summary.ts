import type { ExportSummary } from '../../gallery/export/export-account.ts';
import type { GalleryFinding } from '../compare/gallery-finding.ts';
import { verificationSummary } from '../settle/verification-summary.ts';

/** What a verification has found, once it is iterated to its end. */
export interface VerifyImportSummary {
  /** Images that the gallery should hold, or no longer hold. Of several expectations of one image an export counts the last one. */
  readonly expected: number;
  /** How many of them were looked at: `compared = asExpected + missing + differs + stillThere + unanswered`. */
  readonly compared: number;
  /** Images that the gallery has as they should be, and those gone that should be. */
  readonly asExpected: number;
  /** Images that the gallery should have and has not. */
  readonly missing: number;
  /** Images whose fields are not those that were expected. */
  readonly differs: number;
  /** Images of deleted products included, of which an export alone can tell. */
  readonly stillThere: number;
  /** Images that the gallery could not be asked for. */
  readonly unanswered: number;
  /** Images of the gallery that nothing was expected of; undefined without an export. */
  readonly superfluous: number | undefined;
  /** DELETEs of whole products, which only an export can answer. */
  readonly productsNotAsked: number;
  /** The share of the expected images that is wrong at most, with 95 % confidence: from 0 to 1. */
  readonly wrongShareAtMost: number;
  /** The same as a sentence. */
  readonly means: string;
  /** What became of the lines of the export. */
  readonly export?: ExportSummary | undefined;
}

/** Counts what a verification finds. */
export class VerificationAccount {
  expected = 0;
  productsNotAsked = 0;
  export: ExportSummary | undefined;
  readonly #found: Record<GalleryFinding['kind'], number> = {
    ...{ 'as expected': 0, missing: 0, differs: 0, 'still there': 0, superfluous: 0, unanswered: 0 },
  };

  add({ kind }: GalleryFinding): void {
    this.#found[kind] += 1;
  }

  get summary(): VerifyImportSummary {
    const { missing, differs, superfluous, unanswered } = this.#found;
    const [asExpected, stillThere] = [this.#found['as expected'], this.#found['still there']];
    const wrong = missing + differs + stillThere;
    const asked = asExpected + wrong;
    const compared = asked + unanswered;
    // An export answers for each image once, and for images of deleted products, too.
    const expected = this.export === undefined ? this.expected : compared;
    const { missingShareAtMost, means } = verificationSummary(
      [
        {
          ...{ images: expected, asked, missing: wrong, unanswered, notAsked: 0 },
          sample: { asked, missing: wrong },
        },
      ],
      'not as expected',
    );
    return {
      ...{ expected, compared, asExpected, missing, differs, stillThere, unanswered },
      superfluous: this.export === undefined ? undefined : superfluous,
      ...{ productsNotAsked: this.productsNotAsked, wrongShareAtMost: missingShareAtMost, means },
      export: this.export,
    };
  }
}
